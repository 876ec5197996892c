package org.wasmi.translate.internal.function;

import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.NumType;

/**
 * The types of operands as numbers, which validation compares without looking at objects: value types and the bottom
 * type of operands in unreachable code (Wasm specification, appendix "Validation Algorithm"). Those of references are
 * numbers within a module, see {@link OperandTypes}.
 */
final class OperandType {

    /** No type: there is no such operand. */
    static final int NONE = -1;

    /** The type that matches every other. */
    static final int BOTTOM = 0;

    static final int I32 = 1;
    static final int I64 = 2;
    static final int F32 = 3;
    static final int F64 = 4;
    static final int V128 = 5;

    /** The bits of references; their heap types are above these. */
    static final int REFERENCE = 0x10;

    static final int NULLABLE = 0x08;

    /** By how much the number of a heap type is shifted. */
    static final int HEAP_SHIFT = 8;

    /** The type that matches every type of references. */
    static final int BOTTOM_REFERENCE = REFERENCE;

    static final int ANYREF = nullable(AbstractHeapType.ANY);
    static final int EQREF = nullable(AbstractHeapType.EQ);
    static final int I31REF = nullable(AbstractHeapType.I31);
    static final int ARRAYREF = nullable(AbstractHeapType.ARRAY);
    static final int EXTERNREF = nullable(AbstractHeapType.EXTERN);
    static final int EXNREF = nullable(AbstractHeapType.EXN);

    private OperandType() {}

    private static int nullable(AbstractHeapType heap) {
        return REFERENCE | NULLABLE | heap.code() << HEAP_SHIFT;
    }

    /** {@return a type of references without the null reference} */
    static int nonNull(int type) {
        return type & ~NULLABLE;
    }

    /** {@return whether locals of a type have a value before one is set: zero or null} */
    static boolean isDefaultable(int type) {
        return (type & (REFERENCE | NULLABLE)) != REFERENCE;
    }

    /** {@return the number of a number type} */
    static int of(NumType type) {
        return switch (type) {
            case I32 -> I32;
            case I64 -> I64;
            case F32 -> F32;
            case F64 -> F64;
        };
    }

    /** {@return the number of a type that is written as a letter in {@link WasmOpcode}} */
    static int of(char letter) {
        return switch (letter) {
            case 'i' -> I32;
            case 'l' -> I64;
            case 'f' -> F32;
            case 'd' -> F64;
            case 'v' -> V128;
            default -> throw new IllegalArgumentException("no type has the letter " + letter);
        };
    }

    /** {@return how instructions see operands of a number type} */
    static SlotType slotType(int type) {
        return switch (type) {
            case I32 -> SlotType.I32;
            case I64 -> SlotType.I64;
            case F32 -> SlotType.F32;
            case F64 -> SlotType.F64;
            default -> throw new IllegalArgumentException("no type of numbers: " + type);
        };
    }

    /** {@return whether it is the type of references} */
    static boolean isReference(int type) {
        return (type & REFERENCE) != 0;
    }
}
