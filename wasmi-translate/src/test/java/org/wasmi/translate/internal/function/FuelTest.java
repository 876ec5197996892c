package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.NumType;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.internal.binary.BinaryReader;

/** Each basic block pays for its operators where it begins. */
class FuelTest {

    private static void assertCode(String signature, String operators, String code) {
        TestFunction function = TestFunction.of(signature).with(TranslationOptions.DEFAULT.withFuel(true));
        assertThat(function.lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void aStraightFunctionPaysOnce() {
        assertCode("i32 -> i32", "local.get 0 i32.const 1 i32.add nop", """
                consume_fuel 3
                i32.add_si s1, s0, 1
                return_s s1
                """);
    }

    @Test
    void anEmptyFunctionPaysNothing() {
        assertCode(" -> ", "nop block end", "return");
    }

    @Test
    void eachRoundOfALoopPays() {
        assertCode("i32 -> ", "loop local.get 0 i32.const 1 i32.sub local.tee 0 br_if 0 end", """
                L0:
                consume_fuel 5
                i32.add_si s0, s0, -1
                br_if_nez L0, s0
                return
                """);
    }

    @Test
    void partsOfAnIfPayForThemselves() {
        assertCode("i32 -> ", "local.get 0 if i32.const 1 global.set 0 else call 7 end call 7 call 7", """
                consume_fuel 2
                br_if_eqz L0, s0
                consume_fuel 2
                global_set_i global 0, 1
                br L1
                L0:
                consume_fuel 1
                call func 7, s1
                L1:
                consume_fuel 2
                call func 7, s1
                call func 7, s1
                return
                """);
    }

    @Test
    void whatIsNotReachedCostsNothing() {
        assertCode(" -> ", "return i32.const 1 drop", """
                consume_fuel 1
                return
                """);
    }

    @Test
    void constantExpressionsAreFree() {
        byte[] expression = Wasm.bytes(0x41, 5, 0x0B);
        TestFunction function = TestFunction.of(" -> ").with(TranslationOptions.DEFAULT.withFuel(true));
        FunctionTranslator translator = function.translator(function.module());
        assertThat(TestFunction.lines(translator
                        .constant(new BinaryReader(expression, 0, expression.length), NumType.I32, 0)
                        .code()))
                .isEqualTo("return_i 5");
    }
}
