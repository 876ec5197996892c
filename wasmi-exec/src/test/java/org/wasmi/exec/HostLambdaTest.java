package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.runtime.Inside;

/**
 * Lambdas as host functions, by classes that are made for that and by reflection, where such classes cannot be.
 */
@ParameterizedClass
@CsvSource({"switch,", "indirect,", "direct,", "tail,", "switch,runtime"})
class HostLambdaTest extends HostFunctionFixture {
    private static final ValType I32 = NumType.I32;
    private static final ValType I64 = NumType.I64;
    private static final ValType F64 = NumType.F64;

    HostLambdaTest(String executor, @Nullable String imageCode) {
        super(executor, imageCode);
    }

    @Test
    void lambdasWithTypesChooseTheirInterface() {
        List<Object> seen = new ArrayList<>();
        linker.function("env", "ii_i", HostFunction.of((int a, int b) -> a + b))
                .function("env", "i_i", HostFunction.of((int a) -> -a))
                .function("env", "i_l", HostFunction.of((int a) -> (long) a << 32))
                .function("env", "i_d", HostFunction.of((int a) -> a / 2.0))
                .function("env", "_i", HostFunction.of(() -> 1))
                .function("env", "i_", HostFunction.of((int a) -> {
                    seen.add(a);
                }))
                .function("env", "ll_l", HostFunction.of((long a, long b) -> a * b))
                .function("env", "l_l", HostFunction.of((long a) -> a + 1))
                .function("env", "l_i", HostFunction.of((long a) -> (int) a))
                .function("env", "l_d", HostFunction.of((long a) -> (double) a))
                .function("env", "_l", HostFunction.of(() -> 1L))
                .function("env", "l_", HostFunction.of((long a) -> {
                    seen.add(a);
                }))
                .function("env", "dd_d", HostFunction.of((double a, double b) -> a / b))
                .function("env", "d_d", HostFunction.of((double a) -> Math.sqrt(a)))
                .function("env", "d_i", HostFunction.of((double a) -> (int) a))
                .function("env", "d_l", HostFunction.of((double a) -> (long) a))
                .function("env", "_d", HostFunction.of(() -> 0.5))
                .function("env", "d_", HostFunction.of((double a) -> {
                    seen.add(a);
                }))
                .function("env", "_", HostFunction.of(() -> {
                    seen.add("ran");
                }));
        List<ValType> none = List.of();
        Value one = Value.i32(1);
        assertThat(call("ii_i", List.of(I32, I32), List.of(I32), Value.i32(40), Value.i32(2)))
                .containsExactly(Value.i32(42));
        assertThat(call("i_i", List.of(I32), List.of(I32), one)).containsExactly(Value.i32(-1));
        assertThat(call("i_l", List.of(I32), List.of(I64), one)).containsExactly(Value.i64(1L << 32));
        assertThat(call("i_d", List.of(I32), List.of(F64), one)).containsExactly(Value.f64(0.5));
        assertThat(call("_i", none, List.of(I32))).containsExactly(one);
        assertThat(call("i_", List.of(I32), none, one)).isEmpty();
        assertThat(call("ll_l", List.of(I64, I64), List.of(I64), Value.i64(1L << 40), Value.i64(3)))
                .containsExactly(Value.i64(3L << 40));
        assertThat(call("l_l", List.of(I64), List.of(I64), Value.i64(1))).containsExactly(Value.i64(2));
        assertThat(call("l_i", List.of(I64), List.of(I32), Value.i64(1L << 32))).containsExactly(Value.i32(0));
        assertThat(call("l_d", List.of(I64), List.of(F64), Value.i64(1))).containsExactly(Value.f64(1));
        assertThat(call("_l", none, List.of(I64))).containsExactly(Value.i64(1));
        assertThat(call("l_", List.of(I64), none, Value.i64(2))).isEmpty();
        assertThat(call("dd_d", List.of(F64, F64), List.of(F64), Value.f64(1), Value.f64(8)))
                .containsExactly(Value.f64(0.125));
        assertThat(call("d_d", List.of(F64), List.of(F64), Value.f64(9))).containsExactly(Value.f64(3));
        assertThat(call("d_i", List.of(F64), List.of(I32), Value.f64(3.9))).containsExactly(Value.i32(3));
        assertThat(call("d_l", List.of(F64), List.of(I64), Value.f64(3.9))).containsExactly(Value.i64(3));
        assertThat(call("_d", none, List.of(F64))).containsExactly(Value.f64(0.5));
        assertThat(call("d_", List.of(F64), none, Value.f64(3))).isEmpty();
        assertThat(call("_", none, none)).isEmpty();
        assertThat(seen).containsExactly(1, 2L, 3.0, "ran");
    }

    /** All types. */
    public record Mixed(
            int i32,
            long i64,
            float f32,
            double f64,
            @Nullable WasmFunction func,
            @Nullable Object extern,
            Value.V128 v128) {}

    /** With the call first. */
    @FunctionalInterface
    public interface MixedFunction {
        /** Many to many. */
        Mixed apply(
                HostCall call,
                int i32,
                long i64,
                float f32,
                double f64,
                @Nullable WasmFunction func,
                @Nullable Object extern,
                Value.V128 v128);
    }

    /** Returns what is a record, but one value. */
    @FunctionalInterface
    public interface Swap {
        /** One to one. */
        Value.V128 swap(Value.V128 vector);
    }

    @Test
    void aVectorIsOneResult() {
        linker.function("env", "f", HostFunction.of(Swap.class, vector -> new Value.V128(vector.high(), vector.low())));
        assertThat(call("f", List.of(VecType.V128), List.of(VecType.V128), new Value.V128(1, 2)))
                .containsExactly(new Value.V128(2, 1));
    }

    @Test
    void allTypesPassUnchanged() {
        linker.function(
                "env", "f", HostFunction.of(MixedFunction.class, (call, i32, i64, f32, f64, func, extern, v128) -> {
                    assertThat(call.store()).isSameAs(store);
                    return new Mixed(i32 + 1, i64 + 1, f32 + 1, f64 + 1, func, extern, new Value.V128(v128.high(), 7));
                }));
        List<ValType> types = List.of(I32, I64, NumType.F32, F64, RefType.FUNCREF, RefType.EXTERNREF, VecType.V128);
        WasmFunction function = BoundHostFunction.create(store, Guest.NOTHING, call -> {});
        assertThat(call(
                        "f",
                        types,
                        types,
                        Value.i32(1),
                        Value.i64(2),
                        Value.f32(3),
                        Value.f64(4),
                        Value.funcRef(function),
                        Value.externRef("x"),
                        new Value.V128(5, 6)))
                .containsExactly(
                        Value.i32(2),
                        Value.i64(3),
                        Value.f32(4),
                        Value.f64(5),
                        Value.funcRef(function),
                        Value.externRef("x"),
                        new Value.V128(6, 7));
    }

    @Test
    void referencesAreObjects() {
        @SuppressWarnings("unchecked")
        Class<BinaryOperator<Object>> type = (Class<BinaryOperator<Object>>) (Class<?>) BinaryOperator.class;
        linker.function("env", "f", HostFunction.of(type, (a, b) -> a + "-" + b));
        ValType any = RefType.EXTERNREF;
        assertThat(call("f", List.of(any, any), List.of(any), Value.externRef("a"), Value.externRef(1)))
                .containsExactly(Value.externRef("a-1"));
    }

    /** Counts. */
    @FunctionalInterface
    public interface Counter {
        /** Counts. */
        int count(HostCall call);
    }

    @Test
    void theCallLeadsToWhatTheStoreHolds() {
        linker.function("env", "count", HostFunction.of(Counter.class, call -> {
            List<?> list = call.store().held(List.class);
            return list.size();
        }));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> call("count", List.of(), List.of(I32)))
                .withMessage("the store holds no java.util.List");
        store.hold(List.of("a", "b"));
        assertThat(call("count", List.of(), List.of(I32))).containsExactly(Value.i32(2));
        store.hold("text");
        assertThat(call("count", List.of(), List.of(I32))).containsExactly(Value.i32(2));
        assertThat(store.held(String.class)).isEqualTo("text");
        assertThat(store.held(Object.class)).isEqualTo("text");
        store.hold("other");
        assertThat(store.held(String.class)).isEqualTo("other");
    }

    /** What a guest prints. */
    @FunctionalInterface
    public interface Printer {
        /** Prints. */
        void print(HostCall call, int address, int length);
    }

    @Test
    void theCallLeadsToTheMemoryOfTheCaller() {
        List<String> printed = new ArrayList<>();
        linker.function(
                "env",
                "print",
                HostFunction.of(
                        Printer.class,
                        (call, address, length) -> printed.add(call.memory().getUtf8(address, length))));
        Instance instance = linker.instantiate(
                store,
                new Guest()
                        .imports("env", "print", Guest.type(List.of(I32, I32), List.of()))
                        .memory("memory", Limits.atLeast(1))
                        .data(0, Guest.i32(8), (byte) 'o', (byte) 'k')
                        .function("run", Guest.NOTHING, 2, w -> {
                            w.write(Op.CONST32, 0, 8);
                            w.write(Op.CONST32, 1, 2);
                            w.write(Op.CALL_IMPORT, 0, 0);
                            w.write(Op.RETURN);
                        })
                        .build());
        instance.bind(Runs.class).run();
        assertThat(printed).containsExactly("ok");
    }

    /** Runs. */
    public interface Runs {
        /** Runs. */
        void run();
    }

    /** Throws. */
    @FunctionalInterface
    public interface Thrower {
        /** Throws. */
        void run() throws IOException;
    }

    @Test
    void whatALambdaThrowsPassesUnwrapped() {
        IOException mine = new IOException("mine");
        linker.function("env", "f", HostFunction.of(Thrower.class, () -> {
            throw mine;
        }));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> call("f", List.of(), List.of()))
                .satisfies(thrown -> assertThat(thrown).isSameAs(mine));
    }

    @Test
    void aTypeThatIsNotImportedIsALinkError() {
        linker.function("env", "add", HostFunction.of((int a, int b) -> a + b));
        assertThatExceptionOfType(org.wasmi.encoding.error.LinkException.class)
                .isThrownBy(() -> call("add", List.of(I64, I64), List.of(I64)))
                .withMessage("incompatible import type: 'env' 'add' must be func (i64, i64) -> (i64),"
                        + " but is func (i32, i32) -> (i32)");
    }

    /** Two methods. */
    public interface Two {
        /** First. */
        void first();

        /** Second. */
        void second();
    }

    @Test
    void whatDoesNotStandForAFunctionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.function("env", "f", HostFunction.of(IntPredicate.class, a -> a > 0)))
                .withMessageStartingWith("boolean test(int): boolean stands for no type of Wasm");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.function("env", "f", HostFunction.of(String.class, "x")))
                .withMessage("java.lang.String is not an interface");
        Two two = new Two() {
            @Override
            public void first() {}

            @Override
            public void second() {}
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.function("env", "f", HostFunction.of(Two.class, two)))
                .withMessageContaining("has 2 abstract methods");
        assertThatNullPointerException()
                .isThrownBy(() -> linker.function("env", "f", HostFunction.of(IntBinaryOperator.class, nothing())));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what the test is about
    private static <T> T nothing() {
        return null;
    }

    @Test
    void lambdasMayTakeTheCallAndMoreParameters() {
        List<Object> seen = new ArrayList<>();
        linker.function("env", "iii_i", HostFunction.of((int a, int b, int c) -> 100 * a + 10 * b + c))
                .function("env", "iii_", HostFunction.of((int a, int b, int c) -> {
                    seen.add(List.of(a, b, c));
                }))
                .function(
                        "env",
                        "iiii_i",
                        HostFunction.of((int a, int b, int c, int d) -> 1000 * a + 100 * b + 10 * c + d))
                .function("env", "iiii_", HostFunction.of((int a, int b, int c, int d) -> {
                    seen.add(List.of(a, b, c, d));
                }))
                .function("env", "c_i", HostFunction.of((HostCall call) -> Inside.memoryCount(call.caller())))
                .function("env", "c_", HostFunction.of((HostCall call) -> {
                    seen.add(call.memory().getUtf8(0, 2));
                }))
                .function("env", "ci_i", HostFunction.of((HostCall call, int a) -> call.memory()
                        .getByte(a)))
                .function("env", "ci_", HostFunction.of((HostCall call, int a) -> call.memory()
                        .putByte(a, (byte) 9)))
                .function(
                        "env",
                        "cii_i",
                        HostFunction.of(
                                (HostCall call, int a, int b) -> call.utf8(0, 1).length() + a + b))
                .function("env", "cii_", HostFunction.of((HostCall call, int a, int b) -> {
                    seen.add(call.memory().getUtf8(a, b));
                }))
                .function(
                        "env", "ciii_i", HostFunction.of((HostCall call, int a, int b, int c) -> 100 * a + 10 * b + c))
                .function("env", "ciii_", HostFunction.of((HostCall call, int a, int b, int c) -> {
                    seen.add(a * b + c);
                }))
                .function(
                        "env",
                        "ciiii_i",
                        HostFunction.of((HostCall call, int a, int b, int c, int d) -> 1000 * a + 100 * b + 10 * c + d))
                .function("env", "ciiii_", HostFunction.of((HostCall call, int a, int b, int c, int d) -> {
                    seen.add(a * b + c * d);
                }));
        assertThat(callWithMemory("iii_i")).containsExactly(Value.i32(12));
        assertThat(callWithMemory("iii_")).isEmpty();
        assertThat(callWithMemory("iiii_i")).containsExactly(Value.i32(123));
        assertThat(callWithMemory("iiii_")).isEmpty();
        assertThat(callWithMemory("c_i")).containsExactly(Value.i32(1));
        assertThat(callWithMemory("c_")).isEmpty();
        assertThat(callWithMemory("ci_i")).containsExactly(Value.i32('h'));
        assertThat(callWithMemory("ci_")).isEmpty();
        assertThat(callWithMemory("cii_i")).containsExactly(Value.i32(1 + 1));
        assertThat(callWithMemory("cii_")).isEmpty();
        assertThat(callWithMemory("ciii_i")).containsExactly(Value.i32(12));
        assertThat(callWithMemory("ciii_")).isEmpty();
        assertThat(callWithMemory("ciiii_i")).containsExactly(Value.i32(123));
        assertThat(callWithMemory("ciiii_")).isEmpty();
        assertThat(seen).containsExactly(List.of(0, 1, 2), List.of(0, 1, 2, 3), "hi", "h", 2, 6);
    }

    /** Calls a guest with a memory that begins with "hi", which calls the host with 0, 1, 2, and so on. */
    private List<Value> callWithMemory(String name) {
        int count = (int)
                name.chars().takeWhile(c -> c != '_').filter(c -> c == 'i').count();
        List<ValType> params = Collections.nCopies(count, I32);
        FuncType type = Guest.type(params, name.endsWith("_i") ? List.of(I32) : List.of());
        Guest guest = new Guest()
                .imports("env", name, type)
                .memory("memory", Limits.atLeast(1))
                .data(0, Guest.i32(0), (byte) 'h', (byte) 'i')
                .function("run", Guest.type(List.of(), type.results()), Math.max(1, count), w -> {
                    for (int i = 0; i < count; i++) {
                        w.write(Op.CONST32, i, i);
                    }
                    w.write(Op.CALL_IMPORT, 0, 0);
                    if (type.results().isEmpty()) {
                        w.write(Op.RETURN);
                    } else {
                        w.write(Op.RETURN_S, 0);
                    }
                });
        return linker.instantiate(store, guest.build()).function("run").call();
    }
}
