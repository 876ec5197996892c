package org.wasmi.encoding;

import java.util.Arrays;

/**
 * Maps instructions to the Wasm binary: pairs of a position in the code and a byte offset in the binary, in ascending
 * order of positions. Each pair holds up to the next. Immutable. Stored as variable-length differences, about two bytes
 * for each pair.
 */
public final class SourceMap {

    /** The offset of code whose origin is not known. */
    public static final int UNKNOWN = -1;

    /** The map of code whose origin is not known. */
    public static final SourceMap EMPTY = new SourceMap(new byte[0]);

    private final byte[] deltas;

    private SourceMap(byte[] deltas) {
        this.deltas = deltas;
    }

    /** {@return the byte offset for a position in the code, or {@link #UNKNOWN}} */
    public int offsetAt(int position) {
        int found = UNKNOWN;
        for (Cursor pair = cursor(); pair.next() && pair.position() <= position; ) {
            found = pair.byteOffset();
        }
        return found;
    }

    /** {@return a cursor before the first pair} */
    public Cursor cursor() {
        return new Cursor(deltas);
    }

    /** Iterates over the pairs of a map, which are stored seven bits a byte, the lowest first. Not thread-safe. */
    public static final class Cursor {
        private final byte[] deltas;
        private int at;
        private int position;
        private int byteOffset;

        private Cursor(byte[] deltas) {
            this.deltas = deltas;
        }

        /**
         * Moves to the next pair.
         *
         * @return whether there is one
         */
        public boolean next() {
            if (at == deltas.length) {
                return false;
            }
            position += read();
            int step = read();
            byteOffset += (step >>> 1) ^ -(step & 1);
            return true;
        }

        /** {@return the position in the code of the current pair} */
        public int position() {
            return position;
        }

        /** {@return the byte offset in the Wasm binary of the current pair} */
        public int byteOffset() {
            return byteOffset;
        }

        private int read() {
            int value = 0;
            int shift = 0;
            byte b;
            do {
                b = deltas[at++];
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

    /** Collects the pairs of one map. Not thread-safe. */
    public static final class Builder {
        private byte[] deltas = new byte[16];
        private int size;
        private int lastPosition;
        private int lastOffset;

        private Builder() {}

        /**
         * Adds a pair.
         *
         * @param position a position in the code, at or behind that of the previous pair
         * @param byteOffset the place in the Wasm binary
         * @throws IllegalArgumentException if the position is before that of the previous pair
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
