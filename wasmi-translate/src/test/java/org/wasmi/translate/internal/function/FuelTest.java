package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.type.NumType;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.fuel.FuelCosts;
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
    void bytesAndElementsArePaidBeforeTheyAreTouched() {
        assertCode(
                "i32 i32 i32 ->",
                "local.get 0 local.get 1 local.get 2 memory.fill 1 local.get 0 memory.grow 0 drop",
                """
                consume_fuel 3
                charge_fuel s2, 1024
                consume_fuel 2
                memory_fill memory 1, s0, s1, s2
                charge_fuel s0, 67108864
                consume_fuel 2
                memory_grow s3, memory 0, s0
                return
                """);
        assertCode("i32 i32 i32 ->", "local.get 0 local.get 1 i32.const 5 table.init 0 table.size 0 drop", """
                consume_fuel 3
                const32 s5, 5
                charge_fuel s5, 8192
                consume_fuel 3
                table_init table 0, elem 0, s0, s1, s5
                table_size s3, table 0
                return
                """);
    }

    @Test
    void nothingComesBetweenAChargeAndTheWorkThatItIsFor() {
        assertCode("i32 -> i32", "local.get 0 i32.const 1 memory.grow 0 local.tee 0 i32.gt_u", """
                consume_fuel 2
                const32 s2, 1
                charge_fuel s2, 67108864
                consume_fuel 3
                memory_grow s2, memory 0, s2
                copy2 s0, s2, s0
                i32.lt_u_ss s1, s0, s1
                return_s s1
                """);
    }

    @Test
    void pricesAreThoseOfTheTable() {
        FuelCosts costs = new FuelCosts(2, 3, 5, 7, 9, 1, 11, 13);
        TestFunction function = TestFunction.of("i32 i32 i32 ->").with(TranslationOptions.DEFAULT.withFuel(costs));
        assertThat(function.lines("local.get 0 i32.load offset=0 drop")).contains("consume_fuel 7\n");
        assertThat(function.lines("local.get 0 local.get 1 i32.store offset=0")).contains("consume_fuel 9\n");
        assertThat(function.lines("local.get 0 i32x4.splat drop")).contains("consume_fuel 6\n");
        assertThat(function.lines("local.get 0 v128.load drop")).contains("consume_fuel 7\n");
        assertThat(function.lines("local.get 0 local.get 0 v128.load v128.load8_lane 0 drop"))
                .contains("consume_fuel 12\n");
        assertThat(function.lines("local.get 0 local.get 0 v128.load v128.store8_lane 0"))
                .contains("consume_fuel 12\n");
        assertThat(function.lines("call 7")).contains("consume_fuel 7\n");
        assertThat(function.lines("local.get 0 throw 1")).contains("consume_fuel 11\n");
        assertThat(function.lines("ref.null exn throw_ref")).contains("consume_fuel 11\n");
        assertThat(function.lines("local.get 0 local.get 1 local.get 2 memory.fill 0"))
                .isEqualTo(
                        "consume_fuel 6\ncharge_fuel s2, 1\nconsume_fuel 2\nmemory_fill memory 0, s0, s1, s2\nreturn");
        assertThat(function.lines("local.get 0 local.get 1 local.get 2 table.copy 0 0"))
                .isEqualTo("consume_fuel 6\ncharge_fuel s2, 11\nconsume_fuel 2\n"
                        + "table_copy table 0, table 0, s0, s1, s2\nreturn");
        assertThat(costs.ofTranslation(65_536)).isEqualTo(13);
        assertThat(costs.ofTranslation(1)).isEqualTo(1);
        assertThat(FuelCosts.DEFAULT.ofTranslation(Integer.MAX_VALUE)).isEqualTo(8L * Integer.MAX_VALUE);
    }

    @Test
    void aBlockThatCostsMoreThanFitsIsSplit() {
        FuelCosts costs = new FuelCosts(100, 1, 1, 1, 1, 1, 1, 0);
        byte[] operators = new byte[3 * 6_000_000 + 1];
        for (int i = 0; i + 3 < operators.length; i += 3) {
            operators[i] = 0x41;
            operators[i + 2] = 0x1A;
        }
        operators[operators.length - 1] = 0x0B;
        TranslationOptions options = TranslationOptions.DEFAULT.withFuel(costs);
        String lines = TestFunction.lines(TestFunction.of(" -> ").with(options).translate(operators));
        assertThat(lines).isEqualTo("consume_fuel 1073741900\nconsume_fuel 126258100\nreturn");
    }

    @Test
    void pricesAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FuelCosts(0, 1, 1, 1, 1, 1, 1, 0))
                .withMessage("the price of operator must be from 1 to 100, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new FuelCosts(1, 101, 1, 1, 1, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FuelCosts(1, 1, 1, 1, 0, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FuelCosts(1, 1, 1, 1, 1, 65_536, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FuelCosts(1, 1, 1, 1, 1, 1, 0, 0));
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
        byte[] expression = Wasm.bytes(0x41, 5, 0x41, 2, 0x6A, 0x0B); // 5 + 2
        TestFunction function = TestFunction.of(" -> ").with(TranslationOptions.DEFAULT.withFuel(true));
        FunctionTranslator translator = function.translator(function.module());
        ConstExpr constant = translator.constant(new BinaryReader(expression, 0, expression.length), NumType.I32, 0);
        assertThat(TestFunction.lines(((ConstExpr.Computed) constant).code())).isEqualTo("""
                const32 s0, 5
                i32.add_si s0, s0, 2
                return_s s0""");
    }
}
