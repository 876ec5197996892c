package org.wasmi.translate.internal.function;

import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/**
 * The types of operands as numbers, which validation compares without looking at objects: value types and the bottom
 * type of operands in unreachable code (Wasm specification, appendix "Validation Algorithm").
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

    private static final int REFERENCE = 0x10;
    private static final int NULLABLE = 0x08;
    private static final int EXTERN = 0x20;

    private OperandType() {}

    /** {@return the number of a type} */
    static int of(ValType type) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> I32;
                case I64 -> I64;
                case F32 -> F32;
                case F64 -> F64;
            };
        } else if (type instanceof RefType reference) {
            int heap =
                    switch (reference.heap()) {
                        case FUNC -> 0;
                        case EXTERN -> EXTERN;
                    };
            return REFERENCE | heap | (reference.nullable() ? NULLABLE : 0);
        }
        return V128;
    }

    /** {@return the number of a type that is written as a letter in {@link WasmOpcode}} */
    static int of(char letter) {
        return switch (letter) {
            case 'i' -> I32;
            case 'l' -> I64;
            case 'f' -> F32;
            case 'd' -> F64;
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
            default -> throw new IllegalArgumentException(text(type));
        };
    }

    /** {@return whether it is the type of references} */
    static boolean isReference(int type) {
        return (type & REFERENCE) != 0;
    }

    /** {@return whether an operand of a type may stand where another is expected (Wasm specification, 3.3.3)} */
    static boolean matches(int type, int expected) {
        return type == expected || type == BOTTOM || (isReference(type) && (type | NULLABLE) == expected);
    }

    /** {@return the type as in the text format} */
    static String text(int type) {
        return switch (type) {
            case BOTTOM -> "any type";
            case I32 -> NumType.I32.toString();
            case I64 -> NumType.I64.toString();
            case F32 -> NumType.F32.toString();
            case F64 -> NumType.F64.toString();
            case V128 -> VecType.V128.toString();
            default -> {
                HeapType heap = (type & EXTERN) != 0 ? HeapType.EXTERN : HeapType.FUNC;
                yield new RefType((type & NULLABLE) != 0, heap).toString();
            }
        };
    }
}
