package org.wasmi.testkit.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Patch;
import org.wasmi.encoding.program.Program;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

class RecordingEncoderTest {
    private static final FrameShape FRAME = new FrameShape(0, 0, 0, 4, false);

    /** Makes each kind of call. */
    private static Code write(InstructionEncoder to) {
        Label end = to.newLabel();
        to.source(40);
        to.begin(Op.CONSUME_FUEL);
        Patch fuel = to.patch();
        to.begin(Op.CONST64);
        to.operand(1);
        to.wide(-5);
        to.begin(Op.BR);
        to.branch(end);
        to.bind(end);
        to.begin(Op.RETURN);
        to.set(fuel, 3);
        return to.finish(FRAME);
    }

    private static RecordingEncoder written() {
        RecordingEncoder recording = new RecordingEncoder();
        write(recording);
        return recording;
    }

    @Test
    void everyCallIsKeptInOrder() {
        written()
                .assertCalls(
                        new EncoderCall.NewLabel(new Label(0)),
                        new EncoderCall.Source(40),
                        new EncoderCall.Begin(Op.CONSUME_FUEL),
                        new EncoderCall.NewPatch(new Patch(0)),
                        new EncoderCall.Begin(Op.CONST64),
                        new EncoderCall.Operand(1),
                        new EncoderCall.Wide(-5),
                        new EncoderCall.Begin(Op.BR),
                        new EncoderCall.Branch(new Label(0)),
                        new EncoderCall.Bind(new Label(0)),
                        new EncoderCall.Begin(Op.RETURN),
                        new EncoderCall.Set(new Patch(0), 3),
                        new EncoderCall.Finish(FRAME));
    }

    @Test
    void theFirstDifferenceIsTold() {
        RecordingEncoder recording = written();
        List<EncoderCall> others = new ArrayList<>(recording.calls());
        others.set(5, new EncoderCall.Operand(2));
        assertThatThrownBy(() -> recording.assertCalls(others))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("call 5 is Operand[value=1], not Operand[value=2]")
                .hasMessageContaining("Begin[op=const64]");
        assertThatThrownBy(() -> recording.assertCalls(recording.calls().subList(0, 12)))
                .hasMessageContaining("call 12 is Finish")
                .hasMessageContaining("not missing");
        assertThatThrownBy(() -> new RecordingEncoder().assertCalls(recording.calls()))
                .hasMessageContaining("call 0 is missing, not NewLabel");
    }

    @Test
    void theCallsCanBeReplayedOntoEveryEncoding() {
        RecordingEncoder recording = written();
        Encodings.all().forEach((name, encoding) -> {
            Code code = recording.replay(encoding.encoder()).orElseThrow();
            assertThat(code).as(name).isEqualTo(write(encoding.encoder()));
            assertThat(code.sources().offsetAt(0)).isEqualTo(40);
        });
        RecordingEncoder again = new RecordingEncoder();
        recording.replay(again);
        again.assertCalls(recording.calls());
    }

    /** The other encoder may have made labels and patches before. */
    @Test
    void labelsAndPatchesAreThoseOfTheOtherEncoder() {
        InstructionEncoder to = Encodings.named(Encodings.WORDS).encoder();
        to.newLabel();
        to.begin(Op.CONSUME_FUEL);
        to.set(to.patch(), 9);
        Code code = written().replay(to).orElseThrow();
        assertThat(code.dataAt(1)).isEqualTo(9);
        assertThat(code.dataAt(3)).isEqualTo(3);
    }

    @Test
    void whatIsNotFinishedIsReplayedAsFarAsItGoes() {
        RecordingEncoder recording = new RecordingEncoder();
        recording.begin(Op.RETURN);
        InstructionEncoder to = Encodings.named(Encodings.WORDS).encoder();
        assertThat(recording.replay(to)).isEmpty();
        assertThat(to.finish(FRAME).length()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsNotKept() {
        RecordingEncoder recording = new RecordingEncoder();
        recording.begin(Op.RETURN);
        assertThatThrownBy(() -> recording.operand(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> recording.bind(new Label(0))).isInstanceOf(IllegalArgumentException.class);
        recording.assertCalls(new EncoderCall.Begin(Op.RETURN));
    }

    private static List<Code> translate(byte[] wasm, String encoding) {
        Program program = Translator.translate(
                wasm,
                TranslationOptions.DEFAULT
                        .withFeatures(WasmFeatures.ALL)
                        .withMode(TranslationMode.EAGER)
                        .withEncoding(encoding));
        return program.functions().stream()
                .map(function -> function.body().code())
                .toList();
    }

    @Test
    void theTranslatorMakesTheSameCallsWhateverTheEncoding() {
        LongStream.range(0, 30).mapToObj(WasmModule::ofSeed).forEach(module -> {
            byte[] wasm = module.wasm();
            List<RecordingEncoder> recorded = WideEncoding.record(() -> translate(wasm, WideEncoding.NAME));
            for (String encoding : List.of(Encodings.WORDS, Encodings.COMPACT)) {
                List<Code> replayed = recorded.stream()
                        .map(each ->
                                each.replay(Encodings.named(encoding).encoder()).orElseThrow())
                        .toList();
                assertThat(replayed).containsSubsequence(translate(wasm, encoding));
            }
        });
    }
}
