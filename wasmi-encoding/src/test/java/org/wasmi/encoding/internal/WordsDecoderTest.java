package org.wasmi.encoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;

class WordsDecoderTest {

    private static final FrameShape FRAME = new FrameShape(0, 0, 0, 4, false);

    /** Two instructions, one with a wide operand, then a table. */
    private static final int[] SAMPLE = {Op.CONST64.code(), 1, -2, 3, Op.BR_TABLE.code(), 1, 2, 0, -4, Op.BR.code(), -5
    };

    @Test
    void instructionsFollowEachOther() {
        InstructionDecoder decoder = decoder(SAMPLE);

        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(Op.CONST64);
        assertThat(decoder.position()).isZero();
        assertThat(decoder.end()).isEqualTo(4);
        assertThat(decoder.operand(0)).isEqualTo(1);
        assertThat(decoder.wide(1)).isEqualTo(0x3_FFFF_FFFEL);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(Op.BR_TABLE);
        assertThat(decoder.end()).isEqualTo(9);
        assertThat(decoder.operand(1)).isEqualTo(2);
        assertThat(decoder.target(1, 0)).isEqualTo(4);
        assertThat(decoder.target(1, 1)).isZero();
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.target(0)).isEqualTo(4);
        assertThat(decoder.next()).isFalse();
        assertThat(decoder.next()).isFalse();
    }

    @Test
    void seekingGoesAnywhere() {
        InstructionDecoder decoder = decoder(SAMPLE);
        decoder.seek(9);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(Op.BR);
        decoder.seek(SAMPLE.length);
        assertThat(decoder.next()).isFalse();
        decoder.seek(0);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op()).isEqualTo(Op.CONST64);

        assertThatThrownBy(() -> decoder.seek(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.seek(SAMPLE.length + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void questionsNeedACurrentInstruction() {
        InstructionDecoder decoder = decoder(SAMPLE);
        assertNoCurrent(decoder);
        assertThat(decoder.next()).isTrue();
        decoder.seek(9);
        assertNoCurrent(decoder);
        while (decoder.next()) {
            assertThat(decoder.op()).isNotNull();
        }
        assertNoCurrent(decoder);
    }

    private static void assertNoCurrent(InstructionDecoder decoder) {
        assertThatThrownBy(decoder::op).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(decoder::position).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(decoder::end).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.operand(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.malformed("")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void questionsFitTheOperand() {
        InstructionDecoder decoder = decoder(SAMPLE);
        assertThat(decoder.next()).isTrue();

        assertThatThrownBy(() -> decoder.operand(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 1 of const64 is IMM64, not 32 bits");
        assertThatThrownBy(() -> decoder.wide(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 0 of const64 is RESULT, not 64 bits");
        assertThatThrownBy(() -> decoder.target(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 0 of const64 is RESULT, not a branch");
        assertThatThrownBy(() -> decoder.target(0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("operand 0 of const64 is RESULT, not targets");
        assertThatThrownBy(() -> decoder.operand(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.operand(-1)).isInstanceOf(IndexOutOfBoundsException.class);

        decoder.seek(4);
        assertThat(decoder.next()).isTrue();
        assertThatThrownBy(() -> decoder.target(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> decoder.target(1, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        decoder.seek(9);
        assertThat(decoder.next()).isTrue();
        assertThatThrownBy(() -> decoder.operand(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wordsThatAreNoCodeAreMalformed() {
        for (int word : new int[] {-1, Op.count(), Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            InstructionDecoder decoder = decoder(Op.RETURN.code(), word);
            assertThat(decoder.next()).isTrue();

            assertThatThrownBy(decoder::next)
                    .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.offset())
                            .isEqualTo(4))
                    .hasMessageContaining("no instruction has code " + word);
        }
    }

    @ParameterizedTest
    @EnumSource
    void codeThatEndsWithinAnInstructionIsMalformed(Op op) {
        for (int length = 1; length < op.format().words(); length++) {
            int[] words = new int[length];
            words[0] = op.code();
            InstructionDecoder decoder = decoder(words);

            assertThatThrownBy(decoder::next)
                    .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.offset())
                            .isZero())
                    .hasMessageContaining("the code ends within " + op);
        }
    }

    @Test
    void tablesBeyondTheEndAreMalformed() {
        for (int targets : new int[] {2, 3, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            InstructionDecoder decoder = decoder(Op.BR_TABLE.code(), 0, targets, 0);

            assertThatThrownBy(decoder::next)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("the code ends within br_table");
        }
    }

    @Test
    void tablesWithoutDefaultAreMalformed() {
        InstructionDecoder decoder = decoder(Op.BR_TABLE.code(), 0, 0, 0);

        assertThatThrownBy(decoder::next)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("br_table has no targets");
    }

    @Test
    void exceptionsKnowWhereTheInstructionIs() {
        InstructionDecoder decoder = decoder(SAMPLE);
        decoder.seek(4);
        assertThat(decoder.next()).isTrue();

        assertThat(decoder.malformed("odd").offset()).isEqualTo(16);
        assertThat(decoder.malformed("odd")).hasMessage("odd (at byte 16)");
    }

    @Test
    void otherEncodingsAreRefused() {
        Code code = new Code("other", new int[0], 0, FRAME, SourceMap.EMPTY);

        assertThatThrownBy(() -> new WordsDecoder(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    private static InstructionDecoder decoder(int... words) {
        return new WordsDecoder(new Code(Encodings.WORDS, words, words.length, FRAME, SourceMap.EMPTY));
    }
}
