package org.wasmi.codegen;

import org.wasmi.encoding.SlotType;

/**
 * How the handlers of one executor reach the operands of the instruction at hand, as Java expressions. Operands are
 * counted from 0 in the order of the format.
 */
interface Operands {

    /** {@return the operand itself, 32 bits} */
    String raw(int operand);

    /** {@return the operand itself, 64 bits} */
    String wide(int operand);

    /** {@return the index, in the arrays of slots, of the slot that the operand names} */
    String index(int operand);

    /** {@return the numeric half of a slot} */
    default String numeric(int operand) {
        return "st[" + index(operand) + "]";
    }

    /** {@return the lower half of a vector} */
    default String low(int operand) {
        return numeric(operand);
    }

    /** {@return the upper half of a vector, which is in the slot after} */
    default String high(int operand) {
        return "st[" + index(operand) + " + 1]";
    }

    /** {@return the reference half of a slot} */
    default String reference(int operand) {
        return "rf[" + index(operand) + "]";
    }

    /** {@return the value of a slot} */
    default String read(int operand, SlotType type) {
        return switch (type) {
            case I32 -> "(int) " + numeric(operand);
            case I64, WORD -> numeric(operand);
            case F32 -> "Float.intBitsToFloat((int) " + numeric(operand) + ")";
            case F64 -> "Double.longBitsToDouble(" + numeric(operand) + ")";
            case REF -> reference(operand);
            case V128, BOTH -> throw new IllegalArgumentException("two values at once");
        };
    }

    /** {@return a statement that sets the value of a slot} */
    default String write(int operand, SlotType type, String value) {
        return switch (type) {
            case I32, I64, WORD -> numeric(operand) + " = " + value + ";";
            case F32 -> numeric(operand) + " = Float.floatToRawIntBits(" + value + ");";
            case F64 -> numeric(operand) + " = Double.doubleToRawLongBits(" + value + ");";
            case REF -> reference(operand) + " = " + value + ";";
            case V128, BOTH -> throw new IllegalArgumentException("two values at once");
        };
    }
}
