package org.wasmi.exec.runtime;

/**
 * An integer of 31 bits as a reference (Wasm specification, 4.2 "Values": {@code ref.i31}). It is no {@link Integer},
 * so that a host's integers stay host objects when a guest converts them. Guests see equal ones as the same. Immutable
 * and thread-safe.
 */
public final class I31 {
    private static final int CACHED = 128;
    private static final I31[] CACHE = new I31[2 * CACHED];

    static {
        for (int i = 0; i < CACHE.length; i++) {
            CACHE[i] = new I31(i - CACHED);
        }
    }

    private final int value;

    private I31(int value) {
        this.value = value;
    }

    /** {@return the lower 31 bits of an integer as a reference} */
    public static I31 of(int value) {
        int signed = value << 1 >> 1;
        return signed >= -CACHED && signed < CACHED ? CACHE[signed + CACHED] : new I31(signed);
    }

    /** {@return the integer, sign-extended: from -2^30 to 2^30 - 1} */
    public int signed() {
        return value;
    }

    /** {@return the integer, zero-extended: from 0 to 2^31 - 1} */
    public int unsigned() {
        return value & 0x7FFF_FFFF;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof I31 that && that.value == value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    /** {@return the integer, signed} */
    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
