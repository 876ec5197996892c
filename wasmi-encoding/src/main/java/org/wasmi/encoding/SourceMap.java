package org.wasmi.encoding;

import java.util.Arrays;

/**
 * Where the instructions of a code come from: pairs of a position in the code and a byte offset in the Wasm binary, by
 * growing position. Each pair holds up to the next. Immutable; kept as variable-length differences, about two bytes a pair.
 */
public final class SourceMap {

    /** The answer for code of which the origin is not known. */
    public static final int UNKNOWN = -1;

    /** The map of code of which nothing is known. */
    public static final SourceMap EMPTY = new SourceMap(new byte[0]);

    private final byte[] deltas;

    private SourceMap(byte[] deltas) {
        this.deltas = deltas;
    }

    /** {@return the byte offset for a position in the code, or {@link #UNKNOWN}} */
    public int offsetAt(int position) {
        int at = 0;
        int pairPosition = 0;
        int pairOffset = 0;
        int found = UNKNOWN;
        while (at < deltas.length) {
            int[] next = new int[1];
            at = read(at, next);
            pairPosition += next[0];
            at = read(at, next);
            pairOffset += (next[0] >>> 1) ^ -(next[0] & 1);
            if (pairPosition > position) {
                break;
            }
            found = pairOffset;
        }
        return found;
    }

    private int read(int at, int[] value) {
        int result = 0;
        int shift = 0;
        int next = at;
        byte b;
        do {
            b = deltas[next++];
            result |= (b & 0x7F) << shift;
            shift += 7;
        } while (b < 0);
        value[0] = result;
        return next;
    }

    /** {@return a builder of an empty map} */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects pairs. Mutable, for one map, for one thread. */
    public static final class Builder {
        private byte[] deltas = new byte[16];
        private int size;
        private int lastPosition;
        private int lastOffset;

        private Builder() {}

        /**
         * Adds a pair.
         *
         * @param position a position in the code, not before that of the pair before
         * @param byteOffset the place in the Wasm binary
         */
        public void add(int position, int byteOffset) {
            int step = byteOffset - lastOffset;
            write(position - lastPosition);
            write((step << 1) ^ (step >> 31));
            lastPosition = position;
            lastOffset = byteOffset;
        }

        private void write(int value) {
            if (size + 5 > deltas.length) {
                deltas = Arrays.copyOf(deltas, deltas.length * 2);
            }
            int rest = value;
            while ((rest & ~0x7F) != 0) {
                deltas[size++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            deltas[size++] = (byte) rest;
        }

        /** {@return the map} */
        public SourceMap build() {
            return size == 0 ? EMPTY : new SourceMap(Arrays.copyOf(deltas, size));
        }
    }
}
