package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.translate.Wasm.bytes;
import static org.wasmi.translate.Wasm.code;
import static org.wasmi.translate.Wasm.custom;
import static org.wasmi.translate.Wasm.join;
import static org.wasmi.translate.Wasm.module;
import static org.wasmi.translate.Wasm.section;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

class TranslationLimitsTest {

    private static final byte[] TYPE = section(1, bytes(1, 0x60, 2, 0x7F, 0x7F, 2, 0x7F, 0x7F));
    private static final byte[] VOID = Wasm.VOID_TYPE;
    private static final byte[] FUNCTION = section(3, bytes(1, 0));
    private static final byte[] MEMORY = section(5, bytes(2, 0, 1, 0, 1));

    /** For each limit a module that has exactly two of what is limited. */
    private static final Map<TranslationLimit, byte[]> TWO = Map.ofEntries(
            Map.entry(TranslationLimit.CUSTOM_SECTIONS, module(custom("a"), custom("a"))),
            Map.entry(TranslationLimit.TYPES, module(section(1, bytes(2, 0x60, 0, 0, 0x60, 0, 0)))),
            Map.entry(TranslationLimit.PARAMS, module(TYPE)),
            Map.entry(TranslationLimit.RESULTS, module(TYPE)),
            Map.entry(TranslationLimit.FIELDS, module(section(1, bytes(1, 0x5F, 2, 0x7F, 0, 0x7F, 0)))),
            Map.entry(
                    TranslationLimit.FIXED_ELEMENTS,
                    module(
                            section(1, bytes(2, 0x60, 0, 0, 0x5E, 0x7F, 0)),
                            FUNCTION,
                            code(bytes(0, 0x00, 0xFB, 8, 1, 2, 0x1A, 0x0B)))),
            Map.entry(TranslationLimit.IMPORTS, module(imports(2, bytes(0, 0, 2, 0, 1), bytes(0, 0, 3, 0x7F, 0)))),
            Map.entry(
                    TranslationLimit.FUNCTIONS,
                    module(VOID, imports(1, bytes(0, 0, 0, 0)), FUNCTION, code(bytes(0, 0x0B)))),
            Map.entry(
                    TranslationLimit.TABLES,
                    module(imports(1, bytes(0, 0, 1, 0x70, 0, 1)), section(4, bytes(1, 0x70, 0, 1)))),
            Map.entry(TranslationLimit.MEMORIES, module(imports(1, bytes(0, 0, 2, 0, 1)), section(5, bytes(1, 0, 1)))),
            Map.entry(
                    TranslationLimit.GLOBALS,
                    module(imports(1, bytes(0, 0, 3, 0x7F, 0)), section(6, bytes(1, 0x7F, 0, 0x41, 0, 0x0B)))),
            Map.entry(
                    TranslationLimit.TAGS, module(VOID, imports(1, bytes(0, 0, 4, 0, 0)), section(13, bytes(1, 0, 0)))),
            Map.entry(
                    TranslationLimit.HANDLERS,
                    module(VOID, FUNCTION, code(bytes(0, 0x1F, 0x40, 2, 2, 0, 2, 0, 0x0B, 0x0B)))),
            Map.entry(TranslationLimit.EXPORTS, module(MEMORY, section(7, bytes(2, 1, 'a', 2, 0, 1, 'b', 2, 0)))),
            Map.entry(TranslationLimit.ELEMENT_SEGMENTS, module(section(9, bytes(2, 1, 0, 0, 1, 0, 0)))),
            Map.entry(
                    TranslationLimit.ELEMENTS,
                    module(section(9, bytes(1, 5, 0x70, 2, 0xD0, 0x70, 0x0B, 0xD0, 0x70, 0x0B)))),
            Map.entry(TranslationLimit.DATA_SEGMENTS, module(section(11, bytes(2, 1, 0, 1, 0)))),
            Map.entry(TranslationLimit.BODY_SIZE, module(VOID, FUNCTION, code(bytes(0, 0x0B)))),
            Map.entry(TranslationLimit.LOCALS, module(VOID, FUNCTION, code(bytes(1, 2, 0x7F, 0x0B)))),
            Map.entry(
                    TranslationLimit.NESTING,
                    module(VOID, FUNCTION, code(bytes(0, 0x02, 0x40, 0x02, 0x40, 0x0B, 0x0B, 0x0B)))),
            Map.entry(
                    TranslationLimit.OPERANDS,
                    module(VOID, FUNCTION, code(bytes(0, 0x41, 0, 0x41, 0, 0x1A, 0x1A, 0x0B)))),
            Map.entry(
                    TranslationLimit.BRANCH_TARGETS,
                    module(VOID, FUNCTION, code(bytes(0, 0x41, 0, 0x0E, 2, 0, 0, 0, 0x0B)))));

    @TestFactory
    Stream<DynamicTest> eachLimitIsTheMostThereMayBe() {
        return Stream.of(TranslationLimit.values())
                .filter(limit -> limit != TranslationLimit.MODULE_SIZE)
                .map(limit -> DynamicTest.dynamicTest(limit.name(), () -> {
                    byte[] wasm = Objects.requireNonNull(TWO.get(limit), "a module for each limit");
                    assertThatCode(() -> translate(wasm, limit, 2)).doesNotThrowAnyException();
                    assertThatThrownBy(() -> translate(wasm, limit, 1))
                            .isInstanceOf(ResourceException.class)
                            .hasMessage("limit on " + limit + " exceeded: 2 of at most 1");
                }));
    }

    @Test
    void theSizeOfAModuleIsLimited() {
        assertThatCode(() -> translate(module(), TranslationLimit.MODULE_SIZE, 8))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> translate(module(), TranslationLimit.MODULE_SIZE, 7))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on module size exceeded: 8 of at most 7");
    }

    @Test
    void theDataCountIsLimitedAndUnsigned() {
        assertThatThrownBy(() -> Translator.translate(module(section(12, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F)))))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("4294967295");
    }

    @Test
    void strictLimitsAreNeverAboveTheDefault() {
        for (TranslationLimit limit : TranslationLimit.values()) {
            assertThat(TranslationLimits.STRICT.of(limit)).isLessThanOrEqualTo(TranslationLimits.DEFAULT.of(limit));
        }
    }

    @Test
    void limitsAreValues() {
        TranslationLimits changed = TranslationLimits.DEFAULT.with(TranslationLimit.LOCALS, 3);
        assertThat(changed.of(TranslationLimit.LOCALS)).isEqualTo(3);
        assertThat(changed.of(TranslationLimit.TYPES)).isEqualTo(TranslationLimits.DEFAULT.of(TranslationLimit.TYPES));
        assertThat(changed).isNotEqualTo(TranslationLimits.DEFAULT).hasToString(changed.toString());
        assertThat(changed)
                .isEqualTo(TranslationLimits.DEFAULT.with(TranslationLimit.LOCALS, 3))
                .hasSameHashCodeAs(TranslationLimits.DEFAULT.with(TranslationLimit.LOCALS, 3));
        assertThatThrownBy(() -> changed.with(TranslationLimit.LOCALS, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] imports(int count, byte[]... imports) {
        return section(2, bytes(count), join(imports));
    }

    private static void translate(byte[] wasm, TranslationLimit limit, int value) {
        Translator.translate(
                wasm,
                TranslationOptions.DEFAULT
                        .withMode(TranslationMode.EAGER)
                        .withLimits(TranslationLimits.DEFAULT.with(limit, value)));
    }
}
