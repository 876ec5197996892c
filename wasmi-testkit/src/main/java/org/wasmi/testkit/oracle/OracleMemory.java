package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.MEMORY_OUT_OF_BOUNDS;

import java.util.Arrays;

/** A memory: its bytes, no more and no less. Addresses and lengths are unsigned. */
final class OracleMemory {
    private static final int PAGE = 65_536;

    /** More pages than this are never given. */
    private static final long MOST_PAGES = 256;

    private final long greatest;
    final boolean shared;
    byte[] bytes;

    OracleMemory(OracleModule.Size size) {
        greatest = Math.min(size.greatest(), MOST_PAGES);
        shared = size.shared();
        bytes = new byte[Math.toIntExact(size.least() * PAGE)];
    }

    int pages() {
        return bytes.length / PAGE;
    }

    int grow(int delta) {
        int old = pages();
        long pages = old + (delta & 0xFFFF_FFFFL);
        if (pages > greatest) {
            return -1;
        }
        bytes = Arrays.copyOf(bytes, (int) pages * PAGE);
        return old;
    }

    /** {@return the number of a width in bytes at an address, zero-extended} */
    long load(long address, int width) {
        check(address, width, bytes.length);
        long number = 0;
        for (int i = width - 1; i >= 0; i--) {
            number = number << 8 | (bytes[(int) address + i] & 0xFF);
        }
        return number;
    }

    void store(long address, int width, long number) {
        check(address, width, bytes.length);
        for (int i = 0; i < width; i++) {
            bytes[(int) address + i] = (byte) (number >> (8 * i));
        }
    }

    static void check(long from, long length, long size) {
        if (from + length > size) {
            throw new OracleTrap(MEMORY_OUT_OF_BOUNDS);
        }
    }
}
