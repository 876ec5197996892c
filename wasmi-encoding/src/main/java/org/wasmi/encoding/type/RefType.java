package org.wasmi.encoding.type;

import java.util.Objects;

/**
 * A reference type (Wasm specification, 2.3.3).
 *
 * @param nullable whether the null reference belongs to the type
 * @param heap what the references refer to
 */
public record RefType(boolean nullable, HeapType heap) implements ValType {

    /** {@code funcref}: {@code (ref null func)}. */
    public static final RefType FUNCREF = new RefType(true, HeapType.FUNC);

    /** {@code externref}: {@code (ref null extern)}. */
    public static final RefType EXTERNREF = new RefType(true, HeapType.EXTERN);

    /** Refuses nulls. */
    public RefType {
        Objects.requireNonNull(heap, "heap");
    }

    /** {@return the shortest name in the text format, such as {@code funcref}} */
    @Override
    public String toString() {
        return nullable ? heap + "ref" : "(ref " + heap + ")";
    }
}
