package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Operands of two slots. */
class VectorOperandsTest {

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void aVectorIsReturnedAsTwoSlots() {
        assertCode("i32 v128 -> v128", "local.get 1", """
                copy2 s3, s1, s2
                return_span s3, count 2
                """);
    }

    @Test
    void aVectorIsCopiedToALocalAsAWhole() {
        assertCode("v128 v128 ->", "local.get 1 local.set 0", """
                copy2 s0, s2, s3
                return
                """);
    }

    @Test
    void aVectorIsPreservedBeforeItsLocalIsWritten() {
        assertCode("v128 v128 -> v128", "local.get 0 local.get 1 local.set 0", """
                copy2 s4, s0, s1
                copy2 s0, s2, s3
                return_span s4, count 2
                """);
    }

    @Test
    void aVectorIsChosenAsAWhole() {
        assertCode("v128 i32 v128 -> v128", "local.get 0 local.get 2 local.get 1 select", """
                select_v128 s5, s0, s3, s2
                return_span s5, count 2
                """);
        assertCode("v128 i32 ->", "local.get 0 local.get 0 local.get 1 i32.eqz select (result v128) local.set 0", """
                i32.eq_si s7, s2, 0
                select_v128 s0, s0, s0, s7
                return
                """);
    }

    @Test
    void globalsHoldVectors() {
        assertCode("->", "global.get 5 global.set 5", """
                global_get_v128 s0, global 5
                global_set_v128 global 5, s0
                return
                """);
    }

    @Test
    void aBlockYieldsAVectorInItsHome() {
        assertCode(
                "v128 i32 -> v128",
                "i32.const 7 block (result v128) local.get 0 local.get 1 br_if 0 i8x16.neg end local.set 0 drop "
                        + "local.get 0",
                """
                copy2 s4, s0, s1
                br_if_nez L0, s2
                i8x16.neg s4, s4
                L0:
                copy2 s0, s4, s5
                copy2 s3, s0, s1
                return_span s3, count 2
                """);
    }

    @Test
    void aBranchBringsAVectorDown() {
        assertCode("v128 -> v128", "block (result v128) i32.const 1 i32.clz local.get 0 br 0 end", """
                const32 s2, 1
                i32.clz s2, s2
                copy2 s2, s0, s1
                br L0
                L0:
                return_span s2, count 2
                """);
    }

    @Test
    void whatLiesAboveAVectorHasItsHomeBehindIt() {
        assertCode("v128 i32 -> i32", "local.get 0 local.get 1 i32.const 1 i32.add local.set 1 drop local.get 1", """
                i32.add_si s2, s2, 1
                return_s s2
                """);
        assertCode("v128 i32 -> v128 i32", "local.get 0 local.get 1 i32.clz", """
                i32.clz s5, s2
                copy2 s3, s0, s1
                return_span s3, count 3
                """);
    }
}
