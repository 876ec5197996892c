package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Memory;
import org.wasmi.testkit.ModuleBuilder;

/** Memories and tables with 64-bit addresses, pages of one byte, and arithmetic of 128 bits. */
interface WideAddressContract extends ContractFixture {
    int PAGE = 65_536;

    /** Addresses that no memory has, which differ from such that one has in the upper half only. */
    List<Long> BEYOND = List.of(
            (long) PAGE, 1L << 32, (1L << 32) + 8, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 8, -8L, -1L);

    private static MemoryType memory(AddressType address, int pageShift, long min, long max) {
        return new MemoryType(address, Limits.between(min, max), pageShift, false);
    }

    /** {@return a module with a memory of 32-bit and one of 64-bit addresses, in this order or the other} */
    private static ModuleBuilder memories(AddressType first, AddressType second) {
        return new ModuleBuilder()
                .memory("first", memory(first, MemoryType.PAGE_SHIFT, 1, 3))
                .memory("second", memory(second, MemoryType.PAGE_SHIFT, 1, 3));
    }

    @TestFactory
    default Stream<DynamicTest> loadsAndStoresTakeAddressesOf64Bits() {
        return Stream.concat(MemoryContract.LOADS.stream(), MemoryContract.STORES.stream())
                .map(access -> DynamicTest.dynamicTest(access.name(), () -> access(access)));
    }

    private void access(MemoryContract.Access access) {
        for (int memory = 0; memory < 2; memory++) {
            AddressType other = AddressType.I32;
            ModuleBuilder module = memory == 0 ? memories(AddressType.I64, other) : memories(other, AddressType.I64);
            for (long offset : List.of(0L, 3L, 1L << 32, -16L)) {
                int index = memory;
                boolean loads = access.name().contains("load");
                String signature = loads ? "i64 -> " + access.type() : "i64 " + access.type() + " ->";
                module.function("at" + offset, signature, code -> {
                    code.localGet(0);
                    if (!loads) {
                        code.localGet(1);
                    }
                    code.op(access.name(), offset, 0, index);
                });
            }
            Guest guest = guest(module);
            Memory target = guest.instance().memory(memory == 0 ? "first" : "second");
            for (long offset : List.of(0L, 3L, -16L)) {
                for (long place : List.of(200L, (long) PAGE - access.width())) {
                    access(access, guest, target, "at" + offset, offset, place);
                }
                for (long place : BEYOND) {
                    traps(access, guest, "at" + offset, place);
                }
            }
            traps(access, guest, "at" + (1L << 32), 0);
            traps(access, guest, "at" + (1L << 32), -(1L << 32) + 8); // wraps past zero, where there is memory
            traps(access, guest, "at-16", 16 + 8); // likewise
        }
    }

    private static void access(
            MemoryContract.Access access, Guest guest, Memory target, String function, long offset, long place) {
        if (offset < 0) {
            return; // nothing is there
        }
        byte[] bytes = {
            (byte) 0xF0, (byte) 0xE1, (byte) 0xD2, (byte) 0xC3, (byte) 0xB4, (byte) 0xA5, (byte) 0x96, (byte) 0x87
        };
        if (access.name().contains("load")) {
            target.write(place, bytes, 0, access.width());
            assertThat(guest.value(function, place - offset)).isEqualTo(Guest.valueOf(access.value()));
        } else {
            target.write(place, new byte[access.width()], 0, access.width());
            guest.call(function, place - offset, access.value());
            byte[] stored = new byte[access.width()];
            target.read(place, stored, 0, stored.length);
            assertThat(stored).isEqualTo(Arrays.copyOf(bytes, stored.length));
        }
    }

    private static void traps(MemoryContract.Access access, Guest guest, String function, long place) {
        if (access.name().contains("load")) {
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, place);
        } else {
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, place, access.value());
        }
    }

    @Test
    default void sizesAndGrowthHave64Bits() {
        Guest guest = guest(memories(AddressType.I64, AddressType.I32)
                .function("size", "-> i64", code -> code.op("memory.size", 0))
                .function("grow", "i64 -> i64", code -> code.localGet(0).op("memory.grow", 0)));
        assertThat(guest.i64("size")).isEqualTo(1);
        for (long delta : List.of(3L, 1L << 32, (1L << 32) + 1, 1L << 48, Long.MAX_VALUE, Long.MIN_VALUE, -1L)) {
            assertThat(guest.i64("grow", delta)).as("by " + delta).isEqualTo(-1);
        }
        assertThat(guest.i64("grow", 2L)).isEqualTo(1);
        assertThat(guest.i64("size")).isEqualTo(3);
        assertThat(guest.i64("grow", 0L)).isEqualTo(3);
    }

    @Test
    default void bulkOperatorsTakeAddressesAsWideAsThoseOfTheirMemories() {
        Guest guest = guest(memories(AddressType.I64, AddressType.I32)
                .passiveData(new byte[] {1, 2, 3, 4})
                .function("fill", "i64 i32 i64 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.fill", 0))
                .function("init", "i64 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.init", 0, 0))
                .function("within", "i64 i64 i64 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.copy", 0, 0))
                .function(
                        "to", "i64 i32 i32 ->", code -> code.localsGet(0, 1, 2).op("memory.copy", 0, 1))
                .function("from", "i32 i64 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.copy", 1, 0)));
        Memory wide = guest.instance().memory("first");
        Memory narrow = guest.instance().memory("second");
        guest.call("init", 10L, 1, 3);
        assertThat(wide.getBytes(9, 5)).containsExactly(0, 2, 3, 4, 0);
        guest.call("fill", 20L, 7, 2L);
        guest.call("within", 11L, 10L, 3L);
        assertThat(wide.getBytes(9, 6)).containsExactly(0, 2, 2, 3, 4, 0);
        guest.call("from", PAGE - 2, 20L, 2);
        assertThat(narrow.getBytes(PAGE - 3, 3)).containsExactly(0, 7, 7);
        guest.call("to", (long) PAGE - 1, PAGE - 2, 1);
        assertThat(wide.getByte(PAGE - 1)).isEqualTo((byte) 7);
        for (long place : BEYOND) {
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "fill", place, 0, 1L);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "fill", 8L, 0, place);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "init", place, 0, 1);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "within", place, 0L, 1L);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "within", 0L, place, 1L);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "within", 8L, 8L, place);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "to", place, 0, 1);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "from", 0, place, 1);
        }
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "to", 0L, -1, 1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "to", 0L, 0, -1);
        guest.call("fill", (long) PAGE, 0, 0L);
    }

    @Test
    default void indicesOfTablesHave64Bits() {
        Guest guest = guest(new ModuleBuilder()
                .table("table", new TableType(AddressType.I64, RefType.FUNCREF, Limits.between(4, 9)))
                .function("seven", "-> i32", code -> code.i32Const(7))
                .elements(0, code -> code.i64Const(1), 0)
                .passiveElements(0, 0)
                .function("call", "i64 -> i32", code -> code.localGet(0).callIndirect(0, "-> i32"))
                .function("tail", "i64 -> i32", code -> code.localGet(0).returnCallIndirect(0, "-> i32"))
                .function("has", "i64 -> i32", code -> code.localGet(0)
                        .op("table.get", 0)
                        .op("ref.is_null")
                        .op("i32.eqz"))
                .function("set", "i64 ->", code -> code.localGet(0).refFunc(0).op("table.set", 0))
                .function("size", "-> i64", code -> code.op("table.size", 0))
                .function("grow", "i64 -> i64", code -> code.refFunc(0)
                        .localGet(0)
                        .op("table.grow", 0))
                .function(
                        "fill",
                        "i64 i64 ->",
                        code -> code.localGet(0).refFunc(0).localGet(1).op("table.fill", 0))
                .function("copy", "i64 i64 i64 ->", code -> code.localsGet(0, 1, 2)
                        .op("table.copy", 0, 0))
                .function("init", "i64 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("table.init", 1, 0)));
        assertThat(guest.i32("call", 1L)).isEqualTo(7);
        assertThat(guest.i32("tail", 1L)).isEqualTo(7);
        guest.call("set", 2L);
        guest.call("copy", 3L, 2L, 1L);
        assertThat(guest.i32("has", 3L)).isEqualTo(1);
        assertThat(guest.i64("size")).isEqualTo(4);
        for (long beyond : List.of(4L, (1L << 32) + 1, 0xFFFF_FFFFL, Long.MIN_VALUE + 1, -1L)) {
            guest.assertTraps(Trap.UNDEFINED_ELEMENT, "call", beyond);
            guest.assertTraps(Trap.UNDEFINED_ELEMENT, "tail", beyond);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "has", beyond);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "set", beyond);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fill", beyond, 1L);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "fill", 1L, beyond);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "copy", beyond, 0L, 1L);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "copy", 0L, beyond, 1L);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "copy", 1L, 1L, beyond);
            guest.assertTraps(Trap.TABLE_OUT_OF_BOUNDS, "init", beyond, 0, 1);
            assertThat(guest.i64("grow", beyond + 2)).as("by " + (beyond + 2)).isEqualTo(beyond == -1 ? 4 : -1);
        }
        assertThat(guest.i64("size")).isEqualTo(5);
    }

    @Test
    default void pagesMayHaveOneByte() {
        Guest guest = guest(new ModuleBuilder()
                .memory("memory", memory(AddressType.I32, 0, 5, 9))
                .function("size", "-> i32", code -> code.op("memory.size", 0))
                .function("grow", "i32 -> i32", code -> code.localGet(0).op("memory.grow", 0))
                .function("load", "i32 -> i32", code -> code.localGet(0).op("i32.load8_u"))
                .function("store", "i32 i64 ->", code -> code.localsGet(0, 1).op("i64.store")));
        assertThat(guest.i32("size")).isEqualTo(5);
        assertThat(guest.i32("load", 4)).isZero();
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 5);
        assertThat(guest.i32("grow", 5)).isEqualTo(-1);
        assertThat(guest.i32("grow", -1)).isEqualTo(-1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "store", 0, -1L);
        assertThat(guest.i32("grow", 4)).isEqualTo(5);
        guest.call("store", 1, -1L);
        assertThat(guest.i32("load", 8)).isEqualTo(255);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "store", 2, 0L);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 9);
        assertThat(guest.instance().memory("memory").size()).isEqualTo(9);
    }

    @Test
    default void arithmeticOf128BitsHasTwoResults() {
        Guest guest = guest(new ModuleBuilder()
                .function("add", "i64 i64 i64 i64 -> i64 i64", code -> code.localsGet(0, 1, 2, 3)
                        .op("i64.add128"))
                .function("sub", "i64 i64 i64 i64 -> i64 i64", code -> code.localsGet(0, 1, 2, 3)
                        .op("i64.sub128"))
                .function("signed", "i64 i64 -> i64 i64", code -> code.localsGet(0, 1)
                        .op("i64.mul_wide_s"))
                .function("unsigned", "i64 i64 -> i64 i64", code -> code.localsGet(0, 1)
                        .op("i64.mul_wide_u"))
                .function("twice", "i64 i64 -> i64 i64", code -> code.localsGet(0, 1, 0, 1)
                        .op("i64.add128")
                        .localSet(1)
                        .localSet(0)
                        .localsGet(0, 1)));
        assertThat(guest.call("add", -1L, 2L, 1L, 3L)).isEqualTo(Guest.values(0L, 6L));
        assertThat(guest.call("add", 1L, -1L, 2L, 0L)).isEqualTo(Guest.values(3L, -1L));
        assertThat(guest.call("sub", 0L, 0L, 1L, 0L)).isEqualTo(Guest.values(-1L, -1L));
        assertThat(guest.call("sub", 5L, 7L, 3L, 2L)).isEqualTo(Guest.values(2L, 5L));
        assertThat(guest.call("signed", -1L, 3L)).isEqualTo(Guest.values(-3L, -1L));
        assertThat(guest.call("unsigned", -1L, 3L)).isEqualTo(Guest.values(-3L, 2L));
        assertThat(guest.call("unsigned", -1L, -1L)).isEqualTo(Guest.values(1L, -2L));
        assertThat(guest.call("twice", Long.MIN_VALUE, 1L)).isEqualTo(Guest.values(0L, 3L));
    }
}
