package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.VecType.V128;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;

/** Vectors on their way through locals, blocks, branches, calls, globals and memory: both of their slots go along. */
interface VectorFlowContract extends ContractFixture {
    Value.V128 A = new Value.V128(0x0706_0504_0302_0100L, 0x0F0E_0D0C_0B0A_0908L);
    Value.V128 B = new Value.V128(0x8786_8584_8382_8180L, -2);
    Value.V128 C = new Value.V128(Long.MIN_VALUE, 1);

    @Test
    default void parametersAndResultsHaveTheirOwnSlots() {
        Guest guest = guest(new ModuleBuilder()
                .function("rotate", "i32 v128 i64 v128 -> v128 i64 v128 i32", code -> code.localsGet(3, 2, 1, 0)));
        assertThat(guest.call("rotate", 1, A, 2L, B)).isEqualTo(Guest.values(B, 2L, A, 1));
    }

    @Test
    default void localsBeginWithZeroInBothHalves() {
        Guest guest = guest(new ModuleBuilder()
                .function("fill", "-> v128", code -> code.locals(V128, V128, V128)
                        .v128Const(-1, -1)
                        .localTee(0)
                        .localTee(1)
                        .localTee(2))
                .function("zero", "v128 -> v128 v128", code -> code.locals(V128, V128)
                        .localsGet(1, 2))
                .function("run", "-> v128 v128", code -> code.call(0).call(1)));
        assertThat(guest.call("run")).isEqualTo(Guest.values(new Value.V128(0, 0), new Value.V128(0, 0)));
    }

    @Test
    default void anOperandOutlivesTheChangeOfItsLocal() {
        Guest guest = guest(new ModuleBuilder().function("f", "v128 v128 -> v128 v128 v128", code -> code.localGet(0)
                .localGet(1)
                .localSet(0)
                .localGet(0)
                .localGet(0)
                .op("v128.not")
                .localTee(1)));
        assertThat(guest.call("f", A, B)).isEqualTo(Guest.values(A, B, new Value.V128(~B.low(), ~B.high())));
    }

    @Test
    default void branchesCarryVectorsPastWhatLiesBelow() {
        Guest guest = guest(new ModuleBuilder()
                .function("br", "v128 v128 -> v128", code -> code.i32Const(5)
                        .block("-> v128")
                        .i64Const(6)
                        .localGet(0)
                        .localGet(1)
                        .op("i64x2.add")
                        .br(0)
                        .end()
                        .localSet(0)
                        .op("drop")
                        .localGet(0))
                .function("br_if", "v128 v128 i32 -> v128 v128", code -> code.block("-> v128 v128")
                        .i32Const(5)
                        .localsGet(0, 1, 2)
                        .brIf(0)
                        .op("drop")
                        .op("drop")
                        .op("drop")
                        .localsGet(1, 0)
                        .end())
                .function("br_table", "v128 v128 i32 -> v128 i32", code -> code.block("-> v128")
                        .block("-> v128")
                        .i32Const(9)
                        .localGet(1)
                        .localGet(2)
                        .brTable(List.of(0), 1)
                        .end()
                        .op("drop")
                        .localGet(0)
                        .i32Const(0)
                        .op("return")
                        .end()
                        .i32Const(1))
                .function("five", "v128 v128 -> v128 v128 v128 v128 v128", code -> code.i32Const(1)
                        .block("-> v128 v128 v128 v128 v128")
                        .localsGet(0, 1, 0, 1, 0)
                        .localGet(0)
                        .op("v128.any_true")
                        .brIf(0)
                        .op("unreachable")
                        .end()
                        .br(0)));
        assertThat(guest.value("br", A, B)).isEqualTo(new Value.V128(A.low() + B.low(), A.high() + B.high()));
        assertThat(guest.call("br_if", A, B, 1)).isEqualTo(List.of(A, B));
        assertThat(guest.call("br_if", A, B, 0)).isEqualTo(List.of(B, A));
        assertThat(guest.call("br_table", A, B, 0)).isEqualTo(Guest.values(A, 0));
        assertThat(guest.call("br_table", A, B, 1)).isEqualTo(Guest.values(B, 1));
        assertThat(guest.call("five", A, B)).isEqualTo(List.of(A, B, A, B, A));
    }

    @Test
    default void aLoopTakesAndKeepsVectors() {
        Guest guest = guest(new ModuleBuilder().function("sum", "i32 v128 -> v128", code -> code.v128Const(0, 0)
                .loop("v128 -> v128")
                .localGet(1)
                .op("i32x4.add")
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .localTee(0)
                .brIf(0)
                .end()));
        assertThat(guest.value("sum", 1000, Value.V128.i32x4(1, -2, 3, Integer.MAX_VALUE)))
                .isEqualTo(Value.V128.i32x4(1000, -2000, 3000, -1000));
    }

    @Test
    default void bothHalvesAreChosenTogether() {
        Guest guest = guest(new ModuleBuilder()
                .function("select", "v128 v128 i32 -> v128", code -> code.localsGet(0, 1, 2)
                        .op("select"))
                .function("typed", "v128 v128 i32 i32 -> v128", code -> code.localsGet(0, 1, 2, 3)
                        .op("i32.lt_s")
                        .select(V128)));
        assertThat(guest.value("select", A, B, 7)).isEqualTo(A);
        assertThat(guest.value("select", A, B, 0)).isEqualTo(B);
        assertThat(guest.value("typed", A, B, -1, 0)).isEqualTo(A);
        assertThat(guest.value("typed", A, B, 0, 0)).isEqualTo(B);
    }

    @Test
    default void callsOfAllKindsPassVectors() {
        Guest guest = guest(new ModuleBuilder()
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                .elements(0, code -> code.i32Const(0), 0)
                .function("swap", "v128 i32 v128 -> v128 v128", code -> code.localsGet(2, 0))
                .function(
                        "call",
                        "v128 v128 -> v128 v128",
                        code -> code.localGet(0).i32Const(1).localGet(1).call(0))
                .function("indirect", "v128 v128 -> v128 v128", code -> code.localGet(0)
                        .i32Const(1)
                        .localGet(1)
                        .i32Const(0)
                        .callIndirect(0, "v128 i32 v128 -> v128 v128"))
                .function(
                        "tail",
                        "v128 v128 -> v128 v128",
                        code -> code.localGet(0).i32Const(1).localGet(1).returnCall(0))
                .function("tailIndirect", "i32 v128 v128 -> v128 v128", code -> code.localGet(1)
                        .i32Const(1)
                        .localGet(2)
                        .i32Const(0)
                        .returnCallIndirect(0, "v128 i32 v128 -> v128 v128"))
                .function("otherType", "v128 ->", code -> code.localGet(0)
                        .i32Const(0)
                        .callIndirect(0, "v128 ->")));
        for (String each : List.of("call", "indirect", "tail")) {
            assertThat(guest.call(each, A, B)).as(each).isEqualTo(List.of(B, A));
        }
        assertThat(guest.call("tailIndirect", 7, A, B)).isEqualTo(List.of(B, A));
        guest.assertTraps(Trap.INDIRECT_CALL_TYPE_MISMATCH, "otherType", A);
    }

    @Test
    default void recursionKeepsTheVectorsOfEachFrame() {
        Guest guest = guest(new ModuleBuilder().function("sum", "i32 v128 -> v128", code -> code.localGet(0)
                .op("i32.eqz")
                .ifThen("-> v128")
                .localGet(1)
                .orElse()
                .localGet(0)
                .op("i32x4.splat")
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .localGet(1)
                .call(0)
                .op("i32x4.add")
                .end()));
        assertThat(guest.value("sum", 1000, Value.V128.i32x4(0, 1, 2, 3)))
                .isEqualTo(Value.V128.i32x4(500_500, 500_501, 500_502, 500_503));
    }

    @Test
    default void globalsHoldBothHalves() {
        Guest guest = guest(new ModuleBuilder()
                .global(new GlobalType(V128, true), code -> code.v128Const(A.low(), A.high()))
                .global(new GlobalType(V128, false), code -> code.v128Const(B.low(), B.high()))
                .export("global", ExternKind.GLOBAL, 0)
                .function(
                        "swap",
                        "v128 -> v128 v128",
                        code -> code.globalGet(0).globalGet(1).localGet(0).globalSet(0)));
        assertThat(guest.instance().global("global").get()).isEqualTo(A);
        assertThat(guest.call("swap", C)).isEqualTo(List.of(A, B));
        assertThat(guest.instance().global("global").get()).isEqualTo(C);
        guest.instance().global("global").set(B);
        assertThat(guest.call("swap", A)).isEqualTo(List.of(B, B));
    }

    @Test
    default void snapshotsHoldVectors() {
        ModuleBuilder module = new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .global(new GlobalType(V128, true), code -> code.v128Const(A.low(), A.high()))
                .function("set", "v128 ->", code -> code.localGet(0)
                        .globalSet(0)
                        .i32Const(65_520)
                        .localGet(0)
                        .op("v128.store"))
                .function("get", "-> v128 v128", code -> code.globalGet(0)
                        .i32Const(65_520)
                        .op("v128.load"));
        Guest guest = guest(module);
        guest.call("set", B);
        var snapshot = guest.instance().snapshot();
        Guest copy = new Guest(new Linker().instantiate(newStore(), snapshot));
        guest.call("set", C);
        assertThat(copy.call("get")).isEqualTo(List.of(B, B));
        copy.call("set", A);
        copy.instance().reset(snapshot);
        assertThat(copy.call("get")).isEqualTo(List.of(B, B));
        assertThat(guest.call("get")).isEqualTo(List.of(C, C));
    }

    @Test
    default void theHostTakesAndReturnsVectors() {
        List<Value> seen = new ArrayList<>();
        Guest guest = guest(
                new ModuleBuilder()
                        .importFunction("host", "f", "i32 v128 i64 -> i64 v128 i32")
                        .function("f", "i32 v128 i64 -> i64 v128 i32 v128", code -> code.localsGet(0, 1, 2)
                                .call(0)
                                .localGet(1)),
                new Linker().function("host", "f", ModuleBuilder.signature("i32 v128 i64 -> i64 v128 i32"), call -> {
                    seen.addAll(List.of(call.value(0), call.v128(1), call.value(2)));
                    call.returnI64(0, 20);
                    call.returnV128(1, B);
                    call.returnI32(2, 10);
                }));
        assertThat(guest.call("f", 1, A, 2L)).isEqualTo(Guest.values(20L, B, 10, A));
        assertThat(seen).isEqualTo(Guest.values(1, A, 2L));
    }

    @Test
    default void vectorsOutliveASuspension() {
        Linker linker = new Linker()
                .function("host", "ask", ModuleBuilder.signature("v128 -> v128"), call -> call.suspend(call.v128(0)));
        Guest guest = guest(
                new ModuleBuilder()
                        .importFunction("host", "ask", "v128 -> v128")
                        .function("f", "v128 v128 -> v128 v128", code -> code.locals(V128, I32)
                                .localGet(0)
                                .localGet(1)
                                .localGet(0)
                                .op("v128.xor")
                                .call(0)
                                .op("v128.and")
                                .localGet(1)),
                linker);
        Outcome outcome = guest.instance().function("f").start(A, B);
        Suspension suspension = (Suspension) outcome;
        assertThat(((Suspension.HostRequest) suspension.reason()).request())
                .contains(new Value.V128(A.low() ^ B.low(), A.high() ^ B.high()));
        assertThat(suspension.resume(C))
                .isEqualTo(new Outcome.Finished(List.of(new Value.V128(A.low() & C.low(), A.high() & C.high()), B)));
    }

    @Test
    default void anAccessAcrossTheEndOfMemoryWritesNothing() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("store", "i32 v128 ->", code -> code.localsGet(0, 1).op("v128.store"))
                .function("load", "i32 -> v128", code -> code.localGet(0).op("v128.load"))
                .function(
                        "lane", "i32 v128 -> v128", code -> code.localsGet(0, 1).op("v128.load64_lane", 1)));
        guest.call("store", 65_520, A);
        assertThat(guest.value("load", 65_520)).isEqualTo(A);
        for (int address : new int[] {65_521, 65_528, 65_535, 65_536, -16, -1}) {
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "store", address, B);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", address);
        }
        assertThat(guest.value("load", 65_520)).isEqualTo(A);
        assertThat(guest.value("lane", 65_528, B)).isEqualTo(new Value.V128(B.low(), A.high()));
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "lane", 65_529, B);
    }
}
