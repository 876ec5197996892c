package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.Optional;

/**
 * A type as a program defines it (Wasm specification, 2.3 "Recursive types").
 *
 * @param isFinal whether no other type may be a subtype of it
 * @param supertype the type that it is declared to be a subtype of
 * @param composite the function, structure or array type
 */
public record SubType(boolean isFinal, Optional<TypeUse> supertype, CompositeType composite) {

    /** Checks for nulls. */
    public SubType {
        Objects.requireNonNull(supertype, "supertype");
        Objects.requireNonNull(composite, "composite");
    }

    /** {@return a final type without a supertype, as one without {@code sub} in the text format} */
    public static SubType of(CompositeType composite) {
        return new SubType(true, Optional.empty(), composite);
    }

    /** {@return the type, with {@code sub} where the text format needs it: {@code (sub final 0 (struct))}} */
    @Override
    public String toString() {
        if (isFinal && supertype.isEmpty()) {
            return composite.toString();
        }
        return "(sub " + (isFinal ? "final " : "")
                + supertype.map(each -> each + " ").orElse("") + composite + ")";
    }
}
