package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.testkit.ModuleBuilder.signature;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;

/** Functions of the host, and guests that are called while they run. */
interface HostContract extends ContractFixture {

    private static Linker host(String signature, HostFunction body) {
        return new Linker().function("host", "f", signature(signature), body);
    }

    private static ModuleBuilder importing(String signature) {
        return new ModuleBuilder().importFunction("host", "f", signature);
    }

    @Test
    default void hostFunctionsTakeAndGiveEveryType() {
        List<Object> arguments = new ArrayList<>();
        Guest guest = guest(
                importing("i32 i64 f32 f64 externref -> externref f64 f32 i64 i32")
                        .function("f", "i32 i64 f32 f64 externref -> externref f64 f32 i64 i32", code -> code.localsGet(
                                        0, 1, 2, 3, 4)
                                .call(0)),
                host("i32 i64 f32 f64 externref -> externref f64 f32 i64 i32", call -> {
                    arguments.addAll(List.of(call.i32(0), call.i64(1), call.f32(2), call.f64(3), call.value(4)));
                    call.returnValue(0, call.value(4));
                    call.returnF64(1, 40);
                    call.returnF32(2, 30);
                    call.returnI64(3, 20);
                    call.returnI32(4, 10);
                }));
        Value object = Value.externRef("x");
        assertThat(guest.call("f", 1, 2L, 3f, 4.0, object)).isEqualTo(Guest.values(object, 40.0, 30f, 20L, 10));
        assertThat(arguments).containsExactly(1, 2L, 3f, 4.0, object);
    }

    @Test
    default void theCallersValuesOutliveAHostCall() {
        Guest guest = guest(
                importing("i32 -> i32 i32 i32").function("f", "i32 i64 -> i32 i64", code -> code.localGet(0)
                        .localGet(0)
                        .call(0)
                        .ops("i32.sub", "i32.sub", "i32.sub")
                        .localGet(1)),
                host("i32 -> i32 i32 i32", call -> {
                    call.returnI32(0, 100);
                    call.returnI32(1, 20);
                    call.returnI32(2, call.i32(0));
                }));
        // 3 - (100 - (20 - 3))
        assertThat(guest.call("f", 3, 7L)).isEqualTo(Guest.values(-80, 7L));
    }

    @Test
    default void hostFunctionsAreReachedIndirectlyAndByTailCall() {
        Guest guest = guest(
                importing("i32 -> i32")
                        .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                        .elements(0, code -> code.i32Const(0), 0)
                        .function("indirect", "i32 -> i32", code -> code.localGet(0)
                                .i32Const(0)
                                .callIndirect(0, "i32 -> i32"))
                        .function("tail", "i32 i32 -> i32", code -> code.localGet(1)
                                .returnCall(0))
                        .function("tailIndirect", "i32 i32 -> i32", code -> code.localGet(1)
                                .i32Const(0)
                                .returnCallIndirect(0, "i32 -> i32"))
                        .function("f", "i32 -> i32", code -> code.i32Const(1000)
                                .i32Const(5)
                                .localGet(0)
                                .call(2)
                                .op("i32.add")),
                host("i32 -> i32", call -> call.returnI32(call.i32(0) * 2)));
        assertThat(guest.i32("indirect", 21)).isEqualTo(42);
        assertThat(guest.i32("tail", 1, 21)).isEqualTo(42);
        assertThat(guest.i32("tailIndirect", 1, 21)).isEqualTo(42);
        assertThat(guest.i32("f", 21)).isEqualTo(1042);
    }

    @Test
    default void anExportedImportIsTheHostFunction() {
        Guest guest = guest(
                importing("i32 -> i32").export("f", ExternKind.FUNC, 0),
                host("i32 -> i32", call -> call.returnI32(call.i32(0) + (call.hasCaller() ? 1 : 2))));
        assertThat(guest.i32("f", 40)).isEqualTo(42);
    }

    @Test
    default void whatAHostFunctionThrowsPassesThrough() {
        // The last three are also what the JVM throws where it finds a trap.
        RuntimeException[] thrown = {
            new IllegalStateException("host"),
            new ArithmeticException("host"),
            new IndexOutOfBoundsException("host"),
            new NullPointerException("host"),
        };
        Guest guest = guest(
                importing("i32 ->")
                        .function("f", "i32 -> i32", code -> code.localGet(0)
                                .call(0)
                                .i32Const(5))
                        .function(
                                "outer", "i32 -> i32", code -> code.localGet(0).call(1))
                        .function("tail", "i32 ->", code -> code.localGet(0).returnCall(0)),
                host("i32 ->", call -> {
                    if (call.i32(0) != 0) {
                        throw thrown[call.i32(0) - 1];
                    }
                }));
        for (int i = 0; i < 2 * thrown.length; i++) {
            int number = i % thrown.length;
            assertThat(catchThrowable(() -> guest.call("outer", number + 1))).isSameAs(thrown[number]);
            assertThat(catchThrowable(() -> guest.call("tail", number + 1))).isSameAs(thrown[number]);
            assertThat(guest.i32("outer", 0)).isEqualTo(5);
        }
    }

    @Test
    default void aHostFunctionMayTrap() {
        Guest guest = guest(importing("->").function("f", "->", code -> code.call(0)), host("->", call -> {
            throw new TrapException(Trap.UNREACHABLE);
        }));
        TrapException trap = guest.assertTraps(Trap.UNREACHABLE, "f");
        assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(1);
    }

    @Test
    default void hostFunctionsSeeTheCallersMemory() {
        Guest guest = guest(
                importing("i32 i32 -> i32").memory(Limits.atLeast(1)).function("f", "-> i32", code -> code.i32Const(100)
                        .i32Const(0x6968)
                        .op("i32.store16")
                        .i32Const(100)
                        .i32Const(2)
                        .call(0)
                        .op("drop")
                        .i32Const(200)
                        .op("i32.load")),
                host("i32 i32 -> i32", call -> {
                    assertThat(call.utf8(0, 1)).isEqualTo("hi");
                    call.memory().putInt(200, 42);
                }));
        assertThat(guest.i32("f")).isEqualTo(42);
    }

    @Test
    default void theGuestSeesTheMemoryThatTheHostHasGrown() {
        Guest guest = guest(
                importing("->").memory(Limits.atLeast(1)).function("f", "-> i32", code -> code.i32Const(0)
                        .i32Const(7)
                        .op("i32.store")
                        .call(0)
                        .i32Const(3 * 65_536 - 4)
                        .op("i32.load")
                        .i32Const(0)
                        .op("i32.load")
                        .op("i32.add")),
                host("->", call -> {
                    assertThat(call.memory().grow(2)).isEqualTo(1);
                    call.memory().putInt(3 * 65_536 - 4, 35);
                }));
        assertThat(guest.i32("f")).isEqualTo(42);
    }

    @Test
    default void guestsAndHostMayCallEachOtherInTurn() {
        // Each guest frame adds its own argument after the nested calls have returned.
        Guest guest = guest(
                importing("i32 -> i32").function("f", "i32 -> i32", code -> code.locals(I32)
                        .localGet(0)
                        .localSet(1)
                        .localGet(0)
                        .call(0)
                        .localGet(1)
                        .op("i32.add")),
                host("i32 -> i32", call -> {
                    int n = call.i32(0);
                    if (n == 0) {
                        call.returnI32(0);
                        return;
                    }
                    List<Value> nested = call.caller().function("f").call(Value.i32(n - 1));
                    assertThat(call.i32(0))
                            .as("the argument after a nested call")
                            .isEqualTo(n);
                    call.returnI32(((Value.I32) nested.get(0)).value());
                }));
        assertThat(guest.i32("f", 50)).isEqualTo(50 * 51 / 2);
    }

    /** All state of a run is in its machine, for one executor serves all of them. */
    @Test
    default void runsWithinRunsDoNotDisturbEachOther() {
        ModuleBuilder module = importing("i32 -> i32")
                .function("sum", "i32 -> i32", code -> code.localsGet(0, 0)
                        .call(0)
                        .op("i32.add"))
                .function("outer", "i32 -> i32", code -> code.localsGet(0, 0)
                        .i32Const(1)
                        .op("i32.add")
                        .call(1)
                        .op("i32.add"))
                .function("twice", "i32 -> i32", code -> code.localsGet(0, 0).op("i32.add"))
                .function(
                        "other",
                        "i64 i32 i64 i64 -> i32",
                        code -> code.locals(I32, I32).localsGet(1, 1).call(3).op("i32.add"));
        Engine engine = Engine.create(EngineConfig.DEFAULT, provider());
        Guest inner = guest(module, host("i32 -> i32", call -> call.returnI32(0)), engine.newStore());
        Guest outer = guest(
                module,
                host("i32 -> i32", call -> call.returnI32(inner.i32("other", 1L, call.i32(0), 2L, 3L))),
                engine.newStore());
        assertThat(outer.i32("outer", 10)).isEqualTo(10 + 11 + 33);
    }

    @Test
    default void aHostFunctionMayCatchTheTrapOfANestedCall() {
        Guest guest = guest(
                importing("i32 -> i32")
                        .function("fail", "->", code -> code.op("unreachable"))
                        .function(
                                "f",
                                "i32 -> i32",
                                code -> code.localGet(0).i32Const(1).call(0).op("i32.add")),
                host("i32 -> i32", call -> {
                    Throwable trap =
                            catchThrowable(() -> call.caller().function("fail").call());
                    assertThat(trap).isInstanceOf(TrapException.class);
                    call.returnI32(41 + call.i32(0));
                }));
        assertThat(guest.i32("f", 0)).isEqualTo(42);
    }

    @Test
    default void aTrapPassesThroughHostFunctionsWithTheWholeBacktrace() {
        Guest guest = guest(
                importing("->")
                        .function("fail", "->", code -> code.op("unreachable"))
                        .function("f", "->", code -> code.call(0)),
                host("->", call -> call.caller().function("fail").call()));
        TrapException trap = guest.assertTraps(Trap.UNREACHABLE, "f");
        assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(1, 2);
    }

    @Test
    default void runawayRecursionThroughTheHostTraps() {
        Guest guest = guest(
                importing("->").function("f", "->", code -> code.call(0)),
                host("->", call -> call.caller().function("f").call()));
        for (int i = 0; i < 3; i++) {
            guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "f");
        }
    }
}
