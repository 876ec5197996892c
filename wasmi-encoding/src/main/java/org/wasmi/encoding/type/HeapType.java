package org.wasmi.encoding.type;

import java.util.Locale;

/** What a reference refers to (Wasm specification, 2.3.3). */
public enum HeapType {
    /** Functions of any type. */
    FUNC,
    /** Objects of the host. */
    EXTERN;

    /** {@return the name in the text format, such as {@code func}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
