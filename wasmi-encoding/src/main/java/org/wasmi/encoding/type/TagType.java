package org.wasmi.encoding.type;

import java.util.Objects;

/**
 * A tag type (Wasm specification, 2.3 "Tag types").
 *
 * @param type a function type without results, whose parameters are the types of the values that exceptions with the
 *     tag carry
 */
public record TagType(FuncType type) implements ExternType {

    /** Checks for nulls. */
    public TagType {
        Objects.requireNonNull(type, "type");
    }

    /** {@return the types of the values that exceptions carry} */
    @Override
    public String toString() {
        return type.toString();
    }
}
