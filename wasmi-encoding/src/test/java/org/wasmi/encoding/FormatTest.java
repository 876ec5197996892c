package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theNameHasALetterForEachOperand(Format format) {
        // An address of 64 bits is a slot like another.
        assertThat(format.operands().stream().map(FormatTest::letter).collect(Collectors.joining()))
                .isEqualTo(format.name().replace('A', 'S'));
    }

    private static String letter(OperandKind kind) {
        return switch (kind) {
            case RESULT, RESULT_SPAN -> "R";
            case RESULT_PAIR -> "D";
            case SLOT, SLOT_SPAN -> "S";
            case FRAME -> "F";
            case IMM32 -> "I";
            case IMM64 -> "L";
            case OFFSET32 -> "O";
            case OFFSET64 -> "P";
            case COUNT -> "C";
            case LANE -> "N";
            case INDEX -> "X";
            case BRANCH -> "B";
            case TARGETS -> "T";
        };
    }

    @ParameterizedTest
    @EnumSource
    void operandsFollowEachOtherAfterTheCode(Format format) {
        int word = 1;
        for (int i = 0; i < format.operands().size(); i++) {
            assertThat(format.wordOf(i)).isEqualTo(word);
            word += format.operands().get(i).words();
        }
        assertThat(format.words()).isEqualTo(word);
        assertThatThrownBy(() -> format.wordOf(format.operands().size())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource
    void targetsAreTheLastOperandAndTheOnlyOneThatNamesTargets(Format format) {
        long kinds = format.operands().stream()
                .filter(kind -> kind == OperandKind.BRANCH || kind == OperandKind.TARGETS)
                .count();
        assertThat(kinds).isLessThanOrEqualTo(1);
        assertThat(format.hasTargets()).isEqualTo(format == Format.ST);
        assertThat(format.operands().indexOf(OperandKind.TARGETS))
                .isIn(-1, format.operands().size() - 1);
    }

    @Test
    void eachFormatAndOperandKindIsUsed() {
        Set<Format> formats = EnumSet.allOf(Format.class);
        Set<OperandKind> kinds = EnumSet.allOf(OperandKind.class);
        for (Op op : Op.values()) {
            formats.remove(op.format());
            kinds.removeAll(op.format().operands());
        }
        assertThat(formats).isEmpty();
        assertThat(kinds).isEmpty();
    }

    @Test
    void anInstructionOfAnotherFormatIsRefused() {
        assertThatCode(() -> Format.RSS.require(Op.I32_ADD_SS)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Format.RSI.require(Op.I32_ADD_SS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("i32.add_ss has the format RSS, not RSI");
    }

    @Test
    void slotTypesHaveLettersOfTheirOwn() {
        assertThat(Arrays.stream(SlotType.values()).map(SlotType::letter)).doesNotHaveDuplicates();
        for (SlotType type : SlotType.values()) {
            assertThat(SlotType.of(type.letter())).isEqualTo(type);
        }
        assertThatThrownBy(() -> SlotType.of('x')).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void operandsAreWrittenReadOrNeither(OperandKind kind) {
        assertThat(kind.isResult() && kind.isRead()).isFalse();
        assertThat(kind.isSlot()).isEqualTo(kind.isResult() || kind.isRead() || kind == OperandKind.FRAME);
        assertThat(kind.isSlot() && kind.isImmediate()).isFalse();
    }
}
