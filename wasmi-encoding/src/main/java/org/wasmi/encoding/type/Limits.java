package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The size range of a memory (in pages) or table (in elements) (Wasm specification, 2.3.9). Sizes are unsigned.
 *
 * @param min the least size
 * @param max the greatest size, where one is declared
 */
public record Limits(long min, OptionalLong max) {

    /** Checks for nulls. */
    public Limits {
        Objects.requireNonNull(max, "max");
    }

    /** {@return limits without a maximum} */
    public static Limits atLeast(long min) {
        return new Limits(min, OptionalLong.empty());
    }

    /** {@return limits with a minimum and a maximum} */
    public static Limits between(long min, long max) {
        return new Limits(min, OptionalLong.of(max));
    }

    /**
     * {@return whether an object with these limits may be imported where {@code required} is declared (Wasm
     * specification, 3.3.3)}
     */
    public boolean matches(Limits required) {
        return Long.compareUnsigned(min, required.min) >= 0
                && (required.max.isEmpty()
                        || (max.isPresent() && Long.compareUnsigned(max.getAsLong(), required.max.getAsLong()) <= 0));
    }

    /** {@return the limits as in the text format: {@code 1} or {@code 1 2}} */
    @Override
    public String toString() {
        String least = Long.toUnsignedString(min);
        return max.isPresent() ? least + " " + Long.toUnsignedString(max.getAsLong()) : least;
    }
}
