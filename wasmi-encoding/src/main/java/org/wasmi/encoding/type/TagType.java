package org.wasmi.encoding.type;

import java.util.Objects;

/**
 * A tag type (Wasm specification, 2.3 "Tag types").
 *
 * @param type the function type of which the parameters are what exceptions with the tag carry; it has no results
 */
public record TagType(FuncType type) implements ExternType {

    /** Refuses nulls. */
    public TagType {
        Objects.requireNonNull(type, "type");
    }

    /** {@return the type of what exceptions carry} */
    @Override
    public String toString() {
        return type.toString();
    }
}
