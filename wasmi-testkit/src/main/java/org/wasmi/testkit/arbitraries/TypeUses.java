package org.wasmi.testkit.arbitraries;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/** The indices of types within types, and heap types as immediates of operators. */
final class TypeUses {
    private TypeUses() {}

    /** {@return a heap type as an immediate: the index of a type, or less than 0} */
    static long immediate(HeapType type) {
        return type instanceof TypeUse use ? use.index() : -((AbstractHeapType) type).code();
    }

    /** {@return the heap type of an immediate} */
    static HeapType heap(long immediate) {
        return immediate >= 0
                ? new TypeUse((int) immediate)
                : AbstractHeapType.ofCode((int) -immediate).orElseThrow();
    }

    private static TypeUse renumbered(TypeUse use, LongUnaryOperator change) {
        return new TypeUse((int) change.applyAsLong(use.index()));
    }

    static RefType renumbered(RefType type, LongUnaryOperator change) {
        return type.heap() instanceof TypeUse use ? new RefType(type.nullable(), renumbered(use, change)) : type;
    }

    static ValType renumbered(ValType type, LongUnaryOperator change) {
        return type instanceof RefType reference ? renumbered(reference, change) : type;
    }

    static List<ValType> renumbered(List<ValType> types, LongUnaryOperator change) {
        return types.stream().map(each -> renumbered(each, change)).toList();
    }

    static FuncType renumbered(FuncType type, LongUnaryOperator change) {
        return new FuncType(renumbered(type.params(), change), renumbered(type.results(), change));
    }

    private static FieldType renumbered(FieldType type, LongUnaryOperator change) {
        StorageType storage =
                type.storage() instanceof RefType reference ? renumbered(reference, change) : type.storage();
        return new FieldType(storage, type.mutable());
    }

    static CompositeType renumbered(CompositeType type, LongUnaryOperator change) {
        if (type instanceof FuncType function) {
            return renumbered(function, change);
        } else if (type instanceof ArrayType array) {
            return new ArrayType(renumbered(array.element(), change));
        }
        return new StructType(((StructType) type)
                .fields().stream().map(each -> renumbered(each, change)).toList());
    }

    static RecGroup renumbered(RecGroup group, LongUnaryOperator change) {
        return new RecGroup(group.types().stream()
                .map(each -> new SubType(
                        each.isFinal(),
                        each.supertype().map(use -> renumbered(use, change)),
                        renumbered(each.composite(), change)))
                .toList());
    }

    static boolean refersTo(ValType type, long index) {
        return type instanceof RefType reference && reference.heap().equals(new TypeUse((int) index));
    }

    static boolean refersTo(List<ValType> types, long index) {
        return types.stream().anyMatch(each -> refersTo(each, index));
    }

    static boolean refersTo(FuncType type, long index) {
        return refersTo(type.params(), index) || refersTo(type.results(), index);
    }

    static boolean refersTo(RecGroup group, long index) {
        RecGroup other = renumbered(group, each -> each == index ? index + 1 : each);
        return !other.equals(group);
    }
}
