package org.wasmi.encoding;

/** What {@link InstructionDecoder#visit} calls for the operands of an instruction, in order. */
@FunctionalInterface
public interface OperandVisitor {

    /**
     * Visits an operand that is no branch; of a table of targets their number, before each of them.
     *
     * @param number the number of the operand in the {@link Format}, from 0
     * @param value its value; one of 32 bits is sign-extended
     */
    default void value(int number, long value) {}

    /**
     * Visits a target of a branch.
     *
     * @param number the number of the operand in the {@link Format}, from 0
     * @param position the position that it leads to; not within the code if that is malformed
     */
    void target(int number, int position);
}
