package org.wasmi.encoding.type;

import java.util.Objects;

/**
 * A memory type (Wasm specification, 2.3.10).
 *
 * @param address the type of addresses
 * @param limits the size range, in pages
 * @param pageShift the binary logarithm of the size of a page in bytes: 16, or 0 (custom page sizes proposal)
 * @param shared whether threads may share it (threads proposal)
 */
public record MemoryType(AddressType address, Limits limits, int pageShift, boolean shared) implements ExternType {

    /** The usual size of a page in bytes. */
    public static final int PAGE_SIZE = 65_536;

    /** The usual binary logarithm of the size of a page in bytes. */
    public static final int PAGE_SHIFT = 16;

    /** Checks for nulls and for page sizes that no proposal has. */
    public MemoryType {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(limits, "limits");
        if (pageShift != 0 && pageShift != PAGE_SHIFT) {
            throw new IllegalArgumentException("pages of 2^" + pageShift + " bytes");
        }
    }

    /** Creates the type of a memory with 32-bit addresses and pages of 64 KiB, not shared. */
    public MemoryType(Limits limits) {
        this(AddressType.I32, limits, PAGE_SHIFT, false);
    }

    /** {@return the size of a page in bytes} */
    public int pageSize() {
        return 1 << pageShift;
    }

    /**
     * {@return the greatest number of pages that the declared size range may have (Wasm specification, 3.2.14),
     * unsigned: as many as addresses reach, but one less for pages of one byte, so that the number of pages fits an
     * address}
     */
    public long maxPages() {
        int bits = (address == AddressType.I32 ? Integer.SIZE : Long.SIZE) - pageShift;
        return pageShift == 0 ? -1L >>> (Long.SIZE - bits) : 1L << bits;
    }

    /** {@return the type with another size range} */
    public MemoryType withLimits(Limits value) {
        return new MemoryType(address, value, pageShift, shared);
    }

    /** {@return the type of a memory that threads may share, or not} */
    public MemoryType withShared(boolean value) {
        return new MemoryType(address, limits, pageShift, value);
    }

    /** {@return the type as in the text format, such as {@code 1 2}} */
    @Override
    public String toString() {
        return (address == AddressType.I32 ? "" : address + " ")
                + limits
                + (shared ? " shared" : "")
                + (pageShift == PAGE_SHIFT ? "" : " (pagesize 0x" + Integer.toHexString(1 << pageShift) + ")");
    }
}
