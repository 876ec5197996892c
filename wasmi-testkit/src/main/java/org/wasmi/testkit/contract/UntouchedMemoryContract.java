package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Addresses of a memory that nobody has touched before, for which its array has no room yet: the instruction that
 * touches one is repeated once there is, and has the effect of one that ran once.
 */
interface UntouchedMemoryContract extends ContractFixture {
    int PAGES = 100;
    int END = PAGES * MemoryContract.PAGE;
    int FAR = END - 1_000;
    Bytes DATA = Bytes.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

    /** {@return two large memories, and a global that counts} */
    private static ModuleBuilder module() {
        return new ModuleBuilder()
                .memory("first", Limits.between(PAGES, PAGES))
                .memory("second", Limits.between(PAGES, PAGES))
                .global("count", new GlobalType(NumType.I32, true), code -> code.i32Const(0))
                .passiveData(DATA.toArray());
    }

    private static CodeBuilder count(CodeBuilder code) {
        return code.globalGet(0).i32Const(1).op("i32.add").globalSet(0);
    }

    private static int counted(Guest guest) {
        return ((Value.I32) guest.instance().global("count").get()).value();
    }

    @TestFactory
    default Stream<DynamicTest> loadsOfUntouchedMemoryFindZeros() {
        return MemoryContract.LOADS.stream()
                .map(access -> DynamicTest.dynamicTest(access.name(), () -> loadsZero(access)));
    }

    private void loadsZero(MemoryContract.Access access) {
        for (int memory = 0; memory < 2; memory++) {
            for (int address : new int[] {MemoryContract.PAGE - 1, FAR, END - 8}) {
                int index = memory;
                Guest guest = guest(module().function(
                                "load",
                                "i32 -> i32 " + access.type(),
                                code -> count(
                                        count(code).i32Const(7).localGet(0).op(access.name(), 0, 0, index))));
                assertThat(guest.call("load", address)).isEqualTo(Guest.values(7, zero(access)));
                assertThat(counted(guest)).isEqualTo(2);
                guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", END);
                assertThat(counted(guest)).isEqualTo(3);
            }
        }
    }

    private static Object zero(MemoryContract.Access access) {
        return switch (access.type()) {
            case "i32" -> 0;
            case "i64" -> 0L;
            case "f32" -> 0f;
            default -> 0d;
        };
    }

    @TestFactory
    default Stream<DynamicTest> storesReachUntouchedMemory() {
        return MemoryContract.STORES.stream()
                .map(access -> DynamicTest.dynamicTest(access.name(), () -> storesFar(access)));
    }

    private void storesFar(MemoryContract.Access access) {
        long mask = access.width() == 8 ? -1 : (1L << (8 * access.width())) - 1;
        for (int memory = 0; memory < 2; memory++) {
            for (int address : new int[] {MemoryContract.PAGE - 1, FAR, END - 8}) {
                int index = memory;
                Guest guest = guest(module().function(
                                "store",
                                "i32 " + access.type() + " ->",
                                code -> count(count(code).localsGet(0, 1).op(access.name(), 0, 0, index))));
                guest.call("store", address, access.value());
                assertThat(((Memory) StoreAccess.memoryAt(guest.instance(), memory)).getLong(address))
                        .isEqualTo(0x8796A5B4C3D2E1F0L & mask);
                assertThat(counted(guest)).isEqualTo(2);
            }
        }
    }

    @Test
    default void bulkInstructionsReachUntouchedMemory() {
        Guest guest = guest(module().function("fill", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.fill", 0))
                .function("copy", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.copy", 0, 0))
                .function("toSecond", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.copy", 1, 0))
                .function("init", "i32 i32 i32 ->", code -> code.localsGet(0, 1, 2)
                        .op("memory.init", 0, 0)));
        Memory first = guest.instance().memory("first");
        guest.call("init", FAR / 8, 0, 8);
        guest.call("copy", FAR / 4, FAR / 8, 8);
        guest.call("copy", 0, FAR / 2, 8);
        guest.call("toSecond", FAR, FAR / 4, 8);
        guest.call("fill", FAR, 9, 1_000);
        assertThat(first.getBytes(FAR / 4, 8)).isEqualTo(DATA.toArray());
        assertThat(guest.instance().memory("second").getBytes(FAR, 8)).isEqualTo(DATA.toArray());
        assertThat(first.getLong(END - 8)).isEqualTo(0x0909_0909_0909_0909L);
        assertThat(first.getLong(0)).isZero();
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "fill", FAR, 1, 1_001);
        assertThat(first.getByte(FAR)).isEqualTo((byte) 9);
    }

    /** Calls what is given between a store at 0 and one at 8, then adds up both and one at {@link #FAR}. */
    private static CodeBuilder around(CodeBuilder code, int callee) {
        return code.i32Const(0)
                .i32Const(1)
                .op("i32.store")
                .call(callee)
                .i32Const(8)
                .i32Const(20)
                .op("i32.store")
                .i32Const(0)
                .op("i32.load")
                .i32Const(8)
                .op("i32.load")
                .op("i32.add")
                .i32Const(FAR)
                .op("i32.load")
                .op("i32.add");
    }

    private static void touch(CodeBuilder code) {
        code.i32Const(FAR).i32Const(300).op("i32.store");
    }

    @Test
    default void callersSeeTheMemoryThatTheirCalleesHaveTouched() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(PAGES))
                .function("touch", "->", UntouchedMemoryContract::touch)
                .function("run", "-> i32", code -> around(code, 0)));
        assertThat(guest.i32("run")).isEqualTo(321);
    }

    @Test
    default void soDoCallersOfOtherInstancesAndOfTheHost() {
        Store store = newStore();
        Guest other = guest(
                new ModuleBuilder()
                        .memory("memory", Limits.atLeast(PAGES))
                        .function("touch", "->", UntouchedMemoryContract::touch),
                new Linker(),
                store);
        ModuleBuilder user = new ModuleBuilder()
                .importFunction("other", "touch", "->")
                .importMemory("other", "memory", Limits.atLeast(PAGES))
                .function("run", "-> i32", code -> around(code, 0));
        Instance touching = other.instance();
        assertThat(guest(user, new Linker().define("other", touching), store).i32("run"))
                .isEqualTo(321);

        Linker host = new Linker()
                .define(
                        "other",
                        "memory",
                        Memory.create(store, touching.memory("memory").type()))
                .function("other", "touch", ModuleBuilder.signature("->"), call -> call.memory()
                        .putInt(FAR, 300));
        assertThat(guest(user, host, store).i32("run")).isEqualTo(321);
    }

    @Test
    default void growthKeepsWhatWasTouched() {
        Guest guest = guest(new ModuleBuilder()
                .memory("memory", Limits.atLeast(PAGES))
                .function("run", "-> i32", code -> around(code, 1))
                .function("->", code -> {
                    touch(code);
                    code.i32Const(5).op("memory.grow", 0).op("drop");
                })
                .export("size", ExternKind.FUNC, 2)
                .function("-> i32", code -> code.op("memory.size", 0)));
        assertThat(guest.i32("size")).isEqualTo(PAGES);
        assertThat(guest.i32("run")).isEqualTo(321);
        assertThat(guest.i32("size")).isEqualTo(PAGES + 5);
        assertThat(guest.instance().memory("memory").getByte(END + 5L * MemoryContract.PAGE - 1))
                .isZero();
    }
}
