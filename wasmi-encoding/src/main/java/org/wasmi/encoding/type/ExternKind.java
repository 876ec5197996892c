package org.wasmi.encoding.type;

import java.util.Locale;

/** The kinds of things that can be imported and exported (Wasm specification, 2.5.10). */
public enum ExternKind {
    /** A function. */
    FUNC,
    /** A table. */
    TABLE,
    /** A memory. */
    MEMORY,
    /** A global. */
    GLOBAL,
    /** A tag. */
    TAG;

    /** {@return the keyword of the text format, such as {@code func}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
