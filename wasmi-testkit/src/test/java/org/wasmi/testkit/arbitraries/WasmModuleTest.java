package org.wasmi.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.wasmi.translate.Translator;

class WasmModuleTest {

    @Test
    void aSeedStandsForOneModule() {
        assertThat(WasmModule.ofSeed(7).wasm()).isEqualTo(WasmModule.ofSeed(7).wasm());
        assertThat(WasmModule.ofSeed(7).calls()).isEqualTo(WasmModule.ofSeed(7).calls());
        assertThat(WasmModule.ofSeed(8).wasm())
                .isNotEqualTo(WasmModule.ofSeed(7).wasm());
    }

    @Test
    void modulesAndTheirReductionsAreValid() {
        LongStream.range(0, 30).mapToObj(WasmModule::ofSeed).forEach(module -> {
            assertThatCode(() -> Translator.validate(module.wasm())).doesNotThrowAnyException();
            module.reductions().limit(100).forEach(smaller -> assertThatCode(() -> Translator.validate(smaller.wasm()))
                    .as(smaller.toString())
                    .doesNotThrowAnyException());
        });
    }

    @Test
    void reducingEndsWithNothingLeft() {
        WasmModule module = WasmModule.ofSeed(3);
        for (int steps = 0; steps < 100_000; steps++) {
            List<WasmModule> next = new ArrayList<>(module.reductions().limit(1).toList());
            if (next.isEmpty()) {
                assertThat(module.calls()).isEmpty();
                assertThat(module.size()).isLessThan(20);
                return;
            }
            module = next.get(0);
        }
        assertThat(module.reductions()).as("reductions").isEmpty();
    }

    @Test
    void everyOperatorIsGenerated() {
        Set<String> missing = new LinkedHashSet<>();
        NumericSignature.ALL.forEach(each -> missing.add(each.name()));
        missing.addAll(List.of("""
                block loop if else br br_if br_table return call call_indirect return_call return_call_indirect
                drop select local.get local.set local.tee global.get global.set table.get table.set
                i32.load i64.load f32.load f64.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u
                i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u
                i32.store i64.store f32.store f64.store i32.store8 i32.store16 i64.store8 i64.store16 i64.store32
                memory.size memory.grow memory.init data.drop memory.copy memory.fill
                table.init elem.drop table.copy table.grow table.size table.fill
                i32.const i64.const f32.const f64.const ref.null ref.is_null ref.func unreachable
                """.strip().split("\\s+")));
        for (long seed = 0; seed < 2_000 && !missing.isEmpty(); seed++) {
            String text = WasmModule.ofSeed(seed).toString();
            missing.removeIf(operator -> text.contains("(" + operator + " ")
                    || text.contains("(" + operator + ")")
                    || text.contains("(" + operator + "\n"));
        }
        assertThat(missing).isEmpty();
    }
}
