package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.instruction.Instructions;

class CompactEncodingTest {
    private static final Encoding COMPACT = Encodings.named(Encodings.COMPACT);
    private static final int RETURN = Op.RETURN.code();
    private static final Encoding WORDS = Encodings.named(Encodings.WORDS);

    private static Code encode(Consumer<InstructionWriter> body) {
        InstructionWriter writer = new InstructionWriter(COMPACT.encoder());
        body.accept(writer);
        return writer.finish(Samples.FRAME);
    }

    /** The code of bytes in hexadecimal. */
    private static Code code(String hex) {
        return code(HexFormat.of().parseHex(withCodes(hex)), SourceMap.EMPTY);
    }

    /** Replaces each name of an instruction of a one-byte code, in braces, by that code. */
    private static String withCodes(String hex) {
        return Pattern.compile("\\{(\\w+)}").matcher(hex).replaceAll(name -> "%02x"
                .formatted(Op.valueOf(name.group(1)).code()));
    }

    private static Code code(byte[] bytes, SourceMap sources) {
        int[] data = new int[(bytes.length + 3) / 4];
        for (int i = 0; i < bytes.length; i++) {
            data[i / 4] |= (bytes[i] & 0xFF) << (i % 4 * 8);
        }
        return new Code(Encodings.COMPACT, data, bytes.length, Samples.FRAME, sources);
    }

    private static byte[] bytes(Code code) {
        byte[] bytes = new byte[code.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (code.dataAt(i / 4) >>> (i % 4 * 8));
        }
        return bytes;
    }

    private static String hex(Code code) {
        return HexFormat.of().formatHex(bytes(code));
    }

    @ParameterizedTest
    @EnumSource
    void decodeIsTheInverseOfEncode(Op op) {
        Random random = new Random(op.code());
        for (int i = 0; i < 20; i++) {
            List<Instruction> instructions = List.of(Samples.of(op, 2, random), Instruction.of(Op.RETURN));

            assertThat(Instructions.decode(Instructions.encode(instructions, Samples.FRAME, COMPACT)))
                    .isEqualTo(instructions);
        }
    }

    @Test
    void transcodingKeepsInstructionsFrameAndSources() {
        for (int seed = 0; seed < 20; seed++) {
            List<Instruction> instructions = Samples.ofEachOp(seed);
            InstructionWriter writer = new InstructionWriter(WORDS.encoder());
            List<Label> labels = new ArrayList<>();
            instructions.forEach(each -> labels.add(writer.newLabel()));
            for (int i = 0; i < labels.size(); i++) {
                writer.bind(labels.get(i));
                writer.source(1000 - 7 * (i / 3));
                writer.write(instructions.get(i), labels::get);
            }
            Code words = writer.finish(Samples.FRAME);

            Code compact = Encodings.transcode(words, COMPACT);
            Code again = Encodings.transcode(compact, WORDS);

            assertThat(compact.encoding()).isEqualTo(Encodings.COMPACT);
            assertThat(Instructions.decode(compact)).isEqualTo(instructions);
            assertThat(compact).isEqualTo(Instructions.encode(instructions, Samples.FRAME, COMPACT));
            assertThat(again).isEqualTo(words);
            InstructionDecoder decoder = Encodings.decoder(compact);
            for (int i = 0; decoder.next(); i++) {
                assertThat(compact.sources().offsetAt(decoder.position())).isEqualTo(1000 - 7 * (i / 3));
            }
            for (int position = 0; position < words.length(); position++) {
                assertThat(again.sources().offsetAt(position))
                        .isEqualTo(words.sources().offsetAt(position));
            }
        }
    }

    @Test
    void transcodingToTheSameEncodingIsTheIdentity() {
        Code code = code("{RETURN}");

        assertThat(Encodings.transcode(code, COMPACT)).isSameAs(code);
    }

    @Test
    void transcodingRefusesBranchesToWhatIsNotAnInstruction() {
        for (int distance : new int[] {1, -1, 3, 100, Integer.MIN_VALUE}) {
            Code code = new Code(
                    Encodings.WORDS,
                    new int[] {Op.BR.code(), distance, Op.RETURN.code()},
                    3,
                    Samples.FRAME,
                    SourceMap.EMPTY);

            assertThatThrownBy(() -> Encodings.transcode(code, COMPACT)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void slotsAndSmallImmediatesTakeOneByte() {
        assertThat(hex(encode(w -> {
                    w.write(Op.I32_ADD_SS, 2, 0, 127);
                    w.write(Op.I32_ADD_SI, 2, 0, -1);
                    w.write(Op.CONST32, 0, 63);
                    w.write(Op.RETURN);
                })))
                .isEqualTo(withCodes("{I32_ADD_SS}02007f" + "{I32_ADD_SI}020001" + "{CONST32}007e" + "{RETURN}"));
    }

    @Test
    void largeOperandsTakeMoreBytes() {
        assertThat(hex(encode(w -> {
                    w.write(Op.COPY, 128, -1);
                    w.write(Op.CONST32, 0, 64);
                    w.write(Op.CONST32, 0, Integer.MIN_VALUE);
                })))
                .isEqualTo(withCodes("{COPY}8001ffffffff0f" + "{CONST32}008001" + "{CONST32}00ffffffff0f"));
    }

    @Test
    void commonFloatsAreShort() {
        assertThat(hex(encode(w -> {
                    w.write(Op.F32_ADD_SI, 0, 0, Float.floatToRawIntBits(2f));
                    w.write(Op.CONST64, 0, Double.doubleToRawLongBits(-2.0));
                })))
                .isEqualTo(withCodes("{F32_ADD_SI}000040" + "{CONST64}00c001"));
    }

    @Test
    void lateOpsTakeTwoBytes() {
        assertThat(hex(encode(w -> {
                    w.branch(Op.BR_IF_F32_EQ_SS, bound(w), 0, 0);
                    w.branch(Op.BR_IF_F32_NE_SS, bound(w), 0, 0);
                    w.write(Op.ELEM_DROP, 0);
                })))
                .isEqualTo("ef000000" + "f000000000" + "f06300");
    }

    private static Label bound(InstructionWriter writer) {
        Label label = writer.newLabel();
        writer.bind(label);
        return label;
    }

    @Test
    void branchesCountInstructions() {
        assertThat(hex(encode(w -> {
                    Label end = w.newLabel();
                    Label begin = bound(w);
                    w.branch(Op.BR, end);
                    w.write(Op.CONST32, 0, Integer.MIN_VALUE);
                    w.branch(Op.BR, begin);
                    w.bind(end);
                    w.table(5, begin, end);
                })))
                .isEqualTo(withCodes("{BR}06" + "{CONST32}00ffffffff0f" + "{BR}03" + "{BR_TABLE}05020500"));
    }

    @Test
    void patchesAreInPlaceWhateverTheirLength() {
        InstructionEncoder encoder = COMPACT.encoder();
        encoder.begin(Op.CONSUME_FUEL);
        Patch fuel = encoder.patch();
        encoder.begin(Op.RETURN);
        encoder.set(fuel, 1_000);

        assertThat(Instructions.decode(encoder.finish(Samples.FRAME)))
                .containsExactly(Instruction.of(Op.CONSUME_FUEL, 1_000), Instruction.of(Op.RETURN));
    }

    @Test
    void encoderRefusesWhatTheCanonicalOneRefuses() {
        InstructionEncoder encoder = COMPACT.encoder();
        encoder.begin(Op.COPY);

        assertThatThrownBy(() -> encoder.wide(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.begin(Op.RETURN)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.bind(new Label(3))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void decoderReadsFromAnyInstruction() {
        Code code = Instructions.encode(Samples.ofEachOp(1), Samples.FRAME, COMPACT);
        InstructionDecoder forward = Encodings.decoder(code);
        InstructionDecoder jumping = Encodings.decoder(code);
        while (forward.next()) {
            jumping.seek(forward.position());
            assertThat(jumping.next()).isTrue();
            assertThat(jumping.op()).isEqualTo(forward.op());
            assertThat(jumping.end()).isEqualTo(forward.end());
            for (int i = 0; i < forward.op().format().operands().size(); i++) {
                switch (forward.op().format().operands().get(i)) {
                    case BRANCH -> assertThat(jumping.target(i)).isEqualTo(forward.target(i));
                    case TARGETS -> assertThat(jumping.target(i, 0)).isEqualTo(forward.target(i, 0));
                    case IMM64, OFFSET64 -> assertThat(jumping.wide(i)).isEqualTo(forward.wide(i));
                    default -> assertThat(jumping.operand(i)).isEqualTo(forward.operand(i));
                }
            }
        }
        jumping.seek(code.length());
        assertThat(jumping.next()).isFalse();
    }

    @Test
    void targetsBeyondTheCodeOrWhatDecodesAreNotWithinTheCode() {
        for (String hex : List.of("{BR}02", "{BR}01", "{BR}ffffffff0f", "{BR}02ff")) {
            InstructionDecoder decoder = Encodings.decoder(code(hex));
            assertThat(decoder.next()).isTrue();
            assertThat(decoder.target(0)).isNegative();
        }
    }

    @Test
    void targetsAreNowhereWhereTheDecoderIsNotAtAnInstruction() {
        InstructionDecoder decoder = Encodings.decoder(code("{COPY}{BR}00{RETURN}{BR}00"));
        decoder.seek(1);
        decoder.next();

        assertThat(decoder.op()).isEqualTo(Op.BR);
        assertThat(decoder.target(0)).isNegative();
        decoder.next();
        decoder.next();
        assertThat(decoder.target(0)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "ff00,no instruction has code 4080",
        "f213,no instruction has code 771",
        "f0,the code ends within",
        "{COPY},the code ends within",
        "{COPY}00,the code ends within",
        "{COPY}0080,the code ends within",
        "{COPY}008000,longer than it need be",
        "{COPY}00ffffffff10,wider than 32 bits",
        "{COPY}008080808080,the code ends within",
        "{CONST64}00ffffffffffffffffff02,wider than 64 bits",
        "{CONST64}00ffffffffffffffffff81,wider than 64 bits",
        "{BR_TABLE}0000,br_table has no targets",
        "{BR_TABLE}00020000ff,the code ends within",
        "{BR_TABLE}0003,the code ends within",
        "{BR_TABLE}00ffffffff0f,the code ends within",
    })
    void malformedCodeIsToldAsSuch(String hex, String message) {
        Code code = code("{RETURN}" + hex);
        InstructionDecoder decoder = Encodings.decoder(code);
        decoder.next();

        assertThatThrownBy(() -> {
                    while (decoder.next()) {}
                })
                .isInstanceOfSatisfying(
                        MalformedException.class, e -> assertThat(e.offset()).isPositive())
                .hasMessageContaining(message);
        assertThatThrownBy(decoder::op).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void dataThatIsNotAsLongAsItSaysIsMalformed() {
        for (Code code : List.of(
                new Code(Encodings.COMPACT, new int[] {RETURN, 0}, 1, Samples.FRAME, SourceMap.EMPTY),
                new Code(Encodings.COMPACT, new int[] {RETURN + 0x100}, 1, Samples.FRAME, SourceMap.EMPTY),
                new Code(Encodings.WORDS, new int[] {RETURN}, 2, Samples.FRAME, SourceMap.EMPTY),
                new Code(Encodings.WORDS, new int[] {RETURN, RETURN}, 1, Samples.FRAME, SourceMap.EMPTY))) {
            assertThatThrownBy(() -> Encodings.decoder(code)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void decoderRefusesOtherEncodings() {
        Code words = new Code(Encodings.WORDS, new int[] {RETURN}, 1, Samples.FRAME, SourceMap.EMPTY);

        assertThatThrownBy(() -> COMPACT.decoder(words)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codeThatEndsAnywhereIsMalformedUnlessThatIsBetweenInstructions() {
        byte[] whole = bytes(Instructions.encode(Samples.ofEachOp(7), Samples.FRAME, COMPACT));
        InstructionDecoder decoder = Encodings.decoder(code(whole, SourceMap.EMPTY));
        for (int length = 0; length < whole.length; length++) {
            if (length == 0 || length == decoder.end()) {
                decoder.next();
                continue;
            }
            InstructionDecoder cut = Encodings.decoder(code(Arrays.copyOf(whole, length), SourceMap.EMPTY));
            cut.seek(decoder.position());
            assertThatThrownBy(cut::next).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void anyBytesDecodeOrAreMalformedAndThereIsOneEncodingOnly() {
        Random random = new Random(3);
        int decoded = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(12)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = (byte) random.nextInt(64);
            }
            Code code = code(bytes, SourceMap.EMPTY);
            List<Instruction> instructions;
            try {
                instructions = Instructions.decode(code);
            } catch (MalformedException e) {
                assertThat(e.offset()).isBetween(0, bytes.length);
                continue;
            }
            decoded++;
            assertThat(Instructions.encode(instructions, Samples.FRAME, COMPACT))
                    .isEqualTo(code);
        }
        assertThat(decoded).isGreaterThan(500);
    }
}
