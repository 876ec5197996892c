package org.wasmi.encoding;

/** Receives the operands of an instruction in order, see {@link InstructionDecoder#visit}. */
@FunctionalInterface
public interface OperandVisitor {

    /**
     * Visits an operand that is not a branch, or the number of targets in a table, before each of them.
     *
     * @param number the number of the operand in the {@link Format}, from 0
     * @param value its value; 32-bit values are sign-extended
     */
    default void value(int number, long value) {}

    /**
     * Visits a target of a branch.
     *
     * @param number the number of the operand in the {@link Format}, from 0
     * @param position the position of the target; outside the code if the operand is malformed
     */
    void target(int number, int position);
}
