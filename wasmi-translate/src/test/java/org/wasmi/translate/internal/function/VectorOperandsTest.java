package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Operands of two slots: parameters of type v128, which nothing computes with yet. */
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
    void aVectorIsChosenByHalves() {
        assertCode("v128 i32 v128 -> v128", "local.get 0 local.get 2 local.get 1 select", """
                select s5, s0, s3, s2
                select s6, s1, s4, s2
                return_span s5, count 2
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
