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
        Reader reader = new Reader(deltas);
        int pairPosition = 0;
        int pairOffset = 0;
        int found = UNKNOWN;
        while (reader.hasNext()) {
            pairPosition += reader.next();
            if (pairPosition > position) {
                break;
            }
            int step = reader.next();
            pairOffset += (step >>> 1) ^ -(step & 1);
            found = pairOffset;
        }
        return found;
    }

    /** Reads what {@link Builder} wrote: seven bits a byte, the lowest first, with the sign bit where more follow. */
    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasNext() {
            return at < bytes.length;
        }

        int next() {
            int value = 0;
            int shift = 0;
            byte b;
            do {
                b = bytes[at++];
                value |= (b & 0x7F) << shift;
                shift += 7;
            } while (b < 0);
            return value;
        }
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
         * @throws IllegalArgumentException if the position is before that of the pair before
         */
        public void add(int position, int byteOffset) {
            if (position < lastPosition) {
                throw new IllegalArgumentException("position " + position + " comes after " + lastPosition);
            }
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
