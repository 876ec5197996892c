package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.I32;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.testkit.ModuleBuilder;

/** Calls between the functions of a module (Wasm specification, 4.6.8 and 4.6.10). */
interface CallContract extends ContractFixture {
    TableType TEN_FUNCTIONS = new TableType(RefType.FUNCREF, Limits.atLeast(10));

    @Test
    default void argumentsAndResultsOfEveryTypePass() {
        Guest guest = guest(new ModuleBuilder()
                .function("reverse", "i32 i64 f32 f64 -> f64 f32 i64 i32", code -> code.localsGet(3, 2, 1, 0))
                .function(
                        "twice",
                        "i32 i64 f32 f64 -> f64 f32 i64 i32",
                        code -> code.localsGet(0, 1, 2, 3).call(0).call(2).call(0))
                .function("turn", "f64 f32 i64 i32 -> i32 i64 f32 f64", code -> code.localsGet(3, 2, 1, 0)));
        assertThat(guest.call("twice", 1, 2L, 3f, 4.0)).isEqualTo(Guest.values(4.0, 3f, 2L, 1));
    }

    @Test
    default void manyArgumentsAndResultsPass() {
        String types = IntStream.range(0, 200).mapToObj(i -> "i32").collect(Collectors.joining(" "));
        int[] backwards = IntStream.range(0, 200).map(i -> 199 - i).toArray();
        Guest guest = guest(new ModuleBuilder()
                .function("reverse", types + " -> " + types, code -> code.localsGet(backwards))
                .function("f", "i32 -> i32", code -> {
                    IntStream.range(0, 200)
                            .forEach(i -> code.localGet(0).i32Const(i).op("i32.add"));
                    code.call(0);
                    IntStream.range(0, 199).forEach(i -> code.op("i32.sub"));
                }));
        int expected = 1000;
        for (int i = 1; i < 200; i++) {
            expected = 1000 + i - expected;
        }
        // The results are 1199, 1198, ..., 1000; subtraction folds them from the right.
        assertThat(guest.i32("f", 1000)).isEqualTo(expected);
    }

    @Test
    default void recursionReturnsToItsCaller() {
        Guest guest = guest(new ModuleBuilder()
                .function("factorial", "i64 -> i64", code -> code.localGet(0)
                        .op("i64.eqz")
                        .ifThen("-> i64")
                        .i64Const(1)
                        .orElse()
                        .localsGet(0, 0)
                        .i64Const(1)
                        .op("i64.sub")
                        .call(0)
                        .op("i64.mul")
                        .end())
                .function("even", "i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen("-> i32")
                        .i32Const(1)
                        .orElse()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(2)
                        .end())
                .function("odd", "i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen("-> i32")
                        .i32Const(0)
                        .orElse()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(1)
                        .end()));
        assertThat(guest.i64("factorial", 20L)).isEqualTo(2_432_902_008_176_640_000L);
        assertThat(guest.i32("even", 1_001)).isZero();
        assertThat(guest.i32("odd", 1_001)).isEqualTo(1);
    }

    @Test
    default void theCallersLocalsAndOperandsOutliveACall() {
        Guest guest = guest(new ModuleBuilder()
                .function("clobber", "i32 -> i32", code -> code.locals(I32, I32, I32)
                        .i32Const(-1)
                        .localTee(1)
                        .localTee(2)
                        .localSet(3)
                        .i32Const(-2)
                        .localSet(0)
                        .i32Const(5))
                .function("f", "i32 i32 -> i32", code -> code.localGet(0)
                        .localGet(1)
                        .localGet(0)
                        .call(0)
                        .ops("i32.add", "i32.add")
                        .localsGet(0, 1)
                        .ops("i32.add", "i32.add")));
        assertThat(guest.i32("f", 10, 100)).isEqualTo(225);
    }

    @Test
    default void deepRecursionWorks() {
        assertThat(guest(recursion()).i32("depth", 50_000)).isEqualTo(50_000);
    }

    /** {@return {@code depth(n)}, which calls itself n times and counts the returns} */
    private static ModuleBuilder recursion() {
        return new ModuleBuilder().function("depth", "i32 -> i32", code -> code.localGet(0)
                .op("i32.eqz")
                .ifThen("-> i32")
                .i32Const(0)
                .orElse()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .call(0)
                .i32Const(1)
                .op("i32.add")
                .end());
    }

    @Test
    default void runawayRecursionTrapsAtTheSameDepthEachTime() {
        Guest guest = guest(new ModuleBuilder()
                .global(new GlobalType(I32, true), code -> code.i32Const(0))
                .function("f", "->", code -> code.globalGet(0)
                        .i32Const(1)
                        .op("i32.add")
                        .globalSet(0)
                        .call(0))
                .function("indirect", "->", code -> code.globalGet(0)
                        .i32Const(1)
                        .op("i32.add")
                        .globalSet(0)
                        .i32Const(0)
                        .callIndirect(0, "->"))
                .table(TEN_FUNCTIONS)
                .elements(0, code -> code.i32Const(0), 1)
                .function(
                        "calls", "-> i32", code -> code.globalGet(0).i32Const(0).globalSet(0)));
        guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "f");
        int depth = guest.i32("calls");
        guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "f");
        assertThat(guest.i32("calls")).isEqualTo(depth).isGreaterThan(50_000);
        guest.assertTraps(Trap.CALL_STACK_EXHAUSTED, "indirect");
        assertThat(guest.i32("calls")).isEqualTo(depth);
    }

    @Test
    default void indirectCallsReachTheFunctionsOfATable() {
        Guest guest = guest(indirect());
        assertThat(guest.i32("call", 5, 3)).isEqualTo(8);
        assertThat(guest.i32("call", 5, 4)).isEqualTo(20);
        assertThat(guest.i32("otherTable", 5)).isEqualTo(6);
    }

    @Test
    default void indirectCallsCheckIndexNullAndType() {
        Guest guest = guest(indirect());
        guest.assertTraps(Trap.UNDEFINED_ELEMENT, "call", 5, 10);
        guest.assertTraps(Trap.UNDEFINED_ELEMENT, "call", 5, -1);
        guest.assertTraps(Trap.UNINITIALIZED_ELEMENT, "call", 5, 0);
        guest.assertTraps(Trap.INDIRECT_CALL_TYPE_MISMATCH, "call", 5, 5);
        assertThat(guest.i32("call", 5, 3)).isEqualTo(8);
    }

    /**
     * {@return {@code call(x, n)}, which calls the n-th of: 3 plus three, 4 times four, 5 of another type, others null}
     */
    private static ModuleBuilder indirect() {
        return new ModuleBuilder()
                .table(TEN_FUNCTIONS)
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                .function("i32 -> i32", code -> code.localGet(0).i32Const(3).op("i32.add"))
                .function("i32 -> i32", code -> code.localGet(0).i32Const(4).op("i32.mul"))
                .function("i64 -> i32", code -> code.i32Const(5))
                .function("i32 -> i32", code -> code.localGet(0).i32Const(1).op("i32.add"))
                .elements(0, code -> code.i32Const(3), 0, 1, 2)
                .elements(1, code -> code.i32Const(0), 3)
                .function("call", "i32 i32 -> i32", code -> code.localsGet(0, 1).callIndirect(0, "i32 -> i32"))
                .function("otherTable", "i32 -> i32", code -> code.localGet(0)
                        .i32Const(0)
                        .callIndirect(1, "i32 -> i32"));
    }

    @Test
    default void tailCallsTakeNoStack() {
        Guest guest = guest(new ModuleBuilder()
                .function("count", "i64 i64 -> i64", code -> code.localGet(0)
                        .op("i64.eqz")
                        .ifThen()
                        .localGet(1)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i64Const(1)
                        .op("i64.sub")
                        .localGet(1)
                        .i64Const(2)
                        .op("i64.add")
                        .returnCall(0))
                .function("even", "i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen()
                        .i32Const(44)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .i32Const(1)
                        .returnCallIndirect(0, "i32 -> i32"))
                .function("odd", "i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen()
                        .i32Const(99)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .returnCall(1))
                .table(TEN_FUNCTIONS)
                .elements(0, code -> code.i32Const(0), 1, 2));
        assertThat(guest.i64("count", 1_000_000L, 0L)).isEqualTo(2_000_000);
        assertThat(guest.i32("even", 1_000_000)).isEqualTo(44);
        assertThat(guest.i32("even", 999_999)).isEqualTo(99);
    }

    @Test
    default void aTailCallMayHaveMoreOrFewerArgumentsThanItsCaller() {
        Guest guest = guest(new ModuleBuilder()
                .function("more", "i32 -> i32", code -> code.localGet(0)
                        .i32Const(20)
                        .localGet(0)
                        .i32Const(7)
                        .returnCall(1))
                .function("fewer", "i32 i32 i32 i32 -> i32", code -> code.locals(I32)
                        .localsGet(1, 2)
                        .op("i32.sub")
                        .localGet(4)
                        .op("i32.add")
                        .returnCall(2))
                .function("last", "i32 -> i32", code -> code.locals(I32, I32, I32, I32, I32)
                        .localsGet(0, 5)
                        .op("i32.add"))
                .function(
                        "f",
                        "i32 -> i32",
                        code -> code.i32Const(1000).localGet(0).call(0).op("i32.add")));
        assertThat(guest.i32("f", 5)).isEqualTo(1015);
    }

    @Test
    default void aTailCallMayYieldMoreThanItTakes() {
        Guest guest = guest(new ModuleBuilder()
                .function(
                        "many",
                        "i32 -> i64 i32 i64 i32",
                        code -> code.i64Const(1).localGet(0).i64Const(3).localGet(0))
                .function("f", "-> i64 i32 i64 i32", code -> code.i32Const(7).op("return_call", 0)));
        assertThat(guest.call("f")).isEqualTo(Guest.values(1L, 7, 3L, 7));
    }

    @Test
    default void tailCallsReplaceTheirFrameInBacktraces() {
        Guest guest = guest(new ModuleBuilder()
                .function("fails", "->", code -> code.op("unreachable"))
                .function("gone", "->", code -> code.returnCall(0))
                .function("f", "->", code -> code.call(1)));
        TrapException trap = guest.assertTraps(Trap.UNREACHABLE, "f");
        assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(0, 2);
    }

    @Test
    default void theStartFunctionRuns() {
        Guest guest = guest(new ModuleBuilder()
                .global(new GlobalType(I32, true), code -> code.i32Const(1))
                .function("->", code -> code.i32Const(42).globalSet(0))
                .function("get", "-> i32", code -> code.globalGet(0))
                .start(0));
        assertThat(guest.i32("get")).isEqualTo(42);
    }
}
