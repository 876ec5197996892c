package org.wasmi.encoding.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Patch;
import org.wasmi.encoding.Samples;

class InstructionWriterTest {

    private final InstructionWriter writer =
            new InstructionWriter(Encodings.named(Encodings.WORDS).encoder());

    /** What is written is what a decoder finds, operand by operand. */
    @ParameterizedTest
    @EnumSource
    void operandsAreWrittenInTheOrderOfTheFormat(Op op) {
        Instruction instruction = Samples.of(op, 1, new Random(op.code()));
        Label target = writer.newLabel();
        long[] others = instruction.operands().stream()
                .filter(operand -> !operand.kind().isTarget())
                .mapToLong(Operand::value)
                .toArray();
        int targets = instruction.targets().size();
        if (op.format().hasTargets()) {
            writer.table(others[0], Stream.generate(() -> target).limit(targets).toArray(Label[]::new));
        } else if (targets == 1) {
            writer.branch(op, target, others);
        } else {
            writer.write(op, others);
        }
        writer.bind(target);
        writer.write(Op.RETURN);

        assertThat(Instructions.decode(writer.finish(Samples.FRAME)).get(0))
                .isEqualTo(instruction.withTargets(index -> 1));
    }

    @ParameterizedTest
    @EnumSource
    void tooFewAndTooManyOperandsAreRefused(Op op) {
        int operands = op.format().operands().size();
        int targets = (int)
                op.format().operands().stream().filter(OperandKind::isTarget).count();
        for (int wrong : new int[] {operands - targets - 1, operands - targets + 1}) {
            if (wrong >= 0) {
                assertThatThrownBy(() -> write(op, targets, new long[wrong]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(op.mnemonic());
            }
        }
        assertThatThrownBy(() -> write(op, 1 - targets, new long[operands - targets]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(op.mnemonic());
    }

    private void write(Op op, int targets, long[] operands) {
        if (targets == 1) {
            writer.branch(op, writer.newLabel(), operands);
        } else {
            writer.write(op, operands);
        }
    }

    @Test
    void operandsOf32BitsHaveNoMore() {
        assertThatThrownBy(() -> writer.write(Op.CONST32, 0, 1L << 31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.patch(Op.RETURN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void immediatesMayBeSetLater() {
        Patch patch = writer.patch(Op.CONSUME_FUEL);
        writer.write(Op.RETURN);
        writer.set(patch, 7);

        assertThat(Instructions.decode(writer.finish(Samples.FRAME)))
                .containsExactly(Instruction.of(Op.CONSUME_FUEL, 7), Instruction.of(Op.RETURN));
    }

    @Test
    void sourcesGoToTheCode() {
        writer.source(40);
        writer.write(Op.RETURN);

        assertThat(writer.finish(Samples.FRAME).sources().offsetAt(0)).isEqualTo(40);
    }
}
