package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.translate.binary.WasmFeatures;

class WasmFeaturesTest {

    @Test
    void theDefaultIsWasm3AndThreads() {
        assertThat(TranslationOptions.DEFAULT.features()).isEqualTo(WasmFeatures.DEFAULT);
        assertThat(TranslationOptions.UNTRUSTED.features()).isEqualTo(WasmFeatures.DEFAULT);
        assertThat(WasmFeatures.DEFAULT).isEqualTo(WasmFeatures.WASM3.with(Proposal.THREADS));
        assertThat(WasmFeatures.DEFAULT)
                .isEqualTo(WasmFeatures.ALL.without(
                        Proposal.LEGACY_EXCEPTIONS,
                        Proposal.CUSTOM_PAGE_SIZES,
                        Proposal.WIDE_ARITHMETIC,
                        Proposal.COMPACT_IMPORTS));
    }

    @ParameterizedTest
    @EnumSource(Proposal.class)
    void aFeatureCanBeSwitchedUnlessItIsNotSupported(Proposal feature) {
        if (WasmFeatures.ALL.has(feature)) {
            assertThat(WasmFeatures.NONE.has(feature)).isFalse();
            assertThat(WasmFeatures.NONE.with(feature).has(feature)).isTrue();
            assertThat(WasmFeatures.NONE.with(feature).without(feature)).isEqualTo(WasmFeatures.NONE);
            assertThat(WasmFeatures.ALL.without(feature).has(feature)).isFalse();
        } else {
            assertThatThrownBy(() -> WasmFeatures.NONE.with(feature))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(feature + " is not supported");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-all                  | -all",
                "all,-all              | -all",
                "-all,simd,+gc         | -all,simd,gc",
                "-wasm3                | -all,threads",
                "-all,wasm3,-gc,-threads | -all,multi-memory,extended-const,tail-calls,simd,relaxed-simd,"
                        + "function-references,exceptions,memory64",
            })
    void changesAreMadeFromLeftToRight(String changes, String result) {
        assertThat(WasmFeatures.DEFAULT.changedBy(changes)).hasToString(result);
    }

    @Test
    void theTextIsTheChangesThatMakeTheFeatures() {
        for (WasmFeatures each : List.of(WasmFeatures.NONE, WasmFeatures.DEFAULT, WasmFeatures.ALL)) {
            assertThat(WasmFeatures.DEFAULT.changedBy(each.toString()))
                    .isEqualTo(each)
                    .hasSameHashCodeAs(each);
        }
    }

    @Test
    void everyFeatureHasAName() {
        assertThat(WasmFeatures.names())
                .hasSize((int) Arrays.stream(Proposal.values())
                                .filter(WasmFeatures.ALL::has)
                                .count()
                        + 2)
                .contains("custom-page-sizes", "wasm3", "all");
    }

    @ParameterizedTest
    @CsvSource({
        "thread, there is no feature 'thread'; did you mean 'threads'?",
        "'simd,', there is no feature ''",
        "--gc, there is no feature '-gc'; did you mean 'gc'?",
        "stack-switching, there is no feature 'stack-switching'",
    })
    void otherNamesAreRefused(String changes, String message) {
        assertThatThrownBy(() -> WasmFeatures.DEFAULT.changedBy(changes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
