package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/** Exports as methods, by classes that are made for that and by reflection, where such classes cannot be. */
@ParameterizedClass
@CsvSource({"switch,", "indirect,", "direct,", "tail,", "switch,runtime"})
class BindTest extends ImageFixture {
    private static final FuncType MIXED = Guest.type(
            List.of(
                    NumType.I32,
                    VecType.V128,
                    NumType.I64,
                    NumType.F32,
                    NumType.F64,
                    RefType.FUNCREF,
                    RefType.EXTERNREF),
            List.of(
                    NumType.I32,
                    VecType.V128,
                    NumType.I64,
                    NumType.F32,
                    NumType.F64,
                    RefType.FUNCREF,
                    RefType.EXTERNREF));

    private final Store store;
    private final Instance instance;

    BindTest(String executor, @Nullable String imageCode) {
        super(imageCode);
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        Guest guest = new Guest()
                .imports("host", "mixed", MIXED)
                .imports("host", "i64", identity(NumType.I64))
                .imports("host", "f32", identity(NumType.F32))
                .imports("host", "f64", identity(NumType.F64))
                .imports("host", "v128", identity(VecType.V128))
                .imports("host", "func", identity(RefType.FUNCREF))
                .imports("host", "extern", identity(RefType.EXTERNREF))
                .function("add", Guest.I32_I32_TO_I32, 2, w -> {
                    w.write(Op.I32_ADD_SS, 0, 0, 1);
                    w.write(Op.RETURN_S, 0);
                })
                .function("square-of", Guest.I32_TO_I32, 1, w -> {
                    w.write(Op.I32_MUL_SS, 0, 0, 0);
                    w.write(Op.RETURN_S, 0);
                })
                .function("nop", Guest.NOTHING, 0, w -> w.write(Op.RETURN))
                .function("trap", Guest.NOTHING, 0, w -> w.write(Op.TRAP, Trap.UNREACHABLE.code()))
                .function("vector", Guest.type(List.of(VecType.V128), List.of()), 2, w -> w.write(Op.RETURN));
        String[] names = {"mixed", "i64", "f32", "f64", "v128", "func", "extern"};
        for (int i = 0; i < names.length; i++) {
            guest.export(names[i], ExternKind.FUNC, i);
        }
        Linker linker = new Linker().function("host", "mixed", MIXED, call -> {
            for (int i = 0; i < MIXED.params().size(); i++) {
                call.returnValue(i, call.value(i));
            }
        });
        for (String name : List.of("i64", "f32", "f64", "v128", "func", "extern")) {
            ValType type =
                    switch (name) {
                        case "i64" -> NumType.I64;
                        case "f32" -> NumType.F32;
                        case "f64" -> NumType.F64;
                        case "v128" -> VecType.V128;
                        case "func" -> RefType.FUNCREF;
                        default -> RefType.EXTERNREF;
                    };
            linker.function("host", name, identity(type), call -> call.returnValue(0, call.value(0)));
        }
        instance = linker.instantiate(store, guest.build());
    }

    private static FuncType identity(ValType type) {
        return Guest.type(List.of(type), List.of(type));
    }

    /** Several methods, one under another name, one that is there already. */
    public interface Calculator {
        /** Adds. */
        int add(int a, int b);

        /** Squares. */
        @ExportName("square-of")
        int square(int a);

        /** Calls others. */
        default int squareOfSum(int a, int b) {
            return square(add(a, b));
        }

        /** Does not matter, as every object has it. */
        @Override
        boolean equals(@Nullable Object other);
    }

    /** All types. */
    public record Mixed(
            int i32,
            Value.V128 v128,
            long i64,
            float f32,
            double f64,
            @Nullable WasmFunction func,
            @Nullable Object extern) {}

    /** Of all types. */
    public interface Types {
        /** Many to many. */
        Mixed mixed(
                int i32,
                Value.V128 v128,
                long i64,
                float f32,
                double f64,
                @Nullable WasmFunction func,
                @Nullable Object extern);

        /** One to one. */
        long i64(long value);

        /** One to one. */
        float f32(float value);

        /** One to one. */
        double f64(double value);

        /** One to one, though it is a record. */
        Value.V128 v128(Value.V128 value);

        /** One to one. */
        @Nullable
        WasmFunction func(@Nullable WasmFunction value);

        /** One to one. */
        @Nullable
        Object extern(@Nullable Object value);

        /** None to none. */
        void nop();

        /** Ends in a trap. */
        void trap();
    }

    @Test
    void methodsCallTheExportsOfTheirNames() {
        Calculator calculator = instance.bind(Calculator.class);
        assertThat(calculator.add(40, 2)).isEqualTo(42);
        assertThat(calculator.add(Integer.MAX_VALUE, 1)).isEqualTo(Integer.MIN_VALUE);
        assertThat(calculator.square(-7)).isEqualTo(49);
        assertThat(calculator.squareOfSum(1, 2)).isEqualTo(9);
    }

    @Test
    void itsObjectsAreEqualToThemselvesOnly() {
        Calculator one = instance.bind(Calculator.class);
        Calculator other = instance.bind(Calculator.class);
        assertThat(Set.of(one, other)).hasSize(2).contains(one, other);
        assertThat(one.toString()).contains("Calculator");
    }

    @Test
    void thereIsOneClassForEachInterface() {
        Calculator one = instance.bind(Calculator.class);
        assertThat(Proxy.isProxyClass(one.getClass())).isEqualTo(isImage());
        assertThat(one.getClass().isHidden()).isEqualTo(!isImage());
        assertThat(instance.bind(Calculator.class).getClass()).isSameAs(one.getClass());
    }

    @Test
    void allTypesPassUnchanged() {
        Types types = instance.bind(Types.class);
        WasmFunction add = instance.function("add");
        Value.V128 vector = new Value.V128(1, -2);
        Value.V128 zero = new Value.V128(0, 0);
        Mixed all = types.mixed(-1, vector, Long.MIN_VALUE, -0.0f, Double.MIN_VALUE, add, "text");
        assertThat(all).isEqualTo(new Mixed(-1, vector, Long.MIN_VALUE, -0.0f, Double.MIN_VALUE, add, "text"));
        assertThat(types.mixed(0, zero, 0, 0, 0, null, null)).isEqualTo(new Mixed(0, zero, 0, 0, 0, null, null));
        assertThat(types.v128(vector)).isEqualTo(vector);
        assertThat(types.i64(1L << 40)).isEqualTo(1L << 40);
        int signalling = 0x7F80_0001;
        assertThat(Float.floatToRawIntBits(types.f32(Float.intBitsToFloat(signalling))))
                .isEqualTo(signalling);
        assertThat(types.f64(Math.PI)).isEqualTo(Math.PI);
        assertThat(types.func(add)).isSameAs(add);
        assertThat(types.func(null)).isNull();
        assertThat(types.extern(types)).isSameAs(types);
        types.nop();
    }

    @Test
    void exceptionsPassUnchanged() {
        Types types = instance.bind(Types.class);
        assertThatExceptionOfType(TrapException.class).isThrownBy(types::trap).satisfies(trap -> assertThat(trap.trap())
                .isEqualTo(Trap.UNREACHABLE));
        WasmFunction foreign = BoundHostFunction.create(Engine.create().newStore(), Guest.NOTHING, call -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types.func(foreign))
                .withMessage("the func belongs to another store");
        store.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(types::nop);
    }

    /** What the interface declares without need. */
    @FunctionalInterface
    public interface Failing {
        /** Fails. */
        default void fail() throws Exception {
            throw new Exception("mine");
        }

        /** Nothing. */
        void nop() throws Exception;
    }

    @Test
    void defaultMethodsThrowWhatTheyLike() {
        Failing failing = instance.bind(Failing.class);
        assertThatExceptionOfType(Exception.class).isThrownBy(failing::fail).withMessage("mine");
    }

    @Test
    void aFunctionIsAFunctionalInterface() {
        IntBinaryOperator add = instance.function("add").as(IntBinaryOperator.class);
        assertThat(add.applyAsInt(2, 3)).isEqualTo(5);
        IntUnaryOperator square = instance.function("square-of").as(IntUnaryOperator.class);
        assertThat(square.andThen(each -> each + 1).applyAsInt(3)).isEqualTo(10);
        instance.function("nop").as(Runnable.class).run();
        @SuppressWarnings("unchecked")
        Function<Object, Object> same = instance.function("extern").as(Function.class);
        assertThat(same.apply(this)).isSameAs(this);
        WasmFunction host = BoundHostFunction.create(store, Guest.TO_I32, call -> call.returnI32(7));
        assertThat(host.as(IntSupplier.class).getAsInt()).isEqualTo(7);
    }

    /** Returns what cannot be converted. */
    public interface Wrong {
        /** Has another type. */
        long add(long a, long b);

        /** Is not there. */
        int sqare(int a);

        /** Has a parameter that stands for nothing. */
        int square(String a);

        /** Stands for no Java type. */
        void vector(long low, long high);

        /** Is right. */
        void nop();

        /** Has too many results. */
        Mixed trap();

        /** Has a result that stands for nothing. */
        boolean other();
    }

    @Test
    void allMismatchesAreListedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.bind(Wrong.class))
                .withMessage("""
                        cannot bind org.wasmi.exec.BindTest$Wrong:
                        boolean other(): boolean stands for no type of Wasm; use int, long, float, double, \
                        Value.V128, WasmFunction (funcref), Object (externref), or for the result a record of them
                        int square(String): java.lang.String stands for no type of Wasm; use int, long, float, double, \
                        Value.V128, WasmFunction (funcref), Object (externref), or for the result a record of them
                        long add(long, long): the method stands for (i64, i64) -> (i64), the function is \
                        (i32, i32) -> (i32)
                        int sqare(int): no function is exported as 'sqare'
                        Mixed trap(): the method stands for () -> (i32, v128, i64, f32, f64, funcref, externref), \
                        the function is () -> ()
                        void vector(long, long): the method stands for (i64, i64) -> (), \
                        the function is (v128) -> ()""");
    }

    /** Almost right. */
    public interface Misspelt {
        /** Is called {@code add}. */
        int addd(int a, int b);
    }

    @Test
    void aMissingExportIsNamedWithWhatWasMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.bind(Misspelt.class))
                .withMessageEndingWith("int addd(int, int): no function is exported as 'addd'; did you mean 'add'?");
    }

    /** Only for those who may. */
    public sealed interface Sealed {
        /** Is one who may. */
        record Only() implements Sealed {}
    }

    @Test
    void whatIsNoInterfaceForOneFunctionIsRefused() {
        WasmFunction add = instance.function("add");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.bind(String.class))
                .withMessage("java.lang.String is not an interface");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance.bind(Sealed.class))
                .withMessageContaining("is sealed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> add.as(Calculator.class))
                .withMessageContaining("has 2 abstract methods");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> add.as(Comparator.class))
                .withMessageContaining("int compare(Object, Object): the method stands for (externref, externref)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> add.as(Supplier.class))
                .withMessageContaining("() -> (externref), the function is (i32, i32) -> (i32)");
    }

    /** Two threads at once: each call either has the right result or is refused. */
    @Test
    void anotherThreadCannotChangeTheArgumentsOfACall() throws Exception {
        IntBinaryOperator add = instance.function("add").as(IntBinaryOperator.class);
        FutureTask<Integer> other = new FutureTask<>(() -> rightSums(add, 1_000));
        new Thread(other).start();
        int right = rightSums(add, 1);
        assertThat(right + other.get()).isPositive();
    }

    private static int rightSums(IntBinaryOperator add, int number) {
        int right = 0;
        for (int i = 0; i < 100_000; i++) {
            try {
                assertThat(add.applyAsInt(number, number)).isEqualTo(2 * number);
                right++;
            } catch (IllegalStateException refused) {
                assertThat(refused).hasMessageContaining("is in use by thread");
            }
        }
        return right;
    }

    @Test
    void theStoreIsFreeAfterAnExceptionToo() throws Exception {
        Runnable trap = instance.function("trap").as(Runnable.class);
        for (int i = 0; i < 2; i++) {
            FutureTask<?> task = new FutureTask<>(trap, "");
            new Thread(task).start();
            assertThatThrownBy(task::get).hasCauseInstanceOf(TrapException.class);
        }
    }
}
