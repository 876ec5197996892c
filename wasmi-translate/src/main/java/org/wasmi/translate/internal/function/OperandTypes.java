package org.wasmi.translate.internal.function;

import java.util.List;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/**
 * The {@link OperandType}s of the types of one module: equal types have the same number, so that {@link Types} are
 * asked only about those that differ.
 */
final class OperandTypes {
    /** The first number of a heap type that is not the code of an abstract one. */
    private static final int FIRST_USE = 0x80;

    private Types types = Types.NONE;

    /** Starts with a module. */
    void reset(Types ofModule) {
        types = ofModule;
    }

    /** {@return the number of a type} */
    int of(ValType type) {
        if (type instanceof NumType number) {
            return OperandType.of(number);
        } else if (type instanceof RefType reference) {
            int nullable = reference.nullable() ? OperandType.NULLABLE : 0;
            return OperandType.REFERENCE | nullable | heap(reference.heap()) << OperandType.HEAP_SHIFT;
        }
        return OperandType.V128;
    }

    /** {@return the number of what operands are that a field holds: of packed integers, i32} */
    int unpacked(StorageType type) {
        return type instanceof ValType unpacked ? of(unpacked) : OperandType.I32;
    }

    /** {@return the number of the type of references to a type that the module defines} */
    int ofReference(boolean nullable, int typeIndex) {
        return OperandType.REFERENCE
                | (nullable ? OperandType.NULLABLE : 0)
                | (FIRST_USE + types.number(typeIndex)) << OperandType.HEAP_SHIFT;
    }

    private int heap(HeapType type) {
        if (type instanceof AbstractHeapType general) {
            return general.code();
        } else if (type instanceof TypeUse use) {
            return FIRST_USE + types.number(use.index());
        }
        throw new IllegalArgumentException("a type of an engine in a module: " + type);
    }

    /** {@return whether an operand of a type may stand where another is expected (Wasm specification, 3.3.3)} */
    boolean matches(int type, int expected) {
        return type == expected
                || type == OperandType.BOTTOM
                || (OperandType.isReference(type) && OperandType.isReference(expected) && isSubtype(type, expected));
    }

    private boolean isSubtype(int type, int expected) {
        return type == OperandType.BOTTOM_REFERENCE
                || (type | OperandType.NULLABLE) == expected
                || types.isSubtype(refType(type), refType(expected));
    }

    /** {@return whether operands of some types may stand where others are expected} */
    boolean matches(List<ValType> given, List<ValType> expected) {
        return given == expected || types.isSubtype(given, expected);
    }

    private RefType refType(int type) {
        int heap = type >>> OperandType.HEAP_SHIFT;
        HeapType heapType = heap < FIRST_USE
                ? AbstractHeapType.ofCode(heap).orElseThrow()
                : new TypeUse(types.index(heap - FIRST_USE));
        return new RefType((type & OperandType.NULLABLE) != 0, heapType);
    }

    /** {@return the type as in the text format} */
    String text(int type) {
        return switch (type) {
            case OperandType.BOTTOM -> "any type";
            case OperandType.I32 -> NumType.I32.toString();
            case OperandType.I64 -> NumType.I64.toString();
            case OperandType.F32 -> NumType.F32.toString();
            case OperandType.F64 -> NumType.F64.toString();
            case OperandType.V128 -> VecType.V128.toString();
            case OperandType.BOTTOM_REFERENCE -> "any reference";
            default -> refType(type).toString();
        };
    }
}
