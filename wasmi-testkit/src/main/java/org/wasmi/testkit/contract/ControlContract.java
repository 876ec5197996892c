package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.ModuleBuilder;

/** Blocks, loops, branches, locals (Wasm specification, 4.6.8). */
interface ControlContract extends ContractFixture {

    @Test
    default void aLoopRunsUntilItsBranchIsNotTaken() {
        Guest guest = guest(new ModuleBuilder().function("sum", "i32 -> i32", code -> code.locals(I32)
                .loop()
                .localsGet(1, 0)
                .op("i32.add")
                .localSet(1)
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .localTee(0)
                .brIf(0)
                .end()
                .localGet(1)));
        assertThat(guest.i32("sum", 100_000)).isEqualTo(705_082_704);
    }

    @Test
    default void branchesLeaveAsManyBlocksAsTheySay() {
        ModuleBuilder module = new ModuleBuilder();
        for (int depth = 0; depth < 4; depth++) {
            int target = depth;
            module.function("to" + depth, "-> i32", code -> code.locals(I32)
                    .block()
                    .block()
                    .block()
                    .block()
                    .br(target)
                    .end()
                    .localGet(0)
                    .i32Const(1)
                    .op("i32.or")
                    .localSet(0)
                    .end()
                    .localGet(0)
                    .i32Const(2)
                    .op("i32.or")
                    .localSet(0)
                    .end()
                    .localGet(0)
                    .i32Const(4)
                    .op("i32.or")
                    .localSet(0)
                    .end()
                    .localGet(0));
        }
        Guest guest = guest(module);
        assertThat(List.of(guest.i32("to0"), guest.i32("to1"), guest.i32("to2"), guest.i32("to3")))
                .containsExactly(7, 6, 4, 0);
    }

    @Test
    default void aBranchDropsWhatLiesBelowItsValues() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.i32Const(1)
                .block("-> i32")
                .i32Const(2)
                .i32Const(3)
                .localGet(0)
                .br(0)
                .end()
                .op("i32.add")));
        assertThat(guest.i32("f", 40)).isEqualTo(41);
    }

    @Test
    default void aConditionalBranchKeepsItsValuesWhenNotTaken() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 i32 -> i32", code -> code.block("-> i32")
                .localsGet(1, 0)
                .brIf(0)
                .i32Const(100)
                .op("i32.add")
                .end()));
        assertThat(guest.i32("f", 1, 7)).isEqualTo(7);
        assertThat(guest.i32("f", 0, 7)).isEqualTo(107);
    }

    @Test
    default void ifTakesOneOfItsArms() {
        Guest guest = guest(new ModuleBuilder()
                .function("both", "i32 -> i64", code -> code.localGet(0)
                        .ifThen("-> i64")
                        .i64Const(1)
                        .orElse()
                        .i64Const(2)
                        .end())
                .function("one", "i32 i32 -> i32", code -> code.localGet(0)
                        .ifThen()
                        .i32Const(5)
                        .localSet(1)
                        .end()
                        .localGet(1)));
        assertThat(guest.i64("both", -1)).isEqualTo(1);
        assertThat(guest.i64("both", 0)).isEqualTo(2);
        assertThat(guest.i32("one", 1, 9)).isEqualTo(5);
        assertThat(guest.i32("one", 0, 9)).isEqualTo(9);
    }

    @Test
    default void blocksTakeAndGiveSeveralValues() {
        Guest guest = guest(new ModuleBuilder()
                .function("swap", "i32 i64 -> i64 i32", code -> code.locals(I32)
                        .localsGet(0, 1)
                        .block("i32 i64 -> i64 i32")
                        .localSet(1)
                        .localSet(2)
                        .localsGet(1, 2)
                        .end())
                .function("choose", "i32 f64 f64 -> f64 f64", code -> code.localsGet(1, 2, 0)
                        .ifThen("f64 f64 -> f64 f64")
                        .orElse()
                        .localSet(1)
                        .localSet(2)
                        .localsGet(1, 2)
                        .end()));
        assertThat(guest.call("swap", 1, 2L)).isEqualTo(Guest.values(2L, 1));
        assertThat(guest.call("choose", 1, 1.0, 2.0)).isEqualTo(Guest.values(1.0, 2.0));
        assertThat(guest.call("choose", 0, 1.0, 2.0)).isEqualTo(Guest.values(2.0, 1.0));
    }

    @Test
    default void loopParametersAreMovedAllAtOnce() {
        // The values of each round are those of the last one, the other way round: a cycle of moves.
        Guest guest = guest(new ModuleBuilder().function("fibonacci", "i32 -> i64", code -> code.locals(I64, I64)
                .i64Const(0)
                .i64Const(1)
                .loop("i64 i64 -> i64")
                .localSet(2)
                .localSet(1)
                .localGet(2)
                .localsGet(1, 2)
                .op("i64.add")
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .localTee(0)
                .brIf(0)
                .op("drop")
                .end()));
        assertThat(guest.i64("fibonacci", 1)).isEqualTo(1);
        assertThat(guest.i64("fibonacci", 90)).isEqualTo(2_880_067_194_370_816_120L);
    }

    @Test
    default void swappingOnTheOperandStackIsNoLoss() {
        Guest guest = guest(
                new ModuleBuilder().function("rotate", "i32 i32 i32 i32 -> i32 i32 i32", code -> code.localsGet(1, 2, 3)
                        .loop("i32 i32 i32 -> i32 i32 i32")
                        .localSet(3)
                        .localSet(2)
                        .localSet(1)
                        .localsGet(2, 3, 1)
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(0)
                        .brIf(0)
                        .end()));
        assertThat(guest.call("rotate", 1, 10, 20, 30)).isEqualTo(Guest.values(20, 30, 10));
        assertThat(guest.call("rotate", 5, 10, 20, 30)).isEqualTo(Guest.values(30, 10, 20));
    }

    @Test
    default void branchTableTakesItsDefaultBeyondItsEnd() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.block()
                .block()
                .block()
                .localGet(0)
                .brTable(List.of(0, 1, 0), 2)
                .end()
                .i32Const(10)
                .op("return")
                .end()
                .i32Const(11)
                .op("return")
                .end()
                .i32Const(12)));
        assertThat(guest.i32("f", 0)).isEqualTo(10);
        assertThat(guest.i32("f", 1)).isEqualTo(11);
        assertThat(guest.i32("f", 2)).isEqualTo(10);
        assertThat(guest.i32("f", 3)).isEqualTo(12);
        assertThat(guest.i32("f", -1)).isEqualTo(12);
        assertThat(guest.i32("f", Integer.MIN_VALUE)).isEqualTo(12);
    }

    @Test
    default void branchTableCarriesValuesToBlocksOfDifferentHeight() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.i32Const(1000)
                .block("-> i32")
                .i32Const(100)
                .block("-> i32")
                .i32Const(10)
                .i32Const(7)
                .localGet(0)
                .brTable(List.of(0, 1), 2)
                .end()
                .op("i32.add")
                .end()
                .op("i32.add")));
        assertThat(guest.i32("f", 0)).isEqualTo(1107);
        assertThat(guest.i32("f", 1)).isEqualTo(1007);
        assertThat(guest.i32("f", 2)).isEqualTo(7);
    }

    @Test
    default void branchTableMayBeLargeAndLeadBack() {
        List<Integer> targets = new ArrayList<>(Collections.nCopies(5_000, 1));
        targets.set(4_321, 0);
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.locals(I32)
                .block()
                .loop()
                .localGet(1)
                .i32Const(1)
                .op("i32.add")
                .localTee(1)
                .localGet(0)
                .op("i32.add")
                .brTable(targets, 1)
                .end()
                .end()
                .localGet(1)));
        assertThat(guest.i32("f", 4_320)).isEqualTo(2);
        assertThat(guest.i32("f", 100)).isEqualTo(1);
    }

    @Test
    default void functionsMayHaveAHundredThousandLocals() {
        int locals = 100_000;
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> {
            code.locals(Collections.nCopies(locals, I32).toArray(ValType[]::new));
            // A wave through every hundredth local, from the parameter to the last one.
            for (int i = 100; i <= locals; i += 100) {
                code.localGet(i - 100).i32Const(1).op("i32.add").localSet(i);
            }
            code.localGet(locals).localGet(locals - 1).op("i32.add");
        }));
        assertThat(guest.i32("f", 7)).isEqualTo(7 + locals / 100);
        assertThat(guest.i32("f", 8)).isEqualTo(8 + locals / 100);
    }

    @Test
    default void bodiesMayBeAMegabyteLong() {
        int steps = 120_000;
        Guest guest = guest(new ModuleBuilder().function("f", "i32 i32 -> i32", code -> {
            code.block();
            code.localGet(1).brIf(0); // across all of it
            for (int i = 0; i < steps; i++) {
                code.localGet(0).i32Const(i & 31).op("i32.add").localSet(0);
            }
            code.end().localGet(0);
        }));
        int sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += i & 31;
        }
        assertThat(guest.i32("f", 7, 0)).isEqualTo(7 + sum);
        assertThat(guest.i32("f", 7, 1)).isEqualTo(7);
    }

    @Test
    default void returnLeavesEveryBlockWithAllResults() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32 i64 f64", code -> code.i32Const(1)
                .block()
                .loop()
                .localGet(0)
                .i64Const(2)
                .f64Const(3)
                .op("return")
                .end()
                .end()
                .i64Const(4)
                .f64Const(5)));
        assertThat(guest.call("f", 9)).isEqualTo(Guest.values(9, 2L, 3.0));
    }

    @Test
    default void whatFollowsABranchIsNotRun() {
        Guest guest = guest(new ModuleBuilder().function("f", "-> i32", code -> code.block()
                .br(0)
                .op("unreachable")
                .i32Const(1)
                .op("i32.add")
                .op("drop")
                .end()
                .i32Const(5)));
        assertThat(guest.i32("f")).isEqualTo(5);
    }

    @Test
    default void aLocalThatWasReadKeepsItsValueWhenItIsSet() {
        Guest guest = guest(new ModuleBuilder()
                .function("set", "i32 -> i32", code -> code.localGet(0)
                        .i32Const(100)
                        .localSet(0)
                        .localGet(0)
                        .op("i32.sub"))
                .function("tee", "i32 -> i32", code -> code.localsGet(0, 0)
                        .i32Const(1)
                        .op("i32.add")
                        .localTee(0)
                        .op("i32.mul")
                        .localGet(0)
                        .op("i32.sub"))
                .function("inBlock", "i32 -> i32", code -> code.localGet(0)
                        .block()
                        .i32Const(7)
                        .localSet(0)
                        .end()
                        .localGet(0)
                        .op("i32.sub"))
                .function("inLoop", "i32 -> i32", code -> code.locals(I32)
                        .localGet(0)
                        .loop()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(0)
                        .brIf(0)
                        .end()
                        .localGet(0)
                        .op("i32.sub")));
        assertThat(guest.i32("set", 142)).isEqualTo(42);
        assertThat(guest.i32("tee", 6)).isEqualTo(35);
        assertThat(guest.i32("inBlock", 49)).isEqualTo(42);
        assertThat(guest.i32("inLoop", 42)).isEqualTo(42);
    }

    @Test
    default void localsBeginAsZero() {
        Guest guest = guest(new ModuleBuilder()
                .function("dirty", "i64 i64 i64 i64 -> i64", code -> code.localsGet(0, 1, 2, 3)
                        .ops("i64.or", "i64.or", "i64.or"))
                .function("clean", "-> i64", code -> code.locals(I64, I64, I64, I64)
                        .localsGet(0, 1, 2, 3)
                        .ops("i64.or", "i64.or", "i64.or"))
                .function("f", "-> i64", code -> code.i64Const(-1)
                        .i64Const(-1)
                        .i64Const(-1)
                        .i64Const(-1)
                        .call(0)
                        .op("drop")
                        .call(1)));
        assertThat(guest.i64("f")).isZero();
    }

    @Test
    default void selectTakesOneOfTwoValues() {
        Guest guest = guest(new ModuleBuilder()
                .function(
                        "i32",
                        "i32 -> i32",
                        code -> code.i32Const(1).i32Const(2).localGet(0).op("select"))
                .function("i64", "i64 i64 i32 -> i64", code -> code.localsGet(0, 1, 2)
                        .select(I64))
                .function("f64", "f64 f64 i32 -> f64", code -> code.localsGet(0, 1, 2)
                        .op("select"))
                .function("eqz", "i64 i64 i32 -> i64", code -> code.localsGet(0, 1, 2)
                        .op("i32.eqz")
                        .op("select")));
        assertThat(guest.i32("i32", 1)).isEqualTo(1);
        assertThat(guest.i32("i32", 0)).isEqualTo(2);
        assertThat(guest.i64("i64", 5L, 6L, -1)).isEqualTo(5);
        assertThat(guest.value("f64", 5.0, 6.0, 0)).isEqualTo(Guest.valueOf(6.0));
        assertThat(guest.i64("eqz", 5L, 6L, 0)).isEqualTo(5);
        assertThat(guest.i64("eqz", 5L, 6L, 1)).isEqualTo(6);
    }

    @Test
    default void functionsMayHaveManyLocalsAndDeepNesting() {
        ValType[] locals = Collections.nCopies(20_000, F64).toArray(ValType[]::new);
        Guest guest = guest(new ModuleBuilder()
                .function("locals", "f64 -> f64", code -> code.locals(locals)
                        .localGet(0)
                        .localSet(20_000)
                        .localsGet(20_000, 10_000)
                        .op("f64.sub"))
                .function("nesting", "i32 -> i32", code -> {
                    for (int i = 0; i < 300; i++) {
                        code.block("-> i32")
                                .localGet(0)
                                .i32Const(i)
                                .op("i32.ne")
                                .op("i32.eqz")
                                .ifThen();
                        code.i32Const(i * 3).br(1).end();
                    }
                    code.i32Const(-1);
                    for (int i = 0; i < 300; i++) {
                        code.end();
                    }
                }));
        assertThat(guest.value("locals", 2.5)).isEqualTo(Guest.valueOf(2.5));
        assertThat(guest.i32("nesting", 299)).isEqualTo(897);
        assertThat(guest.i32("nesting", 17)).isEqualTo(51);
        assertThat(guest.i32("nesting", 300)).isEqualTo(-1);
    }
}
