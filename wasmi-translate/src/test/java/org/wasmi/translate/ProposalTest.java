package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.translate.Wasm.VOID_TYPE;
import static org.wasmi.translate.Wasm.bytes;
import static org.wasmi.translate.Wasm.code;
import static org.wasmi.translate.Wasm.join;
import static org.wasmi.translate.Wasm.module;
import static org.wasmi.translate.Wasm.name;
import static org.wasmi.translate.Wasm.section;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.binary.ModuleOutline;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.binary.WasmFeatures;

/** Modules that need features that are not enabled are refused with the feature's name, and outlined all the same. */
class ProposalTest {
    private static final byte[] ONE_FUNCTION = section(3, bytes(1, 0));

    /** All features but one are enabled, so that no other one is named. */
    private static void assertNeeds(Proposal proposal, byte[] wasm) {
        TranslationOptions options = TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL.without(proposal));
        MalformedException refused =
                catchThrowableOfType(MalformedException.class, () -> Translator.translate(wasm, options));
        assertThat(refused.proposal()).contains(proposal);
        String reason = WasmFeatures.ALL.has(proposal) ? " not enabled: " : " not supported: ";
        assertThat(refused).hasMessageStartingWith(proposal + reason).hasMessageContaining("(at byte ");
    }

    @ParameterizedTest
    @CsvSource({
        "fd0c,SIMD",
        "fdff01,SIMD",
        "fd8002,RELAXED_SIMD",
        "fd9302,RELAXED_SIMD",
        "fe00,THREADS",
        "fe10,THREADS",
        "fe4e,THREADS",
        "fb00,GC",
        "fb1e,GC",
        "fb8001,STRINGREF",
        "d3,GC",
        "1200,TAIL_CALLS",
        "130000,TAIL_CALLS",
        "14,FUNCTION_REFERENCES",
        "15,FUNCTION_REFERENCES",
        "d4,FUNCTION_REFERENCES",
        "d5,FUNCTION_REFERENCES",
        "d6,FUNCTION_REFERENCES",
        "08,EXCEPTIONS",
        "0a,EXCEPTIONS",
        "1f,EXCEPTIONS",
        "06,LEGACY_EXCEPTIONS",
        "07,LEGACY_EXCEPTIONS",
        "09,LEGACY_EXCEPTIONS",
        "18,LEGACY_EXCEPTIONS",
        "19,LEGACY_EXCEPTIONS",
        "fc13,WIDE_ARITHMETIC",
        "fc16,WIDE_ARITHMETIC",
        "e0,STACK_SWITCHING",
        "027b,SIMD",
        "026400,FUNCTION_REFERENCES",
        "d06e,GC",
        "d069,EXCEPTIONS",
        "d005,FUNCTION_REFERENCES"
    })
    void operatorsNameTheirFeature(String operator, Proposal proposal) {
        byte[] body = join(bytes(0), HexFormat.of().parseHex(operator), new byte[20]);
        assertNeeds(proposal, module(VOID_TYPE, ONE_FUNCTION, code(body)));
    }

    @ParameterizedTest
    @CsvSource({"ff", "fc17", "fc7f", "fb1f", "fd9a01", "fdee01", "fd9402", "fdffffff7f", "fe04", "fe4f", "0277", "d2"})
    void whatNoFeatureHasIsMalformed(String operator) {
        byte[] body = join(bytes(0), HexFormat.of().parseHex(operator));
        try {
            Translator.translate(module(VOID_TYPE, ONE_FUNCTION, code(body)));
        } catch (MalformedException e) {
            assertThat(e.proposal()).isEmpty();
            return;
        }
        throw new AssertionError("accepted: " + operator);
    }

    @ParameterizedTest
    @CsvSource({
        "1,015f00,GC",
        "1,015e7f00,GC",
        "1,014e00,GC",
        "1,01500060,GC",
        "1,014f0060,GC",
        "1,015d00,STACK_SWITCHING",
        "1,0160017b00,SIMD",
        "1,0160016400,FUNCTION_REFERENCES",
        "1,0160016300,FUNCTION_REFERENCES",
        "1,0160016900,EXCEPTIONS",
        "1,0160016e00,GC",
        "1,0160016700,STRINGREF",
        "2,0101610162040000,EXCEPTIONS",
        "4,01700400,MEMORY64",
        "4,014000700000d0700b,FUNCTION_REFERENCES",
        "5,0200000000,MULTI_MEMORY",
        "5,010302,THREADS",
        "5,010400,MEMORY64",
        "5,010c0000,CUSTOM_PAGE_SIZES",
        "5,010c0000,MEMORY64",
        "5,010f010200,THREADS",
        "5,01080000,CUSTOM_PAGE_SIZES",
        "6,017b00,SIMD",
        "6,017f00410141026a0b,EXTENDED_CONST",
        "6,017e00420142027e0b,EXTENDED_CONST",
        "6,027f0041000b7f0023000b,GC",
        "7,0101610400,EXCEPTIONS",
        "13,010000,EXCEPTIONS",
        "14,00,STRINGREF"
    })
    void declarationsNameTheirFeature(int section, String contents, Proposal proposal) {
        assertNeeds(proposal, module(section(section, HexFormat.of().parseHex(contents))));
    }

    @Test
    void anAccessWithAMemoryIndexNeedsSeveralMemories() {
        byte[] body = bytes(0, 0x41, 0, 0x28, 0x40, 0, 0, 0x1A, 0x0B);
        byte[] wasm = module(VOID_TYPE, ONE_FUNCTION, section(5, bytes(1, 0, 1)), code(body));
        assertNeeds(Proposal.MULTI_MEMORY, wasm);
        Translator.translate(wasm);
    }

    @Test
    void aBodyIsCheckedWhenItIsTranslatedLater() {
        byte[] wasm = module(VOID_TYPE, ONE_FUNCTION, code(bytes(0, 0x12, 0, 0x0B)));
        Program program = Translator.translate(
                wasm,
                TranslationOptions.DEFAULT
                        .withMode(TranslationMode.LAZY)
                        .withFeatures(WasmFeatures.DEFAULT.without(Proposal.TAIL_CALLS)));
        assertThatThrownBy(() -> program.functions().get(0).body().code())
                .hasMessageStartingWith("tail calls not enabled: opcode 12 (at byte ");
    }

    @Test
    void anOutlineHasImportsAndExportsOfAnyFeature() {
        byte[] types = bytes(
                3, 0x4E, 2, 0x50, 0, 0x5F, 1, 0x78, 1, // a group of a struct
                0x60, 1, 0x64, 0, 1, 0x7B, // and of a function that takes it
                0x5E, 0x6E, 0, // an array
                0x60, 1, 0x71, 0);
        byte[] imports = join(
                bytes(4),
                name("m"),
                name("f"),
                bytes(0, 1),
                name("m"),
                name("t"),
                bytes(1, 0x63, 0x6D, 4, 7),
                name("m"),
                name("e"),
                bytes(4, 0, 3),
                name("m"),
                name("g"),
                bytes(3, 0x7B, 1));
        byte[] wasm = module(
                section(1, types),
                section(2, imports),
                section(4, bytes(1, 0x40, 0, 0x64, 0, 1, 1, 2, 0xD0, 0, 0x0B)),
                section(5, bytes(1, 0x0B, 1, 2, 0)),
                section(13, bytes(1, 0, 3)),
                section(6, bytes(2, 0x6C, 0, 0x41, 1, 0xFB, 0x1C, 0x0B, 0x7F, 1, 0x41, 0, 0x0B)),
                section(
                        7,
                        join(
                                bytes(4),
                                name("memory"),
                                bytes(2, 0),
                                name("table"),
                                bytes(1, 1),
                                name("tag"),
                                bytes(4, 1),
                                name("global"),
                                bytes(3, 2))));
        assertNeeds(Proposal.GC, wasm);
        ModuleOutline outline = Translator.outline(wasm);
        assertThat(outline.imports())
                .containsExactly(
                        new ModuleOutline.Import("m", "f", "func", "((ref 0)) -> (v128)"),
                        new ModuleOutline.Import("m", "t", "table", "i64 7 (ref null eq)"),
                        new ModuleOutline.Import("m", "e", "tag", "(nullref) -> ()"),
                        new ModuleOutline.Import("m", "g", "global", "(mut v128)"));
        assertThat(outline.exports())
                .containsExactly(
                        new ModuleOutline.Export("memory", "memory", 0, "1 2 shared (pagesize 1)"),
                        new ModuleOutline.Export("table", "table", 1, "1 2 (ref 0)"),
                        new ModuleOutline.Export("tag", "tag", 1, "(nullref) -> ()"),
                        new ModuleOutline.Export("global", "global", 2, "(mut i32)"));
        assertThat(outline.proposals())
                .containsExactly(
                        Proposal.SIMD,
                        Proposal.FUNCTION_REFERENCES,
                        Proposal.GC,
                        Proposal.EXCEPTIONS,
                        Proposal.MEMORY64,
                        Proposal.THREADS,
                        Proposal.CUSTOM_PAGE_SIZES);
        assertThat(outline.sections())
                .extracting(ModuleOutline.Section::kind)
                .containsExactly("type", "import", "table", "memory", "tag", "global", "export");
    }

    @Test
    void compactImportsAreOutlined() {
        byte[] wasm = module(
                VOID_TYPE,
                section(
                        2,
                        join(
                                bytes(2),
                                name("m"),
                                bytes(0, 0x7F, 2),
                                name("a"),
                                bytes(0, 0),
                                name("b"),
                                bytes(0x20, 0),
                                name("n"),
                                bytes(0, 0x7E, 3, 0x7F, 0, 2),
                                name("c"),
                                name("d"))));
        assertNeeds(Proposal.COMPACT_IMPORTS, wasm);
        assertThat(Translator.outline(wasm).imports())
                .containsExactly(
                        new ModuleOutline.Import("m", "a", "func", "() -> ()"),
                        new ModuleOutline.Import("m", "b", "func", "() -> ()"),
                        new ModuleOutline.Import("n", "c", "global", "i32"),
                        new ModuleOutline.Import("n", "d", "global", "i32"));
    }

    @Test
    void compactImportsAreImports() {
        byte[] imports = join(
                bytes(3),
                name("m"),
                bytes(0, 0x7F, 2),
                name("a"),
                bytes(0, 0),
                name("b"),
                bytes(2, 0, 1),
                name("n"),
                bytes(0, 0x7E, 3, 0x7F, 0, 2),
                name("c"),
                name("d"),
                name("o"),
                name("e"),
                bytes(4, 0, 0));
        TranslationOptions options =
                TranslationOptions.DEFAULT.withFeatures(WasmFeatures.DEFAULT.with(Proposal.COMPACT_IMPORTS));
        Program program = Translator.translate(module(VOID_TYPE, section(2, imports)), options);

        assertThat(program.imports())
                .extracting(each ->
                        each.module() + " " + each.name() + " " + each.type().kind())
                .containsExactly("m a func", "m b memory", "n c global", "n d global", "o e tag");
        imports[0] = 5; // as WABT counts them
        assertThat(Translator.translate(module(VOID_TYPE, section(2, imports)), options)
                        .imports())
                .isEqualTo(program.imports());
        imports[0] = 4;
        assertThatThrownBy(() -> Translator.translate(module(VOID_TYPE, section(2, imports)), options))
                .isInstanceOf(MalformedException.class);
        imports[0] = 3;
        TranslationLimits four = TranslationLimits.DEFAULT.with(TranslationLimit.IMPORTS, 4);
        assertThatThrownBy(() -> Translator.translate(module(VOID_TYPE, section(2, imports)), options.withLimits(four)))
                .hasMessageContaining("limit on imports exceeded: 5 of at most 4");
        byte[] named = join(bytes(1), name("m"), name("x"), bytes(0x7F, 0));
        assertThatThrownBy(() -> Translator.translate(module(VOID_TYPE, section(2, named)), options))
                .hasMessageStartingWith("malformed import kind");
    }

    @Test
    void aSectionThatCannotBeReadDoesNotHideOthers() {
        byte[] wasm = module(
                section(1, bytes(2, 0x60, 0, 0, 0x11)),
                section(3, bytes(1, 0)),
                section(7, join(bytes(2), name("f"), bytes(0, 0), name("g"), bytes(0, 9))));
        assertThat(Translator.outline(wasm).exports())
                .containsExactly(
                        new ModuleOutline.Export("f", "func", 0, "() -> ()"),
                        new ModuleOutline.Export("g", "func", 9, "?"));
    }
}
