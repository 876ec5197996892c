package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/** Objects whose methods are host functions, by classes that are made for that and by reflection. */
@ParameterizedClass
@CsvSource({"switch,", "indirect,", "direct,", "tail,", "switch,runtime"})
class HostObjectTest extends HostFunctionFixture {
    private static final ValType I32 = NumType.I32;
    private static final ValType I64 = NumType.I64;

    HostObjectTest(String executor, @Nullable String imageCode) {
        super(executor, imageCode);
    }

    /** Two results. */
    public record Quotient(int value, int rest) {}

    /** A host with state. */
    public static class Host {
        int total;

        /** Adds to the state. */
        public void add(int more) {
            total += more;
        }

        /** {@return the state} */
        public int total() {
            return total;
        }

        /** {@return the argument} */
        @ImportName("f64.double")
        public double twice(double value) {
            return 2 * value;
        }

        /** {@return two results} */
        public Quotient divide(int a, int b) {
            return new Quotient(a / b, a % b);
        }

        /** {@return mixed types} */
        public long mixed(HostCall call, long i64, float f32, @Nullable Object any, Value.V128 vector) {
            return i64 + (long) f32 + (any == null ? 0 : 1) + vector.low() + (call.hasCaller() ? 100 : 200);
        }

        /** {@return the byte at an address} */
        public int load(Memory memory, int address) {
            return memory.getByte(address);
        }

        /** Fails. */
        public void fail() throws IOException {
            throw new IOException("mine");
        }

        /** {@return nothing that stands for a type of Wasm, but static} */
        public static String helper() {
            return "";
        }

        int hidden(String text) {
            return text.length();
        }

        @Override
        public String toString() {
            return "host";
        }
    }

    @Test
    void publicMethodsAreFunctions() {
        Host host = new Host();
        linker.define("env", host);
        List<ValType> none = List.of();
        assertThat(call("add", List.of(I32), none, Value.i32(40))).isEmpty();
        assertThat(call("add", List.of(I32), none, Value.i32(2))).isEmpty();
        assertThat(call("total", none, List.of(I32))).containsExactly(Value.i32(42));
        assertThat(host.total).isEqualTo(42);
        assertThat(call("f64.double", List.of(NumType.F64), List.of(NumType.F64), Value.f64(1.5)))
                .containsExactly(Value.f64(3));
        assertThat(call("divide", List.of(I32, I32), List.of(I32, I32), Value.i32(17), Value.i32(5)))
                .containsExactly(Value.i32(3), Value.i32(2));
        assertThat(call(
                        "mixed",
                        List.of(I64, NumType.F32, RefType.EXTERNREF, VecType.V128),
                        List.of(I64),
                        Value.i64(1L << 40),
                        Value.f32(8),
                        Value.externRef("x"),
                        new Value.V128(16, 0)))
                .containsExactly(Value.i64((1L << 40) + 8 + 1 + 16 + 200));
        for (String absent : List.of("helper", "hidden", "toString", "twice", "hashCode")) {
            assertThatExceptionOfType(LinkException.class).isThrownBy(() -> call(absent, none, none));
        }
    }

    @Test
    void theMemoryIsThatOfTheCaller() {
        Instance instance = linker.define("env", new Host())
                .instantiate(
                        store,
                        new Guest()
                                .imports("env", "load", Guest.I32_TO_I32)
                                .memory("memory", Limits.atLeast(1))
                                .data(0, Guest.i32(8), (byte) 42)
                                .function("run", Guest.TO_I32, 1, w -> {
                                    w.write(Op.CONST32, 0, 8);
                                    w.write(Op.CALL_IMPORT, 0, 0);
                                    w.write(Op.RETURN_S, 0);
                                })
                                .build());
        assertThat(instance.function("run").as(IntSupplier.class).getAsInt()).isEqualTo(42);
        assertThatExceptionOfType(TrapException.class)
                .isThrownBy(() -> call("load", List.of(I32), List.of(I32), Value.i32(0)));
    }

    /** Returns strings, in memory of the caller. */
    public static class Names {
        /** {@return the address and length of a new string} */
        public long name(HostCall call) {
            return call.heap("malloc").put("n\u00e4me");
        }
    }

    private Guest namedBy(String export, FuncType type, int address) {
        return new Guest()
                .imports("env", "name", Guest.type(List.of(), List.of(I64)))
                .memory("memory", Limits.atLeast(1))
                .function(export, type, Math.max(1, type.params().size()), w -> {
                    w.write(Op.CONST32, 0, address);
                    w.write(Op.RETURN_S, 0);
                })
                .function("run", Guest.type(List.of(), List.of(I64)), 1, w -> {
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.RETURN_S, 0);
                });
    }

    @Test
    void stringsAreReturnedInMemoryThatTheCallerAllocates() {
        linker.define("env", new Names());
        for (int params : new int[] {1, 2, 4}) {
            for (int address : new int[] {16, 80}) {
                FuncType type = Guest.type(Collections.nCopies(params, I32), List.of(I32));
                Instance instance = linker.instantiate(
                        store, namedBy("malloc", type, address).build());
                for (int i = 0; i < 2; i++) {
                    long block = instance.function("run").as(LongSupplier.class).getAsLong();
                    assertThat(GuestHeap.address(block)).isEqualTo(address);
                    assertThat(instance.memory("memory").getUtf8(address, GuestHeap.length(block)))
                            .isEqualTo("n\u00e4me");
                }
            }
        }
    }

    @Test
    void callersThatDoNotAllocateAreTold() {
        linker.define("env", new Names());
        FuncType malloc = Guest.I32_TO_I32;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runNamed(namedBy("alloc", malloc, 16)))
                .withMessage("no function is exported as 'malloc'; did you mean 'alloc'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runNamed(namedBy("malloc", Guest.TO_I32, 16)))
                .withMessageStartingWith("'malloc' does not allocate: it has the type () -> (i32)");
        assertThatIllegalStateException()
                .isThrownBy(() -> runNamed(namedBy("malloc", malloc, 0)))
                .withMessage("the guest cannot allocate 5 bytes");
        assertThatExceptionOfType(TrapException.class)
                .isThrownBy(() -> runNamed(namedBy("malloc", malloc, -1)))
                .satisfies(trap -> assertThat(trap.trap()).isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS));
        assertThatIllegalStateException()
                .isThrownBy(() -> call("name", List.of(), List.of(I64)))
                .withMessage("the function was not called by a guest");
    }

    private void runNamed(Guest guest) {
        linker.instantiate(store, guest.build()).function("run").call();
    }

    @Test
    void whatAMethodThrowsPassesUnwrapped() {
        linker.define("env", new Host());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> call("fail", List.of(), List.of()))
                .withMessage("mine");
    }

    /** Imports that a class implements. */
    public interface Imports {

        /** {@return a sum} */
        @ImportName("a+b")
        int sum(int a, int b);

        /** {@return the argument, negative} */
        default int negate(int a) {
            return -a;
        }
    }

    @Test
    void anInterfaceLendsItsNamesAndItsAccess() {
        linker.define("env", new Imports() {
            @Override
            public int sum(int a, int b) {
                return a + b;
            }
        });
        assertThat(call("a+b", List.of(I32, I32), List.of(I32), Value.i32(40), Value.i32(2)))
                .containsExactly(Value.i32(42));
        assertThat(call("negate", List.of(I32), List.of(I32), Value.i32(1))).containsExactly(Value.i32(-1));
        linker.define("lambda", (Imports) (a, b) -> a - b);
        linker.alias("lambda", "lambda2");
    }

    static final class Hidden {
        /** {@return a sum} */
        public int add(int a, int b) {
            return a + b;
        }
    }

    @Test
    void aLookupLendsAccessToOtherClasses() {
        linker.define("env", new Hidden(), MethodHandles.lookup());
        assertThat(call("add", List.of(I32, I32), List.of(I32), Value.i32(40), Value.i32(2)))
                .containsExactly(Value.i32(42));
    }

    static class Base {
        /** {@return a sum} */
        public int inherited(int a) {
            return a + 1;
        }
    }

    /** A class with methods that the compiler adds. */
    public static final class Derived extends Base implements IntUnaryOperator, Comparator<String> {
        @Override
        public int applyAsInt(int a) {
            return -a;
        }

        @Override
        public int compare(@Nullable String a, @Nullable String b) {
            return Objects.equals(a, b) ? 0 : 1;
        }
    }

    /** A class with only methods that the compiler adds. */
    public static final class OnlyInherited extends Base {}

    @Test
    void methodsOfTheCompilerCountOnlyWhereTheyAreTheOnlyForm() {
        linker.define("env", new OnlyInherited());
        assertThat(call("inherited", List.of(I32), List.of(I32), Value.i32(41))).containsExactly(Value.i32(42));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.define("env", new Derived()))
                .withMessageContaining("int compare(String, String): java.lang.String stands for no type of Wasm")
                .withMessageNotContaining("compare(Object, Object)");
    }

    /** Mistakes. */
    public static final class Mistakes {
        /** {@return what no type of Wasm is} */
        public boolean flag(String text) {
            return text.isEmpty();
        }

        /** {@return a byte} */
        public byte small() {
            return 0;
        }

        /** First. */
        public void overloaded(int a) {}

        /** Second. */
        public void overloaded(long a) {}

        /** Takes the call, but not first. */
        public void late(int a, HostCall call) {}
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.define("env", new Mistakes()))
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .isEqualTo(
                                                "cannot define the functions of " + Mistakes.class.getTypeName() + ":"),
                                line -> assertThat(line).startsWith("boolean flag(String): boolean stands for no type"),
                                line -> assertThat(line)
                                        .startsWith("void late(int, HostCall): org.wasmi.exec.HostCall stands for no"),
                                line -> assertThat(line)
                                        .isEqualTo("void overloaded(long): void overloaded(int) defines 'overloaded'"
                                                + " already; give one of them another name with @ImportName"),
                                line -> assertThat(line).startsWith("byte small(): byte stands for no type")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.define("env", new Object()))
                .withMessage("cannot define the functions of java.lang.Object:\nit has no public methods");
    }

    @Test
    void namesAreDefinedOnce() {
        linker.define("env", new Host());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linker.define("env", new Host()))
                .withMessageEndingWith("is defined already");
        linker.allowShadowing(true).define("env", (IntBinaryOperator) (a, b) -> a * b);
        assertThat(call("applyAsInt", List.of(I32, I32), List.of(I32), Value.i32(6), Value.i32(7)))
                .containsExactly(Value.i32(42));
    }

    @Test
    void objectsOfAClassAreApart() {
        Host one = new Host();
        Host two = new Host();
        linker.define("env", one).define("other", two);
        call("add", List.of(I32), List.of(), Value.i32(1));
        assertThat(one.total).isEqualTo(1);
        assertThat(two.total).isZero();
    }
}
