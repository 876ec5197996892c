package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.testkit.ModuleBuilder.signature;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Linker;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import org.wasmi.testkit.ModuleBuilder;

/** The limits of a store. */
interface LimitContract extends ContractFixture {

    private Guest guest(ModuleBuilder module, EngineConfig config) {
        return guest(module, new Linker(), newStore(config));
    }

    /** {@return {@code depth(n)}, which nests n calls within itself} */
    private static ModuleBuilder nesting(NumType... locals) {
        return new ModuleBuilder().function("depth", "i32 ->", code -> code.locals(locals)
                .localGet(0)
                .ifThen()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .call(0)
                .end());
    }

    @Test
    default void theLimitOfNestedCallsIsExact() {
        Guest guest = guest(nesting(), engineConfig().withLimit(StoreLimit.CALL_DEPTH, 100));
        guest.call("depth", 99);
        guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "depth", 100);
        guest.call("depth", 99);
    }

    @Test
    default void theLimitOfTheValueStackHolds() {
        NumType[] locals = new NumType[100];
        java.util.Arrays.fill(locals, NumType.I64);
        Guest guest = guest(nesting(locals), engineConfig().withLimit(StoreLimit.STACK_SLOTS, 10_000));
        guest.call("depth", 50);
        guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "depth", 100);
        guest.call("depth", 50);
    }

    @Test
    default void theLimitOfNestedHostCallsHolds() {
        Linker linker = new Linker().function("host", "f", signature("i32 ->"), call -> call.caller()
                .function("f")
                .call(Guest.valueOf(call.i32(0) - 1)));
        ModuleBuilder module = new ModuleBuilder()
                .importFunction("host", "f", "i32 ->")
                .function(
                        "f",
                        "i32 ->",
                        code -> code.localGet(0).ifThen().localGet(0).call(0).end());
        Guest guest = guest(module, linker, newStore(engineConfig().withLimit(StoreLimit.HOST_DEPTH, 10)));
        guest.call("f", 9);
        guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "f", 10);
        guest.call("f", 9);
    }

    @Test
    default void memoriesAndTablesStayWithinTheEnginesLimits() {
        ModuleBuilder module = new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .table(new TableType(RefType.EXTERNREF, Limits.atLeast(1)))
                .function("memory", "i32 -> i32", code -> code.localGet(0).op("memory.grow"))
                .function("table", "externref i32 -> i32", code -> code.localsGet(0, 1)
                        .op("table.grow"));
        EngineConfig config =
                engineConfig().withLimit(StoreLimit.MEMORY_BYTES, 2 << 16).withLimit(StoreLimit.TABLE_ELEMENTS, 5);
        Guest guest = guest(module, config);
        assertThat(guest.i32("memory", 2)).isEqualTo(-1);
        assertThat(guest.i32("memory", 1)).isEqualTo(1);
        assertThat(guest.i32("table", TableContract.NULL, 5)).isEqualTo(-1);
        assertThat(guest.i32("table", TableContract.NULL, 4)).isEqualTo(1);
        ModuleBuilder tooLarge = new ModuleBuilder().memory(Limits.atLeast(3));
        assertThatThrownBy(() -> guest(tooLarge, config)).isInstanceOf(ResourceException.class);
    }

    @Test
    default void aFailedGrowthMayBeATrap() {
        ModuleBuilder module = new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .table(new TableType(RefType.EXTERNREF, Limits.atLeast(1)))
                .function("memory", "i32 -> i32", code -> code.localGet(0).op("memory.grow"))
                .function("table", "externref i32 -> i32", code -> code.localsGet(0, 1)
                        .op("table.grow"));
        StoreLimits limits = engineConfig()
                .limits()
                .with(StoreLimit.TOTAL_MEMORY_BYTES, 2 << 16)
                .with(StoreLimit.TOTAL_TABLE_ELEMENTS, 5)
                .withTrapOnGrowth(true);
        Guest guest = guest(
                module, new Linker(), Engine.create(engineConfig(), provider()).newStore(limits));
        assertThat(guest.i32("memory", 1)).isEqualTo(1);
        assertThat(guest.assertTraps(Trap.GROWTH_FAILED, "memory", 1).frames()).hasSize(1);
        assertThat(guest.i32("table", TableContract.NULL, 4)).isEqualTo(1);
        assertThat(guest.assertTraps(Trap.GROWTH_FAILED, "table", TableContract.NULL, 1)
                        .frames())
                .hasSize(1);
    }
}
