package org.wasmi.translate.internal.function;

import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.type.ValType;

/** What operands take of a frame, and so how they are moved. Types of one class are alike in that. */
enum OperandClass {
    /** The numeric half of a slot. */
    NUMBER(SlotType.WORD),
    /** The numeric halves of two consecutive slots. */
    VECTOR(SlotType.V128),
    /** The reference half of a slot. */
    REFERENCE(SlotType.REF);

    private static final OperandClass[] ALL = values();

    private final SlotType type;

    OperandClass(SlotType type) {
        this.type = type;
    }

    /** {@return the class of a type} */
    static OperandClass of(ValType type) {
        if (type.isReference()) {
            return REFERENCE;
        }
        return type.slots() == SlotType.V128.slots() ? VECTOR : NUMBER;
    }

    /** {@return the class of an {@link OperandType}; of the bottom type, that of numbers} */
    static OperandClass of(int type) {
        if (OperandType.isReference(type)) {
            return REFERENCE;
        }
        return type == OperandType.V128 ? VECTOR : NUMBER;
    }

    /** {@return the class of the result of an instruction that has one} */
    static OperandClass ofResult(Op op) {
        return switch (op.results().get(0)) {
            case REF -> REFERENCE;
            case V128 -> VECTOR;
            default -> NUMBER;
        };
    }

    /** {@return the class with a number} */
    static OperandClass numbered(int number) {
        return ALL[number];
    }

    /** {@return the number of slots} */
    int slots() {
        return type.slots();
    }
}
