package org.wasmi.encoding.type;

import java.util.Objects;

/**
 * A memory type (Wasm specification, 2.3.10).
 *
 * @param limits the size range, in pages of 64 KiB
 */
public record MemoryType(Limits limits) implements ExternType {

    /** The size of a page in bytes. */
    public static final int PAGE_SIZE = 65_536;

    /** The most pages that a memory with 32-bit addresses may have. */
    public static final int MAX_PAGES = 65_536;

    /** Refuses nulls. */
    public MemoryType {
        Objects.requireNonNull(limits, "limits");
    }

    /** {@return the type as in the text format, such as {@code 1 2}} */
    @Override
    public String toString() {
        return limits.toString();
    }
}
