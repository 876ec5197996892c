package org.wasmi.encoding.instruction;

import org.wasmi.encoding.OperandKind;

/**
 * An operand of an {@link Instruction}. A table of targets is an operand of kind {@link OperandKind#TARGETS} for each
 * target.
 *
 * @param kind the kind of the operand
 * @param value the number of a slot, an immediate, an offset, a count or an index, 32-bit values sign-extended; for
 *     branches the index of the target in the list of instructions
 */
public record Operand(OperandKind kind, long value) {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if the value of a 32-bit operand has more bits
     */
    public Operand {
        if (kind.words() == 1 && value != (int) value) {
            throw new IllegalArgumentException(value + " as an operand of 32 bits");
        }
    }
}
