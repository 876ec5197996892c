package org.wasmi.encoding.program;

import java.util.Objects;
import org.wasmi.encoding.type.ExternKind;

/**
 * One export (Wasm specification, 2.5.10).
 *
 * @param name the name, unique within a program
 * @param kind the index space of {@code index}
 * @param index the index of the exported object; imports come first in each index space
 */
public record Export(String name, ExternKind kind, int index) {

    /** Checks for nulls. */
    public Export {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
    }
}
