package org.wasmi.encoding;

import java.util.Locale;

/** The index spaces of a program that instructions refer to (Wasm specification, 2.5.1). */
public enum IndexSpace {
    /** Types. */
    TYPE,
    /** Functions, imported ones first. */
    FUNC,
    /** Tables, imported ones first. */
    TABLE,
    /** Memories, imported ones first. */
    MEMORY,
    /** Globals, imported ones first. */
    GLOBAL,
    /** Element segments. */
    ELEM,
    /** Data segments. */
    DATA,
    /** Tags, imported ones first. */
    TAG;

    /** {@return the keyword of the text format, such as {@code func}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
