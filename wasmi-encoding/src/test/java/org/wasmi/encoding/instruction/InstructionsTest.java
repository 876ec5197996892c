package org.wasmi.encoding.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Samples;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;

class InstructionsTest {

    private static final Encoding WORDS = Encodings.named(Encodings.WORDS);

    @ParameterizedTest
    @EnumSource
    void decodeIsTheInverseOfEncode(Op op) {
        Random random = new Random(op.code());
        for (int i = 0; i < 20; i++) {
            List<Instruction> instructions = List.of(Samples.of(op, 2, random), Instruction.of(Op.RETURN));

            assertThat(Instructions.decode(Instructions.encode(instructions, Samples.FRAME, WORDS)))
                    .isEqualTo(instructions);
        }
    }

    @Test
    void decodeIsTheInverseOfEncodeForAllInstructionsTogether() {
        for (int seed = 0; seed < 20; seed++) {
            List<Instruction> instructions = Samples.ofEachOp(seed);
            Code code = Instructions.encode(instructions, Samples.FRAME, WORDS);

            assertThat(Instructions.decode(code)).isEqualTo(instructions);
            assertThat(code.frame()).isEqualTo(Samples.FRAME);
            assertThat(Instructions.encode(instructions, Samples.FRAME, WORDS)).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @EnumSource
    void operandsOfAnotherFormatAreRefused(Op op) {
        List<Operand> operands = Samples.of(op, 2, new Random(op.code())).operands();
        List<Operand> more = new ArrayList<>(operands);
        more.add(new Operand(OperandKind.COUNT, 1));
        assertThatThrownBy(() -> new Instruction(op, more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(op.mnemonic());
        for (int i = 0; i < op.format().operands().size(); i++) {
            List<Operand> fewer = operands.subList(0, i);
            assertThatThrownBy(() -> new Instruction(op, fewer)).isInstanceOf(IllegalArgumentException.class);
            List<Operand> other = new ArrayList<>(operands);
            OperandKind kind = operands.get(i).kind() == OperandKind.FRAME ? OperandKind.SLOT : OperandKind.FRAME;
            other.set(i, new Operand(kind, 1));
            assertThatThrownBy(() -> new Instruction(op, other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void operandsAreOfTheKindsThatTheFormatHas() {
        assertThat(Instruction.of(Op.LOAD8_S_M, 1, 2, 1L << 40, 3).operands())
                .containsExactly(
                        new Operand(OperandKind.RESULT, 1),
                        new Operand(OperandKind.SLOT, 2),
                        new Operand(OperandKind.OFFSET64, 1L << 40),
                        new Operand(OperandKind.INDEX, 3));
        assertThatThrownBy(() -> Instruction.of(Op.COPY, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Instruction.of(Op.COPY, 1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Instruction.of(Op.COPY, 1, 1L << 31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Instruction.of(Op.BR_TABLE, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void targetsAreThoseOfBranchesAndTables() {
        assertThat(Instruction.of(Op.RETURN_S, 1).targets()).isEmpty();
        assertThat(Instruction.of(Op.BR_IF_I32_EQ_SI, 7, 1, 2).targets()).containsExactly(7);
        Instruction table = Instruction.of(Op.BR_TABLE, 3, 5, 4, 5);
        assertThat(table.targets()).containsExactly(5, 4, 5);
        assertThat(table.withTargets(target -> target + 1)).isEqualTo(Instruction.of(Op.BR_TABLE, 3, 6, 5, 6));
        assertThat(table).hasToString("br_table 3, 5, 4, 5");
    }

    @Test
    void targetsOutsideOfTheListAreRefused() {
        for (int target : new int[] {-1, 1, 100}) {
            assertThatThrownBy(() -> Instructions.encode(List.of(Instruction.of(Op.BR, target)), Samples.FRAME, WORDS))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void branchesToWhatIsNotAnInstructionAreMalformed() {
        int br = Op.BR.code();
        for (int distance : new int[] {1, -2, 2, 100}) {
            Code code = new Code(Encodings.WORDS, new int[] {br, distance}, 2, Samples.FRAME, SourceMap.EMPTY);

            assertThatThrownBy(() -> Instructions.decode(code))
                    .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.offset())
                            .isZero())
                    .hasMessageContaining("not an instruction");
        }
    }
}
