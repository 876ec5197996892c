package org.wasmi.codegen;

import org.wasmi.encoding.OperandKind;

/** Operands in fields of the node of an instruction: {@code a0}, {@code a1} ... in the order of the format. */
record FieldOperands() implements Operands {

    @Override
    public String raw(int operand) {
        return field(operand);
    }

    @Override
    public String wide(int operand) {
        return field(operand);
    }

    @Override
    public String index(int operand) {
        return "fp + " + field(operand);
    }

    /** {@return the name of an operand's field} */
    static String field(int operand) {
        return "a" + operand;
    }

    /** {@return the type of the field of a kind of operands; branches have no field of their own} */
    static String type(OperandKind kind) {
        return kind.words() == 2 ? "long" : "int";
    }
}
