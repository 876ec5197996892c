package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wasmi.translate.TranslationOptions;

/** Tests of references that branches take over, and where they must not. */
class ReferenceFusionTest {

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void isNullAndBrIf() {
        assertCode("anyref ->", "block local.get 0 ref.is_null br_if 0 end", """
                br_on_null L0, s0
                L0:
                return
                """);
    }

    @Test
    void isNullAndIf() {
        assertCode("anyref -> i32", "local.get 0 ref.is_null if (result i32) i32.const 1 else i32.const 2 end", """
                br_on_non_null L0, s0
                const32 s1, 1
                br L1
                L0:
                const32 s1, 2
                L1:
                return_s s1
                """);
    }

    @Test
    void eqzTurnsTheBranchRound() {
        assertCode("anyref ->", "block local.get 0 ref.is_null i32.eqz br_if 0 end", """
                br_on_non_null L0, s0
                L0:
                return
                """);
        assertCode("anyref ->", "block local.get 0 ref.is_null i32.eqz i32.eqz br_if 0 end", """
                br_on_null L0, s0
                L0:
                return
                """);
    }

    @Test
    void eqzOfATestAsAValueIsComputed() {
        assertCode("anyref -> i32", "local.get 0 ref.is_null i32.eqz", """
                ref_is_null s1, s0
                i32.eq_si s1, s1, 0
                return_s s1
                """);
    }

    @Test
    void testAndBrIf() {
        assertCode("anyref ->", "block local.get 0 ref.test (ref i31) br_if 0 end", """
                br_on_cast_abstract L0, s0, 108, 0
                L0:
                return
                """);
    }

    @Test
    void testOfNullAndEqzAndIf() {
        assertCode("anyref ->", "local.get 0 ref.test i31ref i32.eqz if nop end", """
                br_on_cast_abstract L0, s0, 108, 1
                L0:
                return
                """);
    }

    @Test
    void aTestIsTakenPastTheValuesOfTheBranch() {
        assertCode(
                "anyref i32 -> i32",
                "block (result i32) local.get 1 i32.const 5 i32.add local.get 0 ref.is_null br_if 0 end",
                """
                i32.add_si s2, s1, 5
                br_on_null L0, s0
                L0:
                return_s s2
                """);
    }

    @Test
    void aTestThatStaysObservableIsComputed() {
        assertCode("anyref -> i32 ; i32", "block local.get 0 ref.is_null local.tee 1 br_if 0 end local.get 1", """
                ref_is_null s1, s0
                br_if_nez L0, s1
                L0:
                return_s s1
                """);
    }

    @Test
    void aChoiceByATestIsByItsResult() {
        assertCode("anyref i32 i32 -> i32", "local.get 1 local.get 2 local.get 0 ref.is_null select", """
                ref_is_null s5, s0
                select s3, s1, s2, s5
                return_s s3
                """);
    }

    @Test
    void withoutFusionABranchTestsTheResult() {
        TestFunction plain = TestFunction.of("anyref ->").with(TranslationOptions.DEFAULT.withFusion(false));
        assertThat(plain.lines("block local.get 0 ref.is_null br_if 0 end")).isEqualTo("""
                ref_is_null s1, s0
                br_if_nez L0, s1
                L0:
                return
                """.strip());
    }
}
