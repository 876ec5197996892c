package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;

/** Tables (Wasm specification, 4.6.6). */
interface TableContract extends ContractFixture {
    Value A = Value.externRef("a");
    Value B = Value.externRef("b");
    Value NULL = Value.nullRef(RefType.EXTERNREF);

    /** {@return two tables of host references, the first of 3 to 6, and the operations on them} */
    private static ModuleBuilder tables() {
        return new ModuleBuilder()
                .table("table", new TableType(RefType.EXTERNREF, Limits.between(3, 6)))
                .table("other", new TableType(RefType.EXTERNREF, Limits.atLeast(2)))
                .function("get", "i32 -> externref", code -> code.localGet(0).op("table.get", 0))
                .function(
                        "set", "i32 externref ->", code -> code.localsGet(0, 1).op("table.set", 0))
                .function("setOther", "i32 externref ->", code -> code.localsGet(0, 1)
                        .op("table.set", 1))
                .function("size", "-> i32", code -> code.op("table.size", 0))
                .function("grow", "externref i32 -> i32", code -> code.localsGet(0, 1)
                        .op("table.grow", 0))
                .function("fill", "i32 externref i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("table.fill", 0))
                .function("copy", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("table.copy", 0, 0))
                .function("fromOther", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("table.copy", 0, 1));
    }

    private static List<Value> contents(Guest guest) {
        Table table = guest.instance().table("table");
        return java.util.stream.IntStream.range(0, table.size())
                .mapToObj(table::valueAt)
                .toList();
    }

    @Test
    default void elementsAreReadAndWritten() {
        Guest guest = guest(tables());
        assertThat(guest.value("get", 2)).isEqualTo(NULL);
        guest.call("set", 2, A);
        guest.call("setOther", 1, B);
        assertThat(guest.value("get", 2)).isEqualTo(A);
        assertThat(contents(guest)).containsExactly(NULL, NULL, A);
        assertThat(guest.instance().table("other").valueAt(1)).isEqualTo(B);
        guest.instance().table("table").setValue(0, B);
        assertThat(guest.value("get", 0)).isEqualTo(B);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "get", 3);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "set", -1, A);
    }

    @Test
    default void aTableGrowsUpToItsMaximum() {
        Guest guest = guest(tables());
        assertThat(guest.i32("grow", A, 2)).isEqualTo(3);
        assertThat(guest.i32("grow", B, 2)).isEqualTo(-1);
        assertThat(guest.i32("grow", B, -1)).isEqualTo(-1);
        assertThat(guest.i32("grow", B, 0)).isEqualTo(5);
        assertThat(guest.i32("size")).isEqualTo(5);
        assertThat(contents(guest)).containsExactly(NULL, NULL, NULL, A, A);
    }

    @Test
    default void tableRangesAreFilledAndCopied() {
        Guest guest = guest(tables());
        guest.call("fill", 1, A, 2);
        assertThat(contents(guest)).containsExactly(NULL, A, A);
        guest.call("copy", 0, 1, 2);
        guest.call("set", 0, B);
        guest.call("copy", 1, 0, 2);
        assertThat(contents(guest)).containsExactly(B, B, A);
        guest.call("fromOther", 0, 0, 2);
        assertThat(contents(guest)).containsExactly(NULL, NULL, A);
    }

    @Test
    default void tableOperationsOutOfBoundsDoNothing() {
        Guest guest = guest(tables());
        guest.call("fill", 0, A, 3);
        guest.call("fill", 3, B, 0);
        guest.call("copy", 3, 0, 0);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fill", 2, B, 2);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fill", 4, B, 0);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fill", 0, B, -1);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "copy", 1, 0, 3);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fromOther", 0, 1, 2);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fromOther", 0, -1, 1);
        assertThat(contents(guest)).containsExactly(A, A, A);
    }

    @Test
    default void elementSegmentsInitializeAndCanBeDropped() {
        Guest guest = guest(new ModuleBuilder()
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(4)))
                .function("-> i32", code -> code.i32Const(10))
                .function("-> i32", code -> code.i32Const(11))
                .passiveElements(0, 1)
                .passiveElements(
                        RefType.FUNCREF, List.of(code -> code.refFunc(1), code -> code.refNull(AbstractHeapType.FUNC)))
                .function("init", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("table.init", 0, 0))
                .function(
                        "initNull",
                        "->",
                        code -> code.i32Const(2).i32Const(0).i32Const(2).op("table.init", 1, 0))
                .function("drop", "->", code -> code.op("elem.drop", 0))
                .function("call", "i32 -> i32", code -> code.localGet(0).callIndirect(0, "-> i32")));
        guest.assertTraps(Trap.UNINITIALIZED_ELEMENT, "call", 1);
        guest.call("init", 1, 0, 2);
        assertThat(guest.i32("call", 1)).isEqualTo(10);
        assertThat(guest.i32("call", 2)).isEqualTo(11);
        guest.call("initNull");
        assertThat(guest.i32("call", 2)).isEqualTo(11);
        guest.assertTraps(Trap.UNINITIALIZED_ELEMENT, "call", 3);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "init", 0, 1, 2);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "init", 3, 0, 2);
        guest.call("drop");
        guest.call("init", 0, 0, 0);
        guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "init", 0, 0, 1);
    }

    @Test
    default void indirectCallsSeeATableThatHasGrown() {
        Guest guest = guest(new ModuleBuilder()
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(0)))
                .function("-> i32", code -> code.i32Const(42))
                .declareElements(0)
                .function("f", "-> i32", code -> code.refFunc(0)
                        .i32Const(3)
                        .op("table.grow", 0)
                        .op("i32.const", 2)
                        .op("i32.add")
                        .callIndirect(0, "-> i32")));
        assertThat(guest.i32("f")).isEqualTo(42);
    }
}
