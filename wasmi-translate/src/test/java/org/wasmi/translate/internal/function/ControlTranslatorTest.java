package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;

/** Blocks, branches with values, calls and returns. */
class ControlTranslatorTest {

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void anOperandThatStandsForALocalIsMaterialisedBeforeABlock() {
        assertCode("i32 i32 -> i32", "local.get 0 block local.get 1 br_if 0 i32.const 5 local.set 0 end", """
                copy s2, s0
                br_if_nez L0, s1
                const32 s0, 5
                L0:
                return_s s2
                """);
    }

    @Test
    void aConstantStaysAConstantAcrossABlock() {
        assertCode("i32 -> i32", "i32.const 9 block local.get 0 br_if 0 i32.const 5 local.set 0 end", """
                br_if_nez L0, s0
                const32 s0, 5
                L0:
                return_i 9
                """);
    }

    @Test
    void valuesInPlaceNeedNoCopies() {
        assertCode(
                "i32 -> i32",
                "block (type 3) local.get 0 i32.const 4 local.get 0 br_if 0 drop drop"
                        + " i32.const 1 i32.const 2 end i32.add",
                """
                copy s1, s0
                const32 s2, 4
                br_if_nez L0, s0
                const32 s1, 1
                const32 s2, 2
                L0:
                i32.add_ss s1, s1, s2
                return_s s1
                """);
    }

    @Test
    void aConditionalBranchBringsValuesOnlyIfTaken() {
        assertCode(
                "i32 -> i32",
                "i32.const 9 block (type 3) local.get 0 local.get 0 i32.const 4 local.get 0 br_if 0"
                        + " drop drop drop i32.const 1 i32.const 2 end i32.add i32.add",
                """
                br_if_eqz L0, s0
                copy s2, s0
                const32 s3, 4
                br L1
                L0:
                const32 s2, 1
                const32 s3, 2
                L1:
                i32.add_ss s2, s2, s3
                i32.add_si s1, s2, 9
                return_s s1
                """);
    }

    @Test
    void manyValuesAreBroughtAtOnce() {
        assertCode(
                "i32 -> i32",
                "local.get 0 block (type 7) local.get 0 i32.const 1 i32.const 2 i32.const 3 i32.const 4 i32.const 5"
                        + " local.get 0 br_if 0 unreachable end drop drop drop drop i32.add",
                """
                copy s1, s0
                const32 s3, 1
                const32 s4, 2
                const32 s5, 3
                const32 s6, 4
                const32 s7, 5
                br_if_eqz L0, s0
                copy_span s2, s3, count 5
                br L1
                L0:
                trap 0
                L1:
                i32.add_ss s1, s1, s2
                return_s s1
                """);
    }

    @Test
    void loopParametersLieInTheirHomeSlots() {
        assertCode(
                "i32 -> i32",
                "i32.const 1 local.get 0 loop (type 2) i32.add i32.const 6 local.get 0 br_if 0 drop end",
                """
                copy s2, s0
                const32 s1, 1
                L0:
                i32.add_ss s1, s1, s2
                const32 s2, 6
                br_if_nez L0, s0
                return_s s1
                """);
    }

    @Test
    void bothPartsOfAnIfFindTheParameters() {
        assertCode(
                "i32 -> i32",
                "i32.const 1 local.get 0 if (type 4) i32.const 2 i32.add else i32.const 3 i32.mul end",
                """
                const32 s1, 1
                br_if_eqz L0, s0
                i32.add_si s1, s1, 2
                br L1
                L0:
                i32.mul_si s1, s1, 3
                L1:
                return_s s1
                """);
    }

    @Test
    void anIfWithoutElsePassesItsParametersOn() {
        assertCode("i32 -> i32", "local.get 0 local.get 0 if (type 4) i32.const 2 i32.add end", """
                copy s1, s0
                br_if_eqz L0, s0
                i32.add_si s1, s1, 2
                L0:
                return_s s1
                """);
    }

    @Test
    void aBranchToTheFunctionReturns() {
        assertCode("i32 -> i32 i32", "local.get 0 i32.const 5 local.get 0 br_if 0", """
                copy s1, s0
                const32 s2, 5
                br_if_eqz L0, s0
                return_span s1, count 2
                L0:
                return_span s1, count 2
                """);
    }

    @Test
    void aConstantReturnedOnOnePathIsStillAConstantOnTheOther() {
        assertCode("i32 -> i64", "i64.const 4294967296 local.get 0 br_if 0", """
                br_if_eqz L0, s0
                const64 s1, 4294967296
                return_s s1
                L0:
                const64 s1, 4294967296
                return_s s1
                """);
    }

    @Test
    void whatCannotBeReachedIsNotTranslated() {
        assertCode(
                "i32 -> i32", "local.get 0 return block i32.const 5 drop loop br 0 end end i32.const 7 i32.add", """
                return_s s0
                """);
    }

    @Test
    void codeAfterABlockThatNothingLeavesIsNotTranslated() {
        assertCode("i32 -> i32", "block loop br 0 end end local.get 0", """
                L0:
                br L0
                """);
    }

    @Test
    void codeAfterABlockIsReachedByBranches() {
        assertCode("i32 -> i32", "block local.get 0 br_if 0 unreachable end local.get 0", """
                br_if_nez L0, s0
                trap 0
                L0:
                return_s s0
                """);
    }

    @Test
    void anElsePartIsReachedThoughTheFirstPartDoesNotEnd() {
        assertCode("i32 -> i32", "local.get 0 if (result i32) unreachable else local.get 0 end", """
                br_if_eqz L0, s0
                trap 0
                L0:
                return_s s0
                """);
    }

    @Test
    void aTableBranchesStraightWithoutValues() {
        assertCode("i32 -> ", "block block local.get 0 br_table 0 1 0 end call 7 end", """
                br_table s0, L0, L1, L0
                L0:
                call func 7, s1
                L1:
                return
                """);
    }

    @Test
    void aTableBringsValuesOncePerTarget() {
        assertCode(
                "i32 -> i32",
                "block (result i32) block (result i32) local.get 0 local.get 0 br_table 0 1 2 0 1 end"
                        + " i32.const 1 i32.add end",
                """
                br_table s0, L0, L1, L2, L0, L1
                L0:
                copy s1, s0
                br L3
                L1:
                copy s1, s0
                br L4
                L2:
                return_s s0
                L3:
                i32.add_si s1, s1, 1
                L4:
                return_s s1
                """);
    }

    @Test
    void calls() {
        assertCode("i32 -> i32", "i32.const 1 local.get 0 call 0 local.get 0 call 2", """
                const32 s1, 1
                copy s2, s0
                call_import func 0, s1
                copy s2, s0
                call func 2, s1
                return_s s1
                """);
        assertCode("i32 -> i32", "local.get 0 local.get 0 local.get 0 call_indirect (type 2)", """
                copy2 s1, s0, s0
                call_indirect type 2, table 0, s0, s1
                return_s s1
                """);
    }

    @Test
    void argumentsOfReferenceTypeAreCopiedAsReferences() {
        assertCode("funcref i32 -> i32", "local.get 0 local.get 1 call 6", """
                copy_ref s2, s0
                copy s3, s1
                call func 6, s2
                return_s s2
                """);
    }

    @Test
    void resultsOfReferenceTypeAreReturnedAsReferences() {
        assertCode("funcref -> funcref", "local.get 0", "return_ref s0");
        assertCode("funcref -> funcref i32", "local.get 0 i32.const 5", """
                copy_ref s1, s0
                const32 s2, 5
                return_span_refs s1, count 2
                """);
    }

    @Test
    void tailCalls() {
        assertCode("i32 -> i32", "local.get 0 i32.const 3 return_call 2 i32.const 5", """
                copy s1, s0
                const32 s2, 3
                return_call func 2, s1
                """);
        assertCode("i32 -> i32", "local.get 0 local.get 0 return_call 0", """
                copy2 s1, s0, s0
                return_call_import func 0, s1
                """);
        assertCode("i32 -> i32", "local.get 0 local.get 0 i32.const 5 return_call_indirect (type 2)", """
                const32 s3, 5
                copy2 s1, s0, s0
                return_call_indirect type 2, table 0, s3, s1
                """);
    }

    /** The frame has room for what the callee leaves there, though nothing of this function touches those slots. */
    @Test
    void aTailCallMayYieldMoreThanItTakes() {
        Code direct = TestFunction.of(" -> i32 i32").translate("i32.const 7 return_call 5");
        assertThat(TestFunction.lines(direct)).isEqualTo("const32 s0, 7\nreturn_call func 5, s0");
        assertThat(direct.frame()).isEqualTo(new FrameShape(0, 2, 0, 2, false));
        Code indirect =
                TestFunction.of("i32 -> i32 i32 i32 i32 i32").translate("local.get 0 return_call_indirect (type 7)");
        assertThat(TestFunction.lines(indirect)).isEqualTo("return_call_indirect type 7, table 0, s0, s1");
        assertThat(indirect.frame()).isEqualTo(new FrameShape(1, 5, 1, 5, false));
    }

    @Test
    void resultsOfACallLieWhereItsArgumentsLay() {
        assertCode(
                "i32 i32 -> i32 i32",
                "local.get 0 local.get 1 call 5 local.set 1 local.set 0 drop local.get 1 local.get 0",
                """
                copy s3, s1
                call func 5, s3
                copy2 s1, s4, s0
                copy s0, s3
                copy2 s2, s1, s0
                return_span s2, count 2
                """);
    }

    @Test
    void theFrameHoldsArgumentsAndResultsOfCallees() {
        assertThat(TestFunction.of("i32 -> i32 ; i64 f64")
                        .translate("call 3 i32.add local.get 0 i32.add")
                        .frame())
                .isEqualTo(new FrameShape(1, 1, 3, 5, false));
    }

    @Test
    void theFrameHoldsTheResults() {
        assertThat(TestFunction.of(" -> i32 i32").translate("unreachable").frame())
                .isEqualTo(new FrameShape(0, 2, 0, 2, false));
    }

    @Test
    void theFrameSaysWhetherReferencesAreTouched() {
        assertThat(TestFunction.of(" -> ; externref").translate("nop").frame().references())
                .isTrue();
        assertThat(TestFunction.of(" -> ")
                        .translate("ref.null func drop")
                        .frame()
                        .references())
                .isFalse();
        assertThat(TestFunction.of(" -> i32")
                        .translate("ref.func 2 ref.is_null")
                        .frame()
                        .references())
                .isTrue();
    }
}
