package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The type of a field of a structure, or of the elements of an array (Wasm specification, 2.3 "Composite types").
 *
 * @param storage the type of the stored value
 * @param mutable whether the value may change
 */
public record FieldType(StorageType storage, boolean mutable) {

    /** Checks for nulls. */
    public FieldType {
        Objects.requireNonNull(storage, "storage");
    }

    /** {@return the type independent of its program, see {@link StorageType#closed}} */
    public FieldType closed(IntFunction<? extends DefinedType> defined) {
        return new FieldType(storage.closed(defined), mutable);
    }

    /** {@return the type as in the text format, such as {@code (mut i32)}} */
    @Override
    public String toString() {
        return mutable ? "(mut " + storage + ")" : storage.toString();
    }
}
