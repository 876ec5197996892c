package org.wasmi.encoding.instruction;

import java.util.Objects;
import java.util.function.IntFunction;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Patch;

/**
 * Writes whole instructions through an {@link InstructionEncoder}, with operands of the kinds that the {@link Format}
 * has. These methods throw {@link IllegalArgumentException} for too few or too many operands. The other methods behave
 * as those of the encoder, errors included. For the code of one function. Not thread-safe.
 */
public final class InstructionWriter {
    private static final Label[] NO_TARGETS = {};

    private final InstructionEncoder encoder;

    /**
     * Creates a writer.
     *
     * @param encoder the encoder to write to; it may also be used directly, between whole instructions
     */
    public InstructionWriter(InstructionEncoder encoder) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
    }

    /**
     * Writes an instruction that does not branch.
     *
     * @param op the instruction
     * @param operands the operands in order
     * @throws IllegalArgumentException if its format has others, or if one of 32 bits has more
     */
    public void write(Op op, long... operands) {
        write(op, NO_TARGETS, operands);
    }

    /**
     * Writes a branch.
     *
     * @param op the instruction
     * @param target where to
     * @param operands the other operands in order
     * @throws IllegalArgumentException if its format has others, or if one of 32 bits has more
     */
    public void branch(Op op, Label target, long... operands) {
        write(op, new Label[] {target}, operands);
    }

    /**
     * Writes a branch by table.
     *
     * @param slot the slot of the index
     * @param targets the targets; the last is the default
     * @throws IllegalArgumentException if there are no targets
     */
    public void table(long slot, Label... targets) {
        write(Op.BR_TABLE, targets, slot);
    }

    /**
     * Writes an instruction.
     *
     * @param instruction the instruction
     * @param labels maps the index of a target to its label
     */
    public void write(Instruction instruction, IntFunction<Label> labels) {
        Label[] targets = instruction.targets().stream().map(labels::apply).toArray(Label[]::new);
        long[] operands = instruction.operands().stream()
                .filter(operand -> !operand.kind().isTarget())
                .mapToLong(Operand::value)
                .toArray();
        write(instruction.op(), targets, operands);
    }

    /**
     * Writes an instruction whose only operand, an immediate, is set later.
     *
     * @param op an instruction of format {@link Format#I}
     * @return the patch that sets the immediate
     * @throws IllegalArgumentException if the instruction has another format
     */
    public Patch patch(Op op) {
        Format.I.require(op);
        encoder.begin(op);
        return encoder.patch();
    }

    private void write(Op op, Label[] targets, long... operands) {
        requireNumber(op, targets.length, operands.length);
        encoder.begin(op);
        int next = 0;
        for (OperandKind kind : op.format().operands()) {
            if (kind == OperandKind.TARGETS) {
                encoder.operand(targets.length);
            }
            if (kind.isTarget()) {
                for (Label each : targets) {
                    encoder.branch(each);
                }
            } else if (kind.words() == 2) {
                encoder.wide(operands[next++]);
            } else {
                encoder.operand((int) new Operand(kind, operands[next++]).value());
            }
        }
    }

    private static void requireNumber(Op op, int targets, int operands) {
        Format format = op.format();
        int branches =
                (int) format.operands().stream().filter(OperandKind::isTarget).count();
        boolean targetsFit = format.hasTargets() ? targets > 0 : targets == branches;
        if (!targetsFit || operands != format.operands().size() - branches) {
            throw new IllegalArgumentException(op + " takes the operands " + format.operands() + ", not " + targets
                    + " targets and " + operands + " others");
        }
    }

    /** Sets the value of an immediate, as {@link InstructionEncoder#set} does. */
    public void set(Patch patch, int value) {
        encoder.set(patch, value);
    }

    /** {@return a new label, not yet bound} */
    public Label newLabel() {
        return encoder.newLabel();
    }

    /** Binds a label to the position of the next instruction. */
    public void bind(Label label) {
        encoder.bind(label);
    }

    /** Sets the place from which the following instructions come, as {@link InstructionEncoder#source} does. */
    public void source(int byteOffset) {
        encoder.source(byteOffset);
    }

    /** Appends an exception handler, as {@link InstructionEncoder#handler} does. */
    public void handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot) {
        encoder.handler(clause, from, to, tag, target, slot);
    }

    /** {@return the code, as {@link InstructionEncoder#finish} does} */
    public Code finish(FrameShape frame) {
        return encoder.finish(frame);
    }
}
