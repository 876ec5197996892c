package org.wasmi.encoding.type;

import java.util.Objects;

/**
 * A table type (Wasm specification, 2.3.11).
 *
 * @param element the type of the elements
 * @param limits the size range, in elements
 */
public record TableType(RefType element, Limits limits) implements ExternType {

    /** Refuses nulls. */
    public TableType {
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(limits, "limits");
    }

    /** {@return the type as in the text format, such as {@code 10 20 funcref}} */
    @Override
    public String toString() {
        return limits + " " + element;
    }
}
