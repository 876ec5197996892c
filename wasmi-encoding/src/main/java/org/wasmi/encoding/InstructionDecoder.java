package org.wasmi.encoding;

import java.util.List;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.instruction.Instruction;

/**
 * A cursor over the instructions of one {@link Code}. It starts before the first instruction. Positions count the
 * units of the encoding (words for {@code words}) from the start of the code. {@link Instruction} represents what a
 * decoder finds as objects.
 *
 * <p>Methods that access the current instruction throw {@link IllegalStateException} if there is none: before the first
 * {@link #next}, after {@link #seek}, and once {@code next} has found the end. Operands are accessed by their number in
 * the {@link Format}, from 0. The methods throw {@link IndexOutOfBoundsException} if there is no such operand or entry,
 * and {@link IllegalArgumentException} if the method does not fit the operand's kind. Not thread-safe, but any number
 * of decoders may read the same code.
 */
public interface InstructionDecoder {

    /**
     * Moves to the next instruction.
     *
     * @return whether there is one
     * @throws MalformedException if the code has no instruction here; never thrown for verified code
     */
    boolean next();

    /**
     * Moves to a position, so that {@link #next} finds the instruction there.
     *
     * @param position the position of an instruction, or the end of the code
     * @throws IndexOutOfBoundsException if the position is not within the code
     */
    void seek(int position);

    /** {@return the position of the current instruction} */
    int position();

    /** {@return the position behind the current instruction} */
    int end();

    /** {@return the current instruction} */
    Op op();

    /** {@return a 32-bit operand: slot, immediate, offset, count or index; for a table of targets their number} */
    int operand(int number);

    /** {@return a 64-bit operand} */
    long wide(int number);

    /** {@return the target position of a branch operand; outside the code if the operand is malformed} */
    int target(int number);

    /**
     * {@return the target position of an entry of a table of targets; outside the code if the entry is malformed}
     *
     * @param number the number of the operand
     * @param entry the entry, from 0; the last one is the default
     */
    int target(int number, int entry);

    /**
     * Visits the operands of the current instruction in order, each target of a table of targets included. A visitor
     * that treats all operands, or all targets, alike does not depend on their kinds.
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

    /** {@return an exception with the position of the current instruction, for the caller to throw} */
    MalformedException malformed(String message);
}
