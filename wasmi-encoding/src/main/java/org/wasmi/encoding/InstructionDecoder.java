package org.wasmi.encoding;

import java.util.List;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.Instruction;

/**
 * A cursor over the instructions of one {@link Code}. It starts before the first instruction. Positions count the
 * units of the encoding (words for {@code words}) from the start of the code. {@link Instruction} makes objects of
 * what a decoder finds.
 *
 * <p>Questions about the current instruction end in {@link IllegalStateException} where there is none: before the
 * first {@link #next}, after {@link #seek}, and once {@code next} has found the end. Operands are asked for by their
 * number in the {@link Format}, from 0: {@link IndexOutOfBoundsException} if there is no such operand or entry,
 * {@link IllegalArgumentException} if the question does not fit its kind. Decoders are for one thread; any number of
 * them may read the same code.
 */
public interface InstructionDecoder {

    /**
     * Moves to the next instruction.
     *
     * @return whether there is one
     * @throws MalformedException if the code has no instruction here; code that was verified never does that
     */
    boolean next();

    /**
     * Moves so that {@link #next} finds the instruction at a position.
     *
     * @param position where an instruction begins, or the end of the code
     * @throws IndexOutOfBoundsException if the position is not within the code
     */
    void seek(int position);

    /** {@return the position of the current instruction} */
    int position();

    /** {@return the position behind the current instruction} */
    int end();

    /** {@return the current instruction} */
    Op op();

    /** {@return an operand of 32 bits: slot, immediate, offset, count or index; for targets their number} */
    int operand(int number);

    /** {@return an operand of 64 bits} */
    long wide(int number);

    /** {@return the position that a branch operand leads to; not within the code if that is malformed} */
    int target(int number);

    /**
     * {@return the position that an entry of a table of targets leads to; not within the code if that is malformed}
     *
     * @param number the number of the operand
     * @param entry the entry, from 0; the last one is the default
     */
    int target(int number, int entry);

    /**
     * Visits the operands of the current instruction in order, each target of a table of targets included. A
     * visitor that treats all operands, or all targets, alike need not know their kinds.
     */
    default void visit(OperandVisitor visitor) {
        List<OperandKind> kinds = op().format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            switch (kinds.get(i)) {
                case IMM64, OFFSET64 -> visitor.value(i, wide(i));
                case BRANCH -> visitor.target(i, target(i));
                case TARGETS -> {
                    int count = operand(i);
                    visitor.value(i, count);
                    for (int entry = 0; entry < count; entry++) {
                        visitor.target(i, target(i, entry));
                    }
                }
                default -> visitor.value(i, operand(i));
            }
        }
    }

    /** {@return an exception to throw because of the current instruction, which knows where that is} */
    MalformedException malformed(String message);
}
