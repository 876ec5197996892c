package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wasmi.translate.TranslationOptions;

/** What is fused, and where it must not be. */
class FusionTest {

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).lines(operators)).isEqualTo(code.strip());
    }

    private static void assertPlainCode(String signature, String operators, String code) {
        TestFunction plain = TestFunction.of(signature).with(TranslationOptions.DEFAULT.withFusion(false));
        assertThat(plain.lines(operators)).isEqualTo(code.strip());
    }

    // local.set and local.tee fold into the instruction that computes the value.

    @Test
    void localSetBecomesTheResult() {
        assertCode("i32 i32 -> ; i32", "local.get 0 local.get 1 i32.add local.set 2", """
                i32.add_ss s2, s0, s1
                return
                """);
    }

    @Test
    void localSetBecomesTheResultOfALoad() {
        assertCode("i32 -> ; i32", "local.get 0 i32.load8_u offset=3 local.set 1", """
                load8_u s1, s0, +3
                return
                """);
    }

    @Test
    void localSetFoldsAcrossABlockThatNothingBranchesTo() {
        assertCode(
                "i32 -> i32 ; i32",
                "block (result i32) local.get 0 i32.const 1 i32.add end local.set 1 local.get 1",
                """
                i32.add_si s1, s0, 1
                return_s s1
                """);
    }

    @Test
    void localSetDoesNotFoldAcrossALabel() {
        assertCode(
                "i32 -> i32 ; i32",
                "local.get 0 i32.const 1 i32.add block local.get 0 br_if 0 end local.set 1 local.get 1",
                """
                i32.add_si s2, s0, 1
                br_if_nez L0, s0
                L0:
                copy s1, s2
                return_s s1
                """);
    }

    @Test
    void localSetDoesNotFoldIntoWhatBranchesJoin() {
        assertCode(
                "i32 -> ; i32",
                "local.get 0 if (result i32) i32.const 1 else local.get 0 i32.const 2 i32.add end local.set 1",
                """
                br_if_eqz L0, s0
                const32 s2, 1
                br L1
                L0:
                i32.add_si s2, s0, 2
                L1:
                copy s1, s2
                return
                """);
    }

    @Test
    void localSetDoesNotFoldIntoACall() {
        assertCode("i32 -> ; i32", "local.get 0 call 4 local.set 1", """
                copy s2, s0
                call func 4, s2
                copy s1, s2
                return
                """);
    }

    @Test
    void aValueOfTheLocalOnTheStackIsPreservedAheadOfTheFoldedInstruction() {
        assertCode("i32 -> i32", "local.get 0 local.get 0 i32.const 1 i32.add local.set 0", """
                copy s1, s0
                i32.add_si s0, s0, 1
                return_s s1
                """);
    }

    @Test
    void aReferenceOnTheStackIsPreservedToo() {
        assertCode("funcref i32 -> funcref", "local.get 0 local.get 1 table.get 0 local.set 0", """
                copy_ref s2, s0
                table_get s0, table 0, s1
                return_ref s2
                """);
    }

    @Test
    void everyValueOfTheLocalIsPreservedOnce() {
        assertCode(
                "i32 -> i32", "local.get 0 local.get 0 i32.const 7 local.set 0 local.get 0 local.set 0 i32.add", """
                copy2 s1, s0, s0
                const32 s0, 7
                i32.add_ss s1, s1, s2
                return_s s1
                """);
    }

    @Test
    void localTeeStaysObservable() {
        assertCode(
                "i32 -> i32 ; i32",
                "local.get 0 i32.const 3 i32.lt_s local.tee 1 if (result i32) i32.const 1 else local.get 1 end",
                """
                i32.lt_s_si s1, s0, 3
                br_if_eqz L0, s1
                const32 s2, 1
                br L1
                L0:
                copy s2, s1
                L1:
                return_s s2
                """);
    }

    @Test
    void localTeeIsReadBackFromTheLocal() {
        assertCode("i32 -> i32", "local.get 0 i32.const 1 i32.add local.tee 0 local.get 0 i32.add", """
                i32.add_si s0, s0, 1
                i32.add_ss s1, s0, s0
                return_s s1
                """);
    }

    @Test
    void localTeeOfAnOperandThatIsNotComputedCopies() {
        assertCode("i32 i32 -> i32", "local.get 0 local.tee 1 local.get 1 i32.add", """
                copy s1, s0
                i32.add_ss s2, s0, s1
                return_s s2
                """);
    }

    @Test
    void aDroppedComputationDisappears() {
        assertCode("f64 f64 -> ", "local.get 0 local.get 1 f64.lt i32.eqz drop", "return");
    }

    @Test
    void aDroppedComputationThatMayTrapDoesNot() {
        assertCode("i32 i32 -> ", "local.get 0 local.get 1 i32.div_s drop local.get 0 i32.load drop", """
                i32.div_s_ss s2, s0, s1
                load32_s s2, s0, +0
                return
                """);
    }

    @Test
    void aComputationThatWentToALocalIsNotDropped() {
        assertCode("i32 i32 -> ; i32", "local.get 0 local.get 1 i32.add local.tee 2 drop", """
                i32.add_ss s2, s0, s1
                return
                """);
    }

    @Test
    void withoutFusionALocalIsSetByACopy() {
        assertPlainCode("i32 -> i32", "local.get 0 local.get 0 i32.const 1 i32.add local.set 0", """
                const32 s3, 1
                i32.add_ss s2, s0, s3
                copy s1, s0
                copy s0, s2
                return_s s1
                """);
    }

    // Sums fold into the loads from their addresses.

    @Test
    void aSumIsTheAddressOfALoad() {
        assertCode(
                "i32 i32 -> i32 ; i64",
                "local.get 0 i32.const -4 i32.add i64.load local.set 2 i32.const 8 local.get 1 i32.add f32.load drop "
                        + "local.get 0 local.get 1 i32.add i32.load16_u",
                """
                load64_si s2, s0, -4
                load32_s_si s3, s1, 8
                load16_u_ss s3, s0, s1
                return_s s3
                """);
    }

    @Test
    void aDifferenceIsTheAddressOfALoad() {
        assertCode("i32 -> i32", "local.get 0 i32.const 4 i32.sub i32.load8_s", """
                load8_s_si s1, s0, -4
                return_s s1
                """);
    }

    @Test
    void aSumOfASumIsTheAddressOfALoad() {
        assertCode("i32 i32 -> i32", "local.get 0 local.get 1 i32.add i32.const 4 i32.add i32.load", """
                i32.add_ss s2, s0, s1
                load32_s_si s2, s2, 4
                return_s s2
                """);
    }

    @Test
    void anOffsetDoesNotWrapAround() {
        assertCode("i32 -> i32", "local.get 0 i32.const -4 i32.add i32.load offset=4", """
                i32.add_si s1, s0, -4
                load32_s s1, s1, +4
                return_s s1
                """);
    }

    @Test
    void aSumThatALocalKeepsStays() {
        assertCode("i32 -> i32 ; i32", "local.get 0 i32.const 4 i32.add local.tee 1 i32.load", """
                i32.add_si s1, s0, 4
                load32_s s2, s1, +0
                return_s s2
                """);
    }

    @Test
    void aSumDoesNotFoldIntoALoadAcrossALabel() {
        assertCode("i32 -> i32", "local.get 0 i32.const 4 i32.add block local.get 0 br_if 0 end i32.load", """
                i32.add_si s1, s0, 4
                br_if_nez L0, s0
                L0:
                load32_s s1, s1, +0
                return_s s1
                """);
    }

    @Test
    void aValueOfTheLocalIsPreservedAheadOfALoadAtASum() {
        assertCode("i32 -> i32", "local.get 0 local.get 0 i32.const 1 i32.add i32.load local.set 0", """
                copy s1, s0
                load32_s_si s0, s0, 1
                return_s s1
                """);
    }

    @Test
    void aLocalThatIsSetInBetweenKeepsTheSumApart() {
        assertCode("i32 -> i32", "local.get 0 i32.const 4 i32.add i32.const 7 local.set 0 i32.load", """
                i32.add_si s1, s0, 4
                const32 s0, 7
                load32_s s1, s1, +0
                return_s s1
                """);
    }

    @Test
    void sumsDoNotFoldIntoStores() {
        assertCode("i32 i32 -> ", "local.get 0 i32.const 4 i32.add local.get 1 i32.store", """
                i32.add_si s2, s0, 4
                store32_s s2, +0, s1
                return
                """);
    }

    @Test
    void withoutFusionSumsStay() {
        assertPlainCode("i32 i32 -> i32", "local.get 0 local.get 1 i32.add i32.load", """
                i32.add_ss s2, s0, s1
                load32_s s2, s2, +0
                return_s s2
                """);
    }

    // Shifts fold into sums and exclusive ors, and with the sum into loads.

    @Test
    void aShiftIsAnOperandOfASum() {
        assertCode(
                "i32 i32 -> i32 ; i32",
                "local.get 0 local.get 1 i32.const 2 i32.shl i32.add local.set 2 "
                        + "local.get 1 i32.const 35 i32.shl local.get 0 i32.add local.get 2 i32.mul "
                        + "local.get 1 i32.const 4 i32.shl i32.const 1024 i32.add i32.mul",
                """
                i32.add_shl_ssi s2, s0, s1, 2
                i32.add_shl_ssi s3, s0, s1, 35
                i32.mul_ss s3, s3, s2
                i32.add_shl_isi s4, 1024, s1, 4
                i32.mul_ss s3, s3, s4
                return_s s3
                """);
    }

    @Test
    void aShiftIsAnOperandOfADifferenceWithAConstant() {
        assertCode("i32 -> i32", "local.get 0 i32.const 2 i32.shl i32.const 4 i32.sub", """
                i32.add_shl_isi s1, -4, s0, 2
                return_s s1
                """);
    }

    @Test
    void aShiftIsAnOperandOfAnExclusiveOr() {
        assertCode(
                "i32 i32 -> i32 ; i32",
                "local.get 0 local.get 1 i32.const 13 i32.shl i32.xor local.tee 2 local.get 2 i32.const 17 i32.shr_u "
                        + "i32.xor",
                """
                i32.xor_shl_ssi s2, s0, s1, 13
                i32.xor_shr_u_ssi s3, s2, s2, 17
                return_s s3
                """);
    }

    @Test
    void anExclusiveOrIsRotated() {
        assertCode(
                "i64 i64 i32 -> i64",
                "local.get 2 local.get 2 i32.xor i32.const 7 i32.rotl local.set 2 "
                        + "local.get 0 local.get 1 i64.xor i64.const 24 i64.rotr",
                """
                i32.xor_rotl_ssi s2, s2, s2, 7
                i64.xor_rotl_ssi s3, s0, s1, -24
                return_s s3
                """);
    }

    @Test
    void aShiftedSumIsTheAddressOfALoad() {
        assertCode(
                "i32 i32 -> i32 ; f64",
                "local.get 0 local.get 1 i32.const 3 i32.shl i32.add f64.load local.set 2 "
                        + "i32.const 1024 local.get 1 i32.const 1 i32.shl i32.add i32.load16_u",
                """
                load64_ssi s2, s0, s1, 3
                load16_u_isi s3, 1024, s1, 1
                return_s s3
                """);
    }

    @Test
    void aShiftedSumStaysBeforeAnOffset() {
        assertCode("i32 i32 -> i32", "local.get 0 local.get 1 i32.const 3 i32.shl i32.add i32.load offset=4", """
                i32.add_shl_ssi s2, s0, s1, 3
                load32_s s2, s2, +4
                return_s s2
                """);
    }

    @Test
    void aShiftOrSumThatALocalKeepsStays() {
        assertCode(
                "i32 i32 -> i32 ; i32",
                "local.get 0 local.get 1 i32.const 3 i32.shl local.tee 2 i32.add local.tee 1 i32.load "
                        + "local.get 0 local.get 1 i32.xor local.tee 2 i32.const 3 i32.rotl i32.add",
                """
                i32.shl_si s2, s1, 3
                i32.add_ss s1, s0, s2
                load32_s s3, s1, +0
                i32.xor_ss s2, s0, s1
                i32.rotl_si s4, s2, 3
                i32.add_ss s3, s3, s4
                return_s s3
                """);
    }

    @Test
    void shiftsByASlotOrWithSignStay() {
        assertCode(
                "i32 i32 -> i32",
                "local.get 0 local.get 0 local.get 1 i32.shl i32.add local.get 0 i32.const 3 i32.shr_s i32.xor "
                        + "local.get 1 i32.const 3 i32.shr_u i32.add",
                """
                i32.shl_ss s3, s0, s1
                i32.add_ss s2, s0, s3
                i32.shr_s_si s3, s0, 3
                i32.xor_ss s2, s2, s3
                i32.shr_u_si s3, s1, 3
                i32.add_ss s2, s2, s3
                return_s s2
                """);
    }

    @Test
    void aShiftDoesNotFoldAcrossALabel() {
        assertCode(
                "i32 i32 -> i32",
                "local.get 0 i32.const 2 i32.shl block local.get 1 br_if 0 end i32.const 8 i32.add",
                """
                i32.shl_si s2, s0, 2
                br_if_nez L0, s1
                L0:
                i32.add_si s2, s2, 8
                return_s s2
                """);
    }

    @Test
    void aValueOfTheLocalIsPreservedAheadOfAShiftedSum() {
        assertCode("i32 -> i32", "local.get 0 local.get 0 local.get 0 i32.const 1 i32.shl i32.add local.set 0", """
                copy s1, s0
                i32.add_shl_ssi s0, s0, s0, 1
                return_s s1
                """);
    }

    @Test
    void withoutFusionShiftsStay() {
        assertPlainCode("i32 i32 -> i32", "local.get 0 local.get 1 i32.const 2 i32.shl i32.add i32.load", """
                const32 s4, 2
                i32.shl_ss s3, s1, s4
                i32.add_ss s2, s0, s3
                load32_s s2, s2, +0
                return_s s2
                """);
    }

    // Products fold into sums and differences.

    @Test
    void aProductIsAnOperandOfASum() {
        assertCode(
                "f64 f64 f64 -> f64",
                "local.get 0 local.get 1 local.get 2 f64.mul f64.add local.get 1 local.get 2 f64.mul local.get 0 f64.add "
                        + "f64.mul",
                """
                f64.mul_add s3, s1, s2, s0
                f64.mul_add s4, s1, s2, s0
                f64.mul_ss s3, s3, s4
                return_s s3
                """);
    }

    @Test
    void aProductIsAnOperandOfADifference() {
        assertCode(
                "f32 f32 f32 -> f32 ; f32",
                "local.get 0 local.get 1 local.get 2 f32.mul f32.sub local.set 3 "
                        + "local.get 1 local.get 2 f32.mul local.get 0 f32.sub",
                """
                f32.sub_mul s3, s0, s1, s2
                f32.mul_sub s4, s1, s2, s0
                return_s s4
                """);
    }

    @Test
    void theSecondOfTwoProductsFolds() {
        assertCode("f64 f64 -> f64", "local.get 0 local.get 0 f64.mul local.get 1 local.get 1 f64.mul f64.sub", """
                f64.mul_ss s2, s0, s0
                f64.sub_mul s2, s2, s1, s1
                return_s s2
                """);
    }

    @Test
    void aProductThatALocalKeepsStays() {
        assertCode("f64 f64 -> f64 ; f64", "local.get 0 local.get 1 f64.mul local.tee 2 local.get 0 f64.add", """
                f64.mul_ss s2, s0, s1
                f64.add_ss s3, s2, s0
                return_s s3
                """);
    }

    @Test
    void productsAndConstantsStayApart() {
        assertCode("f64 f64 -> f64", "local.get 0 local.get 1 f64.mul f64.const 1 f64.add", """
                f64.mul_ss s2, s0, s1
                f64.add_si s2, s2, 1
                return_s s2
                """);
    }

    @Test
    void aProductDoesNotFoldAcrossALabel() {
        assertCode(
                "f64 i32 -> f64",
                "local.get 0 local.get 0 f64.mul block local.get 1 br_if 0 end local.get 0 f64.add",
                """
                f64.mul_ss s2, s0, s0
                br_if_nez L0, s1
                L0:
                f64.add_ss s2, s2, s0
                return_s s2
                """);
    }

    @Test
    void productsOfIntegersStay() {
        assertCode("i32 i32 -> i32", "local.get 0 local.get 1 i32.mul local.get 0 i32.add", """
                i32.mul_ss s2, s0, s1
                i32.add_ss s2, s2, s0
                return_s s2
                """);
    }

    @Test
    void withoutFusionProductsStay() {
        assertPlainCode("f64 f64 -> f64", "local.get 0 local.get 1 f64.mul local.get 0 f64.add", """
                f64.mul_ss s2, s0, s1
                f64.add_ss s2, s2, s0
                return_s s2
                """);
    }

    // Comparisons fold into branches, negated ones included.

    @Test
    void comparisonAndBrIf() {
        assertCode("i64 i64 -> ", "block local.get 0 local.get 1 i64.gt_u br_if 0 end", """
                br_if_i64.lt_u_ss L0, s1, s0
                L0:
                return
                """);
    }

    @Test
    void comparisonWithAnImmediateAndBrIf() {
        assertCode("i32 -> ", "block i32.const 5 local.get 0 i32.ge_s br_if 0 end", """
                br_if_i32.le_s_si L0, s0, 5
                L0:
                return
                """);
    }

    @Test
    void comparisonAndIf() {
        assertCode("i32 -> ", "local.get 0 i32.const 2 i32.lt_u if nop end", """
                br_if_i32.ge_u_si L0, s0, 2
                L0:
                return
                """);
    }

    @Test
    void eqzAndBrIf() {
        assertCode("i32 -> ", "block local.get 0 i32.eqz br_if 0 end", """
                br_if_eqz L0, s0
                L0:
                return
                """);
    }

    @Test
    void twoEqzAndBrIf() {
        assertCode("i32 -> ", "block local.get 0 i32.eqz i32.eqz br_if 0 end", """
                br_if_nez L0, s0
                L0:
                return
                """);
    }

    @Test
    void eqzOfAnI64ComparesAll64Bits() {
        assertCode("i64 -> ", "block local.get 0 i64.eqz br_if 0 end", """
                br_if_i64.eq_si L0, s0, 0
                L0:
                return
                """);
    }

    @Test
    void eqzNegatesAnIntegerComparison() {
        assertCode("i64 i64 -> i32", "local.get 0 local.get 1 i64.le_u i32.eqz", """
                i64.lt_u_ss s2, s1, s0
                return_s s2
                """);
    }

    @Test
    void eqzDoesNotNegateAFloatComparisonAsAValue() {
        assertCode("f64 f64 -> i32", "local.get 0 local.get 1 f64.lt i32.eqz", """
                f64.lt_ss s2, s0, s1
                i32.eq_si s2, s2, 0
                return_s s2
                """);
    }

    @Test
    void aNegatedFloatComparisonGoesToALocalNegated() {
        assertCode(
                "f64 f64 -> i32 ; i32", "local.get 0 local.get 1 f64.gt i32.eqz local.tee 2 local.get 2 i32.add", """
                f64.lt_ss s2, s1, s0
                i32.eq_si s2, s2, 0
                i32.add_ss s3, s2, s2
                return_s s3
                """);
    }

    @Test
    void eqzNegatesEqualityOfFloats() {
        assertCode("f32 f32 -> i32", "local.get 0 local.get 1 f32.eq i32.eqz", """
                f32.ne_ss s2, s0, s1
                return_s s2
                """);
    }

    @Test
    void aNegatedFloatComparisonBranchesOnNaN() {
        assertCode("f64 f64 -> ", "block local.get 0 local.get 1 f64.lt i32.eqz br_if 0 end", """
                br_if_f64.not_lt_ss L0, s0, s1
                L0:
                return
                """);
    }

    @Test
    void anIfOnAFloatComparisonIsSkippedOnNaN() {
        assertCode("f32 f32 -> ", "local.get 0 local.get 1 f32.ge if nop end", """
                br_if_f32.not_le_ss L0, s1, s0
                L0:
                return
                """);
    }

    @Test
    void anOddNumberOfEqzNegatesAFloatComparison() {
        assertCode("f64 f64 -> ", "block local.get 0 local.get 1 f64.ge i32.eqz i32.eqz i32.eqz br_if 0 end", """
                br_if_f64.not_le_ss L0, s1, s0
                L0:
                return
                """);
    }

    @Test
    void aComparisonDoesNotFoldIntoABranchIfItIsNotTheLast() {
        assertCode("i32 i32 -> ", "block local.get 0 local.get 1 i32.lt_s i32.const 7 global.set 0 br_if 0 end", """
                i32.lt_s_ss s2, s0, s1
                global_set_i global 0, 7
                br_if_nez L0, s2
                L0:
                return
                """);
    }

    @Test
    void aComparisonIsTakenPastTheValuesOfTheBranch() {
        assertCode(
                "i32 -> i32",
                "block (result i32) i32.const 1 local.get 0 i32.const 9 i32.eq br_if 0 drop i32.const 2 end",
                """
                const32 s1, 1
                br_if_i32.eq_si L0, s0, 9
                const32 s1, 2
                L0:
                return_s s1
                """);
    }

    @Test
    void withoutFusionABranchTestsTheResultOfTheComparison() {
        assertPlainCode("i32 i32 -> ", "block local.get 0 local.get 1 i32.lt_s i32.eqz br_if 0 end", """
                i32.lt_s_ss s2, s0, s1
                i32.eq_si s2, s2, 0
                br_if_nez L0, s2
                L0:
                return
                """);
    }

    // Comparisons fold into select.

    @Test
    void selectOnEqzOfALocalSwapsTheChoices() {
        assertCode("i32 i32 i32 -> i32", "local.get 0 local.get 1 local.get 2 i32.eqz select", """
                select s3, s1, s0, s2
                return_s s3
                """);
    }

    @Test
    void selectOnEqzOfTheLocalThatItChooses() {
        assertCode("i32 i32 -> i32", "local.get 0 local.get 1 local.get 0 i32.eqz select local.tee 0", """
                select s0, s1, s0, s0
                return_s s0
                """);
    }

    @Test
    void selectOnAComparison() {
        assertCode("i64 i64 i32 i32 -> i64", "local.get 0 local.get 1 local.get 2 local.get 3 i32.gt_s select", """
                select_i32.lt_s_ss s4, s0, s1, s3, s2
                return_s s4
                """);
    }

    @Test
    void selectByTheOppositeOfAComparison() {
        assertCode("i32 i32 i32 -> i32", "local.get 0 local.get 1 local.get 2 i32.const 7 i32.le_u select", """
                select_i32.gt_u_si s3, s1, s0, s2, 7
                return_s s3
                """);
    }

    @Test
    void selectOnAFloatComparisonTakesTheSecondOnNaN() {
        assertCode("i32 i32 f32 f32 -> i32", "local.get 0 local.get 1 local.get 2 local.get 3 f32.ge select", """
                select_f32.le_ss s4, s0, s1, s3, s2
                return_s s4
                """);
    }

    @Test
    void selectOnANegatedFloatComparisonTakesTheFirstOnNaN() {
        assertCode(
                "i32 i32 f32 f32 -> i32", "local.get 0 local.get 1 local.get 2 local.get 3 f32.le i32.eqz select", """
                select_f32.le_ss s4, s1, s0, s2, s3
                return_s s4
                """);
    }

    @Test
    void selectOfConstantsOnAComparison() {
        assertCode("i32 -> i32", "i32.const 1 i32.const 2 local.get 0 i32.const 3 i32.lt_s select", """
                const32 s1, 1
                const32 s2, 2
                select_i32.lt_s_si s1, s1, s2, s0, 3
                return_s s1
                """);
    }

    @Test
    void selectOfReferencesNeedsTheResultOfTheComparison() {
        assertCode(
                "funcref funcref i32 -> funcref",
                "local.get 0 local.get 1 local.get 2 i32.const 3 i32.lt_s select (result funcref)",
                """
                i32.lt_s_si s5, s2, 3
                select_ref s3, s0, s1, s5
                return_ref s3
                """);
    }

    // Constants become immediates.

    @Test
    void aConstantOnTheRight() {
        assertCode("i32 -> i32", "local.get 0 i32.const 5 i32.div_u", """
                i32.div_u_si s1, s0, 5
                return_s s1
                """);
    }

    @Test
    void aConstantOnTheLeft() {
        assertCode("i32 -> i32", "i32.const 5 local.get 0 i32.sub", """
                i32.sub_is s1, 5, s0
                return_s s1
                """);
    }

    @Test
    void aConstantOnTheLeftOfACommutativeOperator() {
        assertCode("i32 -> i32", "i32.const 5 local.get 0 i32.and", """
                i32.and_si s1, s0, 5
                return_s s1
                """);
    }

    @Test
    void aConstantOnTheLeftMirrorsAComparison() {
        assertCode("i32 -> i32", "i32.const 5 local.get 0 i32.gt_s", """
                i32.lt_s_si s1, s0, 5
                return_s s1
                """);
    }

    @Test
    void subtractionOfAConstantIsAddition() {
        assertCode("i32 -> i32", "local.get 0 i32.const 5 i32.sub", """
                i32.add_si s1, s0, -5
                return_s s1
                """);
    }

    @Test
    void subtractionOfAConstantWithoutNegationIsNot() {
        assertCode("i64 -> i64", "local.get 0 i64.const -2147483648 i64.sub", """
                const32 s2, -2147483648
                i64.sub_ss s1, s0, s2
                return_s s1
                """);
    }

    @Test
    void rotationByAConstant() {
        assertCode("i64 -> i64", "local.get 0 i64.const 5 i64.rotr", """
                i64.rotl_si s1, s0, -5
                return_s s1
                """);
    }

    @Test
    void anI64ThatNeedsMoreThan32Bits() {
        assertCode("i64 -> i64", "local.get 0 i64.const 2147483648 i64.add i64.const -2147483648 i64.add", """
                const64 s2, 2147483648
                i64.add_ss s1, s0, s2
                i64.add_si s1, s1, -2147483648
                return_s s1
                """);
    }

    @Test
    void floatConstants() {
        assertCode(
                "f64 f32 -> f64", "local.get 0 f64.const 2.5 f64.mul f64.const 1.0 local.get 0 f64.div f64.add", """
                f64.mul_si s2, s0, 2.5
                f64.div_is s3, 1, s0
                f64.add_ss s2, s2, s3
                return_s s2
                """);
    }

    @Test
    void aFloatMinimumIsNotTakenAsCommutative() {
        assertCode("f32 -> f32", "f32.const 1.0 local.get 0 f32.min", """
                const32 s1, 1065353216
                f32.min_ss s1, s1, s0
                return_s s1
                """);
    }

    @Test
    void ofTwoConstantsOneIsAnImmediate() {
        assertCode(" -> i32", "i32.const 1 i32.const 2 i32.sub", """
                const32 s0, 1
                i32.add_si s0, s0, -2
                return_s s0
                """);
    }

    @Test
    void aConstantIsStored() {
        assertCode("i32 -> ", "local.get 0 i64.const -7 i64.store offset=4 local.get 0 f32.const 1.5 f32.store", """
                store64_i s0, +4, -7
                store32_i s0, +0, 1069547520
                return
                """);
    }

    @Test
    void aConstantThatIsTooWideIsNotStoredAsImmediate() {
        assertCode("i32 -> ", "local.get 0 i64.const 4294967296 i64.store", """
                const64 s2, 4294967296
                store64_s s0, +0, s2
                return
                """);
    }

    @Test
    void aConstantForAnotherMemoryIsNotAnImmediate() {
        assertCode("i32 -> ", "local.get 0 i32.const 7 i32.store8 1 offset=3", """
                const32 s2, 7
                store8_m s0, +3, s2, memory 1
                return
                """);
    }

    @Test
    void aGlobalIsSetToAConstant() {
        assertCode(" -> ", "i32.const 3 global.set 0 i64.const 4294967296 global.set 1", """
                global_set_i global 0, 3
                const64 s0, 4294967296
                global_set global 1, s0
                return
                """);
    }

    @Test
    void aConstantIsReturned() {
        assertCode(" -> f32", "f32.const 1.5", "return_i 1069547520");
        assertCode(" -> i64", "i64.const 4294967296", """
                const64 s0, 4294967296
                return_s s0
                """);
    }

    @Test
    void withoutFusionThereAreNoImmediates() {
        assertPlainCode("i32 -> i32", "local.get 0 i32.const 1 i32.store i32.const 5 global.set 0 i32.const 2", """
                const32 s2, 1
                store32_s s0, +0, s2
                const32 s1, 5
                global_set global 0, s1
                const32 s1, 2
                return_s s1
                """);
    }

    @Test
    void aConstantIsWrapped() {
        assertCode(" -> i32", "i64.const 4294967297 i32.wrap_i64", "return_i 1");
    }

    // Copies go in pairs.

    @Test
    void copiesToConsecutiveSlotsGoTogether() {
        assertCode("i32 i32 -> ; i32 i32", "local.get 0 local.set 2 local.get 1 local.set 3", """
                copy2 s2, s0, s1
                return
                """);
    }

    @Test
    void copiesInDescendingOrderGoTogether() {
        assertCode("i32 i32 -> ; i32 i32", "local.get 0 local.set 3 local.get 1 local.set 2", """
                copy2 s2, s1, s0
                return
                """);
    }

    @Test
    void aCopyOfWhatWasJustCopiedStaysApart() {
        assertCode("i32 i32 -> ; i32 i32", "local.get 0 local.set 2 local.get 2 local.set 3", """
                copy s2, s0
                copy s3, s2
                return
                """);
    }

    @Test
    void swappingLocalsKeepsBothValues() {
        assertCode("i32 i32 -> ", "local.get 0 local.get 1 local.set 0 local.set 1", """
                copy s2, s0
                copy2 s0, s1, s2
                return
                """);
    }

    @Test
    void argumentsAreCopiedTogether() {
        assertCode("i32 i32 -> i32", "local.get 1 local.get 0 call 2", """
                copy2 s2, s1, s0
                call func 2, s2
                return_s s2
                """);
    }

    @Test
    void withoutFusionEachCopyIsOneInstruction() {
        assertPlainCode("i32 i32 -> i32", "local.get 1 local.get 0 call 2", """
                copy s2, s1
                copy s3, s0
                call func 2, s2
                return_s s2
                """);
    }
}
