package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Global;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;

/** Several instances in a store, and what they share. */
interface InstanceContract extends ContractFixture {
    TableType SHARED_TABLE = new TableType(RefType.FUNCREF, Limits.atLeast(4));

    /** {@return a module with a memory and a global of its own and functions that use them} */
    private static ModuleBuilder library() {
        return new ModuleBuilder()
                .moduleName("library")
                .memory("memory", Limits.atLeast(1))
                .global("global", new GlobalType(I32, true), code -> code.i32Const(100))
                .function(
                        "load",
                        "i32 -> i32",
                        code -> code.localGet(0).op("i32.load").globalGet(0).op("i32.add"))
                .function("store", "i32 i32 ->", code -> code.localsGet(0, 1).op("i32.store"))
                .function("grow", "-> i32", code -> code.i32Const(1).op("memory.grow"))
                .function("fail", "->", code -> code.op("unreachable"));
    }

    private Guest importing(ModuleBuilder module, Guest library) {
        Linker linker = new Linker().define("library", library.instance());
        return guest(module, linker, library.instance().store());
    }

    @Test
    default void aCallIntoAnotherInstanceUsesThatOnesMemoryAndGlobals() {
        Guest library = guest(library());
        Guest guest = importing(
                new ModuleBuilder()
                        .importFunction("library", "load", "i32 -> i32")
                        .importFunction("library", "store", "i32 i32 ->")
                        .memory(Limits.atLeast(1))
                        .global(new GlobalType(I32, true), code -> code.i32Const(1))
                        .function("f", "i32 -> i32", code -> code.i32Const(0)
                                .localGet(0)
                                .op("i32.store")
                                .i32Const(0)
                                .i32Const(7)
                                .call(1)
                                .i32Const(0)
                                .op("i32.load")
                                .globalGet(0)
                                .op("i32.add")
                                .i32Const(0)
                                .call(0)
                                .op("i32.sub")),
                library);
        assertThat(guest.i32("f", 1000)).isEqualTo(1001 - 107);
        assertThat(library.i32("load", 0)).isEqualTo(107);
    }

    @Test
    default void aTailCallMayLeadIntoAnotherInstance() {
        Guest library = guest(library());
        library.call("store", 8, 5);
        Guest guest = importing(
                new ModuleBuilder()
                        .importFunction("library", "load", "i32 -> i32")
                        .memory(Limits.atLeast(1))
                        .function("tail", "i32 i32 -> i32", code -> code.localGet(1)
                                .returnCall(0))
                        .function("f", "-> i32", code -> code.i32Const(0)
                                .i32Const(1_000)
                                .op("i32.store")
                                .i32Const(3)
                                .i32Const(8)
                                .call(1)
                                .i32Const(0)
                                .op("i32.load")
                                .op("i32.add")),
                library);
        assertThat(guest.i32("f")).isEqualTo(1_105);
    }

    @Test
    default void aSharedMemoryIsTheSameForBoth() {
        Guest library = guest(library());
        Guest guest = importing(
                new ModuleBuilder()
                        .importFunction("library", "store", "i32 i32 ->")
                        .importFunction("library", "grow", "-> i32")
                        .importMemory("library", "memory", Limits.atLeast(1))
                        .function("f", "-> i32", code -> code.i32Const(4)
                                .i32Const(42)
                                .call(0)
                                .i32Const(4)
                                .op("i32.load"))
                        .function("grow", "-> i32", code -> code.call(1)
                                .op("drop")
                                .i32Const(65_536)
                                .i32Const(7)
                                .op("i32.store")
                                .i32Const(65_536)
                                .op("i32.load")
                                .op("memory.size")
                                .op("i32.add")),
                library);
        assertThat(guest.i32("f")).isEqualTo(42);
        assertThat(guest.i32("grow")).isEqualTo(9);
        assertThat(library.i32("load", 65_536)).isEqualTo(107);
    }

    @Test
    default void aSharedGlobalIsTheSameForBoth() {
        Guest library = guest(library());
        Guest guest = importing(
                new ModuleBuilder()
                        .importFunction("library", "load", "i32 -> i32")
                        .importGlobal("library", "global", new GlobalType(I32, true))
                        .function("f", "i32 -> i32", code -> code.localGet(0)
                                .globalSet(0)
                                .i32Const(0)
                                .call(0)
                                .globalGet(0)
                                .op("i32.add")),
                library);
        assertThat(guest.i32("f", 21)).isEqualTo(42);
        assertThat(library.instance().global("global").get()).isEqualTo(Value.i32(21));
    }

    @Test
    default void aSharedTableHoldsFunctionsOfSeveralInstances() {
        Guest owner = guest(new ModuleBuilder()
                .table("table", SHARED_TABLE)
                .global(new GlobalType(I32, false), code -> code.i32Const(10))
                .function("i32 -> i32", code -> code.globalGet(0).localGet(0).op("i32.add"))
                .elements(0, code -> code.i32Const(0), 0)
                .function("call", "i32 i32 -> i32", code -> code.localsGet(0, 1).callIndirect(0, "i32 -> i32")));
        Linker linker = new Linker().define("owner", owner.instance());
        Guest other = guest(
                new ModuleBuilder()
                        .importTable("owner", "table", SHARED_TABLE)
                        .type(ModuleBuilder.signature("f64 -> f64"))
                        .global(new GlobalType(I32, false), code -> code.i32Const(2000))
                        .function(
                                "i32 -> i32",
                                code -> code.globalGet(0).localGet(0).op("i32.add"))
                        .elements(0, code -> code.i32Const(1), 0)
                        .function("call", "i32 i32 -> i32", code -> code.localsGet(0, 1)
                                .callIndirect(0, "i32 -> i32"))
                        .function("tail", "i32 i32 -> i32", code -> code.localsGet(0, 1)
                                .returnCallIndirect(0, "i32 -> i32")),
                linker,
                owner.instance().store());
        assertThat(owner.i32("call", 1, 1)).isEqualTo(2001);
        assertThat(other.i32("call", 1, 0)).isEqualTo(11);
        assertThat(other.i32("tail", 1, 0)).isEqualTo(11);
        assertThat(owner.i32("call", 1, 0)).isEqualTo(11);
        other.assertTraps(Trap.UNINITIALIZED_ELEMENT, "call", 1, 2);
    }

    @Test
    default void importedGlobalsSetInitialValues() {
        Store store = newStore();
        Linker linker = new Linker()
                .define("host", "base", Global.create(store, new GlobalType(I32, false), Value.i32(8)))
                .define("host", "big", Global.create(store, new GlobalType(I64, false), Value.i64(1L << 40)));
        Guest guest = guest(
                new ModuleBuilder()
                        .importGlobal("host", "base", new GlobalType(I32, false))
                        .importGlobal("host", "big", new GlobalType(I64, false))
                        .memory(Limits.atLeast(1))
                        .global("sum", new GlobalType(I64, false), code -> code.globalGet(1)
                                .i64Const(2)
                                .op("i64.add"))
                        .data(0, code -> code.globalGet(0).i32Const(4).op("i32.add"), new byte[] {42})
                        .function("load", "i32 -> i32", code -> code.localGet(0).op("i32.load8_u")),
                linker,
                store);
        assertThat(guest.i32("load", 12)).isEqualTo(42);
        assertThat(guest.instance().global("sum").get()).isEqualTo(Value.i64((1L << 40) + 2));
    }

    @Test
    default void aBacktraceCrossesInstances() {
        Guest library = guest(library());
        Guest guest = importing(
                new ModuleBuilder()
                        .moduleName("program")
                        .importFunction("library", "fail", "->")
                        .function("f", "->", code -> code.call(0)),
                library);
        TrapException trap = guest.assertTraps(Trap.UNREACHABLE, "f");
        assertThat(trap.frames())
                .extracting(TrapException.Frame::module)
                .containsExactly(Optional.of("library"), Optional.of("program"));
        assertThat(trap.frames())
                .extracting(TrapException.Frame::name)
                .containsExactly(Optional.of("fail"), Optional.of("f"));
    }

    @Test
    default void instancesOfOneProgramHaveStateOfTheirOwn() {
        ModuleBuilder module = library();
        Store store = newStore();
        Guest one = guest(module, new Linker(), store);
        Guest two = guest(module, new Linker(), store);
        one.call("store", 0, 5);
        two.instance().global("global").set(Value.i32(0));
        assertThat(one.i32("load", 0)).isEqualTo(105);
        assertThat(two.i32("load", 0)).isZero();
    }
}
