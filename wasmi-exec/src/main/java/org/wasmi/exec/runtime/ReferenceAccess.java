package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.AbstractHeapType;

/**
 * What instructions on references do whatever the executor (Wasm specification, 4.6 "Reference Instructions"). For
 * executors. A type that references are tested for is one of the instance, by its index, or an abstract one, by the
 * code of its heap type; null belongs to it if a last argument is not 0.
 */
public final class ReferenceAccess {
    private static final int ANY = AbstractHeapType.ANY.code();
    private static final int EQ = AbstractHeapType.EQ.code();
    private static final int I31_TYPE = AbstractHeapType.I31.code();
    private static final int STRUCT = AbstractHeapType.STRUCT.code();
    private static final int ARRAY = AbstractHeapType.ARRAY.code();
    private static final int FUNC = AbstractHeapType.FUNC.code();
    private static final int EXTERN = AbstractHeapType.EXTERN.code();
    private static final int EXN = AbstractHeapType.EXN.code();

    private ReferenceAccess() {}

    /** {@return whether a reference is of a type of the instance} */
    @SuppressWarnings("ReferenceEquality") // the usual case; an engine has one object for each type
    public static boolean isOf(InstanceState instance, @Nullable Object reference, int type, int nullable) {
        if (reference == null) {
            return nullable != 0;
        }
        RuntimeType found = typeOf(reference);
        RuntimeType expected = instance.typeAt(type);
        return found == expected || (found != null && found.isSubtypeOf(expected));
    }

    /** {@return the type that a program has defined of what a reference refers to, if one has} */
    private static @Nullable RuntimeType typeOf(Object reference) {
        if (reference instanceof Aggregate aggregate) {
            return aggregate.type();
        }
        return reference instanceof FunctionState function ? function.runtimeType() : null;
    }

    /** {@return whether a reference is of an abstract type of its hierarchy} */
    public static boolean isOfAbstract(@Nullable Object reference, int heap, int nullable) {
        if (reference == null) {
            return nullable != 0;
        } else if (heap == EQ) {
            return reference instanceof Aggregate || reference instanceof I31;
        } else if (heap == STRUCT) {
            return reference instanceof StructRef;
        } else if (heap == ARRAY) {
            return reference instanceof ArrayRef;
        } else if (heap == I31_TYPE) {
            return reference instanceof I31;
        }
        return heap == ANY || heap == FUNC || heap == EXTERN || heap == EXN;
    }

    /**
     * {@return a reference that is of a type of the instance}
     *
     * @throws TrapException if it is not
     */
    public static @Nullable Object cast(InstanceState instance, @Nullable Object reference, int type, int nullable) {
        if (!isOf(instance, reference, type, nullable)) {
            throw new TrapException(Trap.CAST_FAILURE, "expected type " + type);
        }
        return reference;
    }

    /**
     * {@return a reference that is of an abstract type of its hierarchy}
     *
     * @throws TrapException if it is not
     */
    public static @Nullable Object castAbstract(@Nullable Object reference, int heap, int nullable) {
        if (!isOfAbstract(reference, heap, nullable)) {
            throw new TrapException(
                    Trap.CAST_FAILURE,
                    "expected " + AbstractHeapType.ofCode(heap).orElseThrow());
        }
        return reference;
    }

    /**
     * {@return a reference that is not null}
     *
     * @throws TrapException if it is
     */
    public static Object nonNull(@Nullable Object reference) {
        if (reference == null) {
            throw new TrapException(Trap.NULL_REFERENCE);
        }
        return reference;
    }

    /** {@return whether two references are the same: equal integers of 31 bits are} */
    @SuppressWarnings("ReferenceEquality") // that is the question
    public static boolean areEqual(@Nullable Object first, @Nullable Object second) {
        return first == second || (first instanceof I31 && second != null && first.equals(second));
    }

    /**
     * {@return the integer of 31 bits that a reference refers to}
     *
     * @throws TrapException if it is null
     */
    public static I31 i31(@Nullable Object reference) {
        if (reference == null) {
            throw new TrapException(Trap.NULL_I31);
        }
        return (I31) reference;
    }
}
