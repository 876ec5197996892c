package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A global type (Wasm specification, 2.3.12).
 *
 * @param type the type of the value
 * @param mutable whether the value may change
 */
public record GlobalType(ValType type, boolean mutable) implements ExternType {

    /** Checks for nulls. */
    public GlobalType {
        Objects.requireNonNull(type, "type");
    }

    /** {@return the type independent of its program, see {@link StorageType#closed}} */
    public GlobalType closed(IntFunction<? extends DefinedType> defined) {
        return new GlobalType(type.closed(defined), mutable);
    }

    /** {@return the type as in the text format, such as {@code (mut i32)}} */
    @Override
    public String toString() {
        return mutable ? "(mut " + type + ")" : type.toString();
    }
}
