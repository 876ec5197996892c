package org.wasmi.encoding.program;

import java.util.Objects;
import org.wasmi.encoding.type.ExternType;

/**
 * One import (Wasm specification, 2.5.11).
 *
 * @param module the first half of the two-level name
 * @param name the second half of the two-level name
 * @param type the required type
 */
public record Import(String module, String name, ExternType type) {

    /** Checks for nulls. */
    public Import {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
