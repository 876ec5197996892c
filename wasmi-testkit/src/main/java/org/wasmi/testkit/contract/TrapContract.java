package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.testkit.ModuleBuilder;

/** Traps and their backtraces (Wasm specification, 4.2.4). */
interface TrapContract extends ContractFixture {

    @Test
    default void everyOperatorTrapsForItsReason() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("unreachable", "->", code -> code.op("unreachable"))
                .function(
                        "divide", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.div_s"))
                .function("remainder", "i64 i64 -> i64", code -> code.localsGet(0, 1)
                        .op("i64.rem_u"))
                .function("truncate", "f64 -> i32", code -> code.localGet(0).op("i32.trunc_f64_s"))
                .function("load", "i32 -> i64", code -> code.localGet(0).op("i64.load")));
        guest.assertTraps(Trap.UNREACHABLE, "unreachable");
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "divide", 1, 0);
        guest.assertTraps(Trap.INTEGER_OVERFLOW, "divide", Integer.MIN_VALUE, -1);
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "remainder", 1L, 0L);
        guest.assertTraps(Trap.INTEGER_OVERFLOW, "truncate", 1e300);
        guest.assertTraps(Trap.INVALID_CONVERSION_TO_INTEGER, "truncate", Double.NaN);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 65_529);
    }

    @Test
    default void aTrapCannotBeOptimisedAway() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("divide", "i32 -> i32", code -> code.i32Const(1)
                        .localGet(0)
                        .op("i32.div_u")
                        .op("drop")
                        .i32Const(5))
                .function("constants", "-> i32", code -> code.i32Const(1)
                        .i32Const(0)
                        .op("i32.rem_s"))
                .function("load", "i32 ->", code -> code.localGet(0)
                        .op("i32.load8_u")
                        .op("drop")));
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "divide", 0);
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "constants");
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", -1);
    }

    @Test
    default void aBacktraceNamesTheFunctionsInnermostFirst() {
        ModuleBuilder module = new ModuleBuilder()
                .moduleName("m")
                .function("inner", "->", code -> code.ops("nop", "unreachable"))
                .function("middle", "->", code -> code.call(0))
                .function("outer", "->", code -> code.call(1));
        TrapException trap = guest(module).assertTraps(Trap.UNREACHABLE, "outer");
        assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(0, 1, 2);
        assertThat(trap.frames())
                .extracting(TrapException.Frame::name)
                .containsExactly(Optional.of("inner"), Optional.of("middle"), Optional.of("outer"));
        assertThat(trap.frames()).extracting(TrapException.Frame::module).containsOnly(Optional.of("m"));
        assertThat(trap.omittedFrames()).isZero();
    }

    @Test
    default void aBacktraceSaysAtWhichOperatorEachFunctionWas() {
        ModuleBuilder module = new ModuleBuilder()
                .function("divide", "i32 -> i32", code -> code.i32Const(1)
                        .localGet(0)
                        .op("i32.div_s")
                        .i32Const(1)
                        .op("i32.add"))
                .function("call", "i32 -> i32", code -> code.ops("nop", "nop")
                        .localGet(0)
                        .call(0));
        byte[] wasm = module.build();
        TrapException trap = guest(module).assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "call", 0);
        List<Integer> operators = trap.frames().stream()
                .map(frame -> Byte.toUnsignedInt(wasm[frame.offset()]))
                .toList();
        assertThat(operators).containsExactly(0x6D, 0x10); // i32.div_s, call
    }

    @Test
    default void aLongBacktraceCountsWhatItLeavesOut() {
        ModuleBuilder module = new ModuleBuilder().function("f", "i32 ->", code -> code.localGet(0)
                .op("i32.eqz")
                .ifThen()
                .op("unreachable")
                .end()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .call(0));
        TrapException trap = guest(module).assertTraps(Trap.UNREACHABLE, "f", 999);
        assertThat(trap.frames().size() + trap.omittedFrames()).isEqualTo(1_000);
        assertThat(trap.omittedFrames()).isPositive();
    }

    @Test
    default void anInstanceOutlivesItsTraps() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.i32Const(100)
                .localGet(0)
                .op("i32.div_u")));
        for (int i = 0; i < 10; i++) {
            guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "f", 0);
            assertThat(guest.i32("f", 5)).isEqualTo(20);
        }
    }
}
