package org.wasmi.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.Limits;
import org.wasmi.exec.Memory;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.testkit.ModuleBuilder;

/** Memories (Wasm specification, 4.6.7). */
interface MemoryContract extends ContractFixture {
    int PAGE = 65_536;

    /** A load or store by its name, its width in bytes, and what it loads from, or leaves of, bytes F0 E1 D2 ... */
    record Access(String name, int width, Object value) {
        String type() {
            return name.substring(0, 3);
        }
    }

    List<Access> LOADS = List.of(
            new Access("i32.load", 4, 0xC3D2E1F0),
            new Access("i32.load8_s", 1, 0xFFFFFFF0),
            new Access("i32.load8_u", 1, 0xF0),
            new Access("i32.load16_s", 2, 0xFFFFE1F0),
            new Access("i32.load16_u", 2, 0xE1F0),
            new Access("i64.load", 8, 0x8796A5B4C3D2E1F0L),
            new Access("i64.load8_s", 1, 0xFFFFFFFFFFFFFFF0L),
            new Access("i64.load8_u", 1, 0xF0L),
            new Access("i64.load16_s", 2, 0xFFFFFFFFFFFFE1F0L),
            new Access("i64.load16_u", 2, 0xE1F0L),
            new Access("i64.load32_s", 4, 0xFFFFFFFFC3D2E1F0L),
            new Access("i64.load32_u", 4, 0xC3D2E1F0L),
            new Access("f32.load", 4, Float.intBitsToFloat(0xC3D2E1F0)),
            new Access("f64.load", 8, Double.longBitsToDouble(0x8796A5B4C3D2E1F0L)));

    List<Access> STORES = List.of(
            new Access("i32.store", 4, 0xC3D2E1F0),
            new Access("i32.store8", 1, 0xC3D2E1F0),
            new Access("i32.store16", 2, 0xC3D2E1F0),
            new Access("i64.store", 8, 0x8796A5B4C3D2E1F0L),
            new Access("i64.store8", 1, 0x8796A5B4C3D2E1F0L),
            new Access("i64.store16", 2, 0x8796A5B4C3D2E1F0L),
            new Access("i64.store32", 4, 0x8796A5B4C3D2E1F0L),
            new Access("f32.store", 4, Float.intBitsToFloat(0xC3D2E1F0)),
            new Access("f64.store", 8, Double.longBitsToDouble(0x8796A5B4C3D2E1F0L)));

    @TestFactory
    default Stream<DynamicTest> loadsExtendWhatTheyFind() {
        return LOADS.stream().map(access -> DynamicTest.dynamicTest(access.name(), () -> loads(access)));
    }

    private void loads(Access access) {
        for (int memory = 0; memory < 2; memory++) {
            for (long offset : List.of(0L, 3L, 0xFFFF_FFFFL)) {
                int index = memory;
                Guest guest = guest(twoMemories().function("load", "i32 -> " + access.type(), code -> code.localGet(0)
                        .op(access.name(), offset, 0, index)));
                Memory target = (Memory) StoreAccess.memoryAt(guest.instance(), memory);
                target.putLong(100, 0x8796A5B4C3D2E1F0L);
                target.putLong(PAGE - 8, 0x8796A5B4C3D2E1F0L << (8 * (8 - access.width())));
                int end = PAGE - access.width();
                if (offset < PAGE) {
                    int base = (int) offset;
                    assertThat(guest.value("load", 100 - base)).isEqualTo(Guest.valueOf(access.value()));
                    assertThat(guest.value("load", end - base)).isEqualTo(Guest.valueOf(access.value()));
                    guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", end - base + 1);
                } else {
                    guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 0);
                    guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 101);
                }
                guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", -1);
                guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", Integer.MIN_VALUE);
            }
        }
    }

    @TestFactory
    default Stream<DynamicTest> sumsOfAddressesWrapAround() {
        return LOADS.stream().map(access -> DynamicTest.dynamicTest(access.name(), () -> loadsAtSums(access)));
    }

    private void loadsAtSums(Access access) {
        for (int memory = 0; memory < 2; memory++) {
            int index = memory;
            Guest guest = guest(twoMemories()
                    .function("sum", "i32 i32 -> " + access.type(), code -> code.localsGet(0, 1)
                            .op("i32.add")
                            .op(access.name(), 0, 0, index))
                    .function(
                            "below",
                            "i32 -> " + access.type(),
                            code -> code.localGet(0).i32Const(-8).op("i32.add").op(access.name(), 0, 0, index))
                    .function("shifted", "i32 i32 -> " + access.type(), code -> code.localsGet(0, 1)
                            .i32Const(2)
                            .op("i32.shl")
                            .op("i32.add")
                            .op(access.name(), 0, 0, index))
                    .function("shiftedBelow", "i32 -> " + access.type(), code -> code.i32Const(-28)
                            .localGet(0)
                            .i32Const(35)
                            .op("i32.shl")
                            .op("i32.add")
                            .op(access.name(), 0, 0, index))
                    .function(
                            "belowWithOffset",
                            "i32 -> " + access.type(),
                            code -> code.localGet(0).i32Const(-8).op("i32.add").op(access.name(), 8, 0, index)));
            Memory target = (Memory) StoreAccess.memoryAt(guest.instance(), memory);
            target.putLong(100, 0x8796A5B4C3D2E1F0L);
            int end = PAGE - access.width();
            assertThat(guest.value("sum", 60, 40)).isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("sum", -100, 200)).isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("sum", Integer.MIN_VALUE, Integer.MIN_VALUE + 100))
                    .isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("below", 108)).isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("shifted", 60, 10)).isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("shifted", 120, 0x7FFF_FFFB)).isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("shiftedBelow", 16)).isEqualTo(Guest.valueOf(access.value()));
            assertThat(guest.value("shiftedBelow", 0x6000_0010)).isEqualTo(Guest.valueOf(access.value()));
            guest.call("shifted", end - 8, 2);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shifted", end - 7, 2);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shifted", 0, -1);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shiftedBelow", 3);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "shiftedBelow", PAGE);
            assertThat(guest.value("belowWithOffset", 100)).isEqualTo(Guest.valueOf(access.value()));
            guest.call("sum", end, 0);
            guest.call("below", end + 8);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "sum", end, 1);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "sum", 1, -2);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "sum", Integer.MAX_VALUE, Integer.MAX_VALUE);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "below", 7);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "below", end + 9);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "belowWithOffset", 7);
        }
    }

    @TestFactory
    default Stream<DynamicTest> storesTouchTheirBytesOnly() {
        return STORES.stream().map(access -> DynamicTest.dynamicTest(access.name(), () -> stores(access)));
    }

    private void stores(Access access) {
        for (int memory = 0; memory < 2; memory++) {
            int index = memory;
            Guest guest = guest(twoMemories()
                    .function("store", "i32 " + access.type() + " ->", code -> code.localsGet(0, 1)
                            .op(access.name(), 4, 0, index))
                    .function("far", "i32 " + access.type() + " ->", code -> code.localsGet(0, 1)
                            .op(access.name(), 0xFFFF_FFFFL, 0, index)));
            Memory target = (Memory) StoreAccess.memoryAt(guest.instance(), memory);
            guest.call("store", 96, access.value());
            long mask = access.width() == 8 ? -1 : (1L << (8 * access.width())) - 1;
            assertThat(target.getLong(100)).isEqualTo(0x8796A5B4C3D2E1F0L & mask);
            assertThat(target.getLong(92)).isZero();
            assertThat(target.getLong(108)).isZero();
            int end = PAGE - access.width();
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "store", end - 3, access.value());
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "store", -4, access.value());
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "far", 101, access.value());
            assertThat(target.getLong(PAGE - 8)).as("after a trap").isZero();
            guest.call("store", end - 4, access.value());
            assertThat(target.getLong(PAGE - 8)).isEqualTo(0x8796A5B4C3D2E1F0L << (8 * (8 - access.width())));
        }
    }

    private static ModuleBuilder twoMemories() {
        return new ModuleBuilder().memory(Limits.atLeast(1)).memory(Limits.atLeast(1));
    }

    @Test
    default void constantsAreStored() {
        Guest guest = guest(
                new ModuleBuilder().memory("memory", Limits.atLeast(1)).function("f", "i32 ->", code -> code.localGet(0)
                        .i32Const(-2)
                        .op("i32.store8", 0)
                        .localGet(0)
                        .i32Const(0x12345678)
                        .op("i32.store", 4)
                        .localGet(0)
                        .i64Const(-3)
                        .op("i64.store", 8)
                        .localGet(0)
                        .f32Const(1.5f)
                        .op("f32.store", 16)
                        .localGet(0)
                        .f64Const(-2.5)
                        .op("f64.store", 20)));
        guest.call("f", 1000);
        Memory memory = guest.instance().memory("memory");
        assertThat(memory.getInt(1000)).isEqualTo(0xFE);
        assertThat(memory.getInt(1004)).isEqualTo(0x12345678);
        assertThat(memory.getLong(1008)).isEqualTo(-3);
        assertThat(memory.getFloat(1016)).isEqualTo(1.5f);
        assertThat(memory.getDouble(1020)).isEqualTo(-2.5);
    }

    @Test
    default void floatsKeepTheirBitsInMemory() {
        Guest guest = guest(
                new ModuleBuilder().memory("memory", Limits.atLeast(1)).function("copy", "->", code -> code.i32Const(8)
                        .i32Const(0)
                        .op("f32.load")
                        .op("f32.store")
                        .i32Const(24)
                        .i32Const(16)
                        .op("f64.load")
                        .op("f64.store")));
        Memory memory = guest.instance().memory("memory");
        memory.putInt(0, 0x7FA1_2345);
        memory.putLong(16, 0x7FF4_5678_9ABC_DEF0L);
        guest.call("copy");
        assertThat(memory.getInt(8)).isEqualTo(0x7FA1_2345);
        assertThat(memory.getLong(24)).isEqualTo(0x7FF4_5678_9ABC_DEF0L);
    }

    @Test
    default void aMemoryGrowsUpToItsMaximum() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.between(1, 3))
                .function("grow", "i32 -> i32", code -> code.localGet(0).op("memory.grow"))
                .function("size", "-> i32", code -> code.op("memory.size"))
                .function("load", "i32 -> i32", code -> code.localGet(0).op("i32.load")));
        assertThat(guest.i32("size")).isEqualTo(1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", PAGE);
        assertThat(guest.i32("grow", 0)).isEqualTo(1);
        assertThat(guest.i32("grow", 3)).isEqualTo(-1);
        assertThat(guest.i32("grow", -1)).isEqualTo(-1);
        assertThat(guest.i32("grow", 1)).isEqualTo(1);
        assertThat(guest.i32("grow", 1)).isEqualTo(2);
        assertThat(guest.i32("grow", 1)).isEqualTo(-1);
        assertThat(guest.i32("size")).isEqualTo(3);
        assertThat(guest.i32("load", 3 * PAGE - 4)).isZero();
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 3 * PAGE - 3);
    }

    @Test
    default void aFunctionSeesTheMemoryThatItOrItsCalleeHasGrown() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("grow", "-> i32", code -> code.i32Const(1).op("memory.grow"))
                .function("own", "-> i32", code -> code.i32Const(0)
                        .i32Const(7)
                        .op("i32.store")
                        .i32Const(1)
                        .op("memory.grow")
                        .op("drop")
                        .i32Const(PAGE)
                        .i32Const(35)
                        .op("i32.store")
                        .i32Const(0)
                        .op("i32.load")
                        .i32Const(PAGE)
                        .op("i32.load")
                        .op("i32.add"))
                .function("callee", "-> i32", code -> code.i32Const(0)
                        .i32Const(7)
                        .op("i32.store")
                        .call(0)
                        .op("drop")
                        .i32Const(2 * PAGE)
                        .i32Const(35)
                        .op("i32.store")
                        .i32Const(0)
                        .op("i32.load")
                        .i32Const(2 * PAGE)
                        .op("i32.load")
                        .op("i32.add")));
        assertThat(guest.i32("own")).isEqualTo(42);
        assertThat(guest.i32("callee")).isEqualTo(42);
    }

    @Test
    default void bulkOperationsCopyAndFill() {
        Guest guest = guest(bulk());
        Memory memory = guest.instance().memory("memory");
        guest.call("init", 10, 0, 10);
        assertThat(memory.getUtf8(10, 10)).isEqualTo("0123456789");
        guest.call("copy", 12, 10, 8);
        assertThat(memory.getUtf8(10, 10)).isEqualTo("0101234567");
        guest.call("copy", 10, 12, 8);
        assertThat(memory.getUtf8(10, 10)).isEqualTo("0123456767");
        guest.call("fill", 11, 0x141, 3);
        assertThat(memory.getUtf8(10, 10)).isEqualTo("0AAA456767");
        guest.call("toOther", 0, 10, 4);
        assertThat(((Memory) StoreAccess.memoryAt(guest.instance(), 1)).getUtf8(0, 5))
                .isEqualTo("0AAA\0");
    }

    @Test
    default void bulkOperationsOutOfBoundsDoNothing() {
        Guest guest = guest(bulk());
        Memory memory = guest.instance().memory("memory");
        for (String function : List.of("init", "copy", "fill", "toOther")) {
            guest.call(function, PAGE, 0, 0);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, PAGE + 1, 0, 0);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, PAGE - 1, 1, 2);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, 0, 1, -1);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, -1, 1, 1);
        }
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "copy", 0, PAGE, 1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "init", 0, 10, 1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "init", 0, -1, 2);
        assertThat(memory.getByte(PAGE - 1)).isZero();
        assertThat(memory.getByte(0)).isZero();
    }

    @Test
    default void aDroppedDataSegmentIsEmpty() {
        Guest guest = guest(bulk());
        guest.call("drop");
        guest.call("drop");
        guest.call("init", 0, 0, 0);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "init", 0, 0, 1);
    }

    /** {@return two memories and the operations on them, each with three operands} */
    private static ModuleBuilder bulk() {
        return new ModuleBuilder()
                .memory("memory", Limits.atLeast(1))
                .memory(Limits.atLeast(1))
                .passiveData("0123456789".getBytes(UTF_8))
                .function("init", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.init", 0, 0))
                .function("copy", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.copy", 0, 0))
                .function("toOther", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.copy", 1, 0))
                .function("fill", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.fill", 0))
                .function("drop", "->", code -> code.op("data.drop", 0));
    }

    @Test
    default void activeDataIsThereFromTheStart() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .data(0, code -> code.i32Const(5), new byte[] {1, 2, 3, 4})
                .data(0, code -> code.i32Const(6), new byte[] {9})
                .function("load", "i32 -> i32", code -> code.localGet(0).op("i32.load")));
        assertThat(guest.i32("load", 5)).isEqualTo(0x04030901);
    }

    @Test
    default void secondMemoriesGrowOnTheirOwn() {
        Guest guest = guest(twoMemories()
                .function("grow", "i32 -> i32", code -> code.localGet(0).op("memory.grow", 1))
                .function(
                        "sizes", "-> i32 i32", code -> code.op("memory.size", 0).op("memory.size", 1)));
        assertThat(guest.i32("grow", 4)).isEqualTo(1);
        assertThat(guest.call("sizes")).isEqualTo(Guest.values(1, 5));
    }
}
