package org.wasmi.encoding.program;

import java.util.Objects;

/**
 * A custom section (Wasm specification, 5.5.3), unchanged from the module.
 *
 * @param name its name
 * @param contents its bytes after the name
 */
public record CustomSection(String name, Bytes contents) {

    /** Checks for nulls. */
    public CustomSection {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(contents, "contents");
    }
}
