package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.MEMORY_OUT_OF_BOUNDS;

import java.util.Arrays;

/** A memory: its bytes, no more and no less. Addresses and lengths are unsigned. */
final class OracleMemory {

    /** More bytes than this are never given. */
    private static final long MOST_BYTES = 256 * 65_536;

    /** Whether addresses have 64 bits. */
    final boolean wide;

    private final int pageShift;
    private final long greatest;
    final boolean shared;
    byte[] bytes;

    OracleMemory(OracleModule.Size size) {
        wide = size.wide();
        pageShift = size.pageShift();
        long most = MOST_BYTES >> pageShift;
        greatest = Long.compareUnsigned(size.greatest(), most) < 0 ? size.greatest() : most;
        shared = size.shared();
        bytes = new byte[Math.toIntExact(size.least() << pageShift)];
    }

    /** {@return a number of pages as the operators give it} */
    private OracleValue size(long pages) {
        return wide ? new OracleValue.I64(pages) : new OracleValue.I32((int) pages);
    }

    OracleValue pages() {
        return size(bytes.length >> pageShift);
    }

    OracleValue grow(OracleValue more) {
        OracleValue old = pages();
        long delta = more.unsigned();
        long now = bytes.length >> pageShift;
        if (delta < 0 || delta > greatest - now) {
            return size(-1);
        }
        bytes = Arrays.copyOf(bytes, (int) (now + delta) << pageShift);
        return old;
    }

    /**
     * {@return the sum of an address and an offset; if it has 65 bits, an address beyond any memory with the same
     * alignment}
     */
    static long effective(OracleValue address, long offset) {
        long sum = address.unsigned() + offset;
        return Long.compareUnsigned(sum, offset) < 0 ? sum | Long.MIN_VALUE : sum;
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
        if (from < 0 || length < 0 || from > size - length) {
            throw new OracleTrap(MEMORY_OUT_OF_BOUNDS);
        }
    }
}
