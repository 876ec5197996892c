package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.translate.Wasm.VOID_TYPE;
import static org.wasmi.translate.Wasm.bytes;
import static org.wasmi.translate.Wasm.custom;
import static org.wasmi.translate.Wasm.join;
import static org.wasmi.translate.Wasm.module;
import static org.wasmi.translate.Wasm.name;
import static org.wasmi.translate.Wasm.section;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Names;

class NamesTest {

    /** Imports, so that there need not be bodies. */
    private static final byte[] EIGHT_FUNCTIONS =
            section(2, bytes(8), join(Collections.nCopies(8, bytes(0, 0, 0, 0)).toArray(new byte[0][])));

    private static final byte[] MODULE = section(0, name("m"));
    private static final byte[] FUNCTIONS = section(1, bytes(2, 0), name("f"), bytes(7), name("g\u00e4"));
    private static final byte[] LOCALS =
            section(2, bytes(2, 0, 1, 0), name("x"), bytes(7, 2, 1), name("y"), bytes(3), name("z"));

    @Test
    void modulesFunctionsAndLocalsHaveNames() {
        Names names = names(MODULE, FUNCTIONS, LOCALS);
        assertThat(names.module()).contains("m");
        assertThat(names.function(0)).contains("f");
        assertThat(names.function(7)).contains("g\u00e4");
        assertThat(names.function(1)).isEmpty();
        assertThat(names.local(0, 0)).contains("x");
        assertThat(names.local(7, 3)).contains("z");
        assertThat(names.local(7, 0)).isEmpty();
        assertThat(names.local(1, 0)).isEmpty();
    }

    @Test
    void namesOfOtherThingsAreReadOver() {
        Names names = names(section(4, bytes(1, 2, 3)), FUNCTIONS, section(99, bytes(0xFF)));
        assertThat(names.function(0)).contains("f");
    }

    @Test
    void namesUpToAnErrorStay() {
        assertThat(names(MODULE, section(1, bytes(2, 0), name("f"), bytes(1, 9, 'x')))
                        .function(0))
                .contains("f");
        assertThat(names(MODULE, bytes(1, 0x7F)).module()).contains("m");
        assertThat(names(section(0, bytes(1, 0xFF)), FUNCTIONS).module()).isEmpty();
        assertThat(names(section(1, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F))).function(0))
                .isEmpty();
    }

    @Test
    void namesOfFunctionsThatDoNotExistAreIgnored() {
        Names names = names(section(1, bytes(2, 8), name("x"), bytes(0), name("f")));
        assertThat(names.function(0)).contains("f");
        assertThat(names.function(8)).isEmpty();
        assertThat(names.function(-1)).isEmpty();
    }

    @Test
    void theFirstNameSectionCountsWhereverItIs() {
        byte[] wasm = module(
                custom("name", MODULE, FUNCTIONS),
                VOID_TYPE,
                EIGHT_FUNCTIONS,
                custom("name", section(0, name("other"))));
        Names names = Translator.translate(wasm).names();
        assertThat(names.module()).contains("m");
        assertThat(names.function(7)).contains("g\u00e4");
    }

    private static Names names(byte[]... subsections) {
        return Translator.translate(module(VOID_TYPE, EIGHT_FUNCTIONS, custom("name", join(subsections))))
                .names();
    }
}
