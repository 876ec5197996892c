package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A reference type (Wasm specification, 2.3.3).
 *
 * @param nullable whether the null reference belongs to the type
 * @param heap the type of the objects that the references refer to
 */
public record RefType(boolean nullable, HeapType heap) implements ValType {

    /** {@code funcref}: {@code (ref null func)}. */
    public static final RefType FUNCREF = new RefType(true, AbstractHeapType.FUNC);

    /** {@code externref}: {@code (ref null extern)}. */
    public static final RefType EXTERNREF = new RefType(true, AbstractHeapType.EXTERN);

    /** Checks for nulls. */
    public RefType {
        Objects.requireNonNull(heap, "heap");
    }

    @Override
    public RefType closed(IntFunction<? extends DefinedType> defined) {
        return heap instanceof TypeUse use ? new RefType(nullable, defined.apply(use.index())) : this;
    }

    /** {@return the shortest name in the text format, such as {@code funcref}} */
    @Override
    public String toString() {
        if (nullable && heap instanceof AbstractHeapType general) {
            return general.nullable();
        }
        return "(ref " + (nullable ? "null " : "") + heap + ")";
    }
}
