package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.type.NumType;

/** Where instructions and locals come from in the binary. */
class SourcesTest {
    /** A function (i32) -> (i32) with a local i64 and two f32; its body begins at 24: a sum within a block. */
    private static final byte[] MODULE = HexFormat.of()
            .parseHex("0061736d01000000" + "0106" + "01" + "60017f017f" + "0302" + "0100" + "0a12" + "01" + "10"
                    + "02017e027d" + "2000" + "4101" + "6a" + "0440" + "0b" + "2000" + "0b");

    private static final int SUM = 33;

    private static Code code(TranslationOptions options) {
        return Translator.translate(MODULE, options).functions().get(0).body().code();
    }

    private static List<Integer> origins(Code code) {
        List<Integer> origins = new ArrayList<>();
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            origins.add(code.sources().offsetAt(decoder.position()));
        }
        return origins;
    }

    @Test
    void theSourcesOfAllInstructionsAreKeptOnDemand() {
        assertThat(origins(code(TranslationOptions.DEFAULT))).containsOnly(SourceMap.UNKNOWN);
        Code complete = code(TranslationOptions.DEFAULT.withSources(true));
        assertThat(origins(complete)).doesNotContain(SourceMap.UNKNOWN).isSorted();
        assertThat(complete).isEqualTo(code(TranslationOptions.DEFAULT));
        assertThat(origins(code(TranslationOptions.DEBUGGING))).startsWith(SUM);
    }

    @Test
    void declaredLocalsAreListed() {
        var body = Translator.layout(MODULE).bodies().get(0);
        assertThat(WasmLocals.list(MODULE, body))
                .containsExactly(new WasmLocals(1, NumType.I64), new WasmLocals(2, NumType.F32));
    }
}
