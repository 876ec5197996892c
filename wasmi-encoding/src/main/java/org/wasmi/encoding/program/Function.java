package org.wasmi.encoding.program;

import java.util.Objects;

/**
 * A function that a program defines (Wasm specification, 2.5.2).
 *
 * @param typeIndex its type, an index into {@link Program#types()}
 * @param body provides its code
 */
public record Function(int typeIndex, FunctionBody body) {

    /** Checks for nulls. */
    public Function {
        Objects.requireNonNull(body, "body");
    }
}
