package org.wasmi.encoding;

import java.util.Arrays;

/**
 * Where the instructions of a code come from: pairs of a position in the code and a byte offset in the Wasm binary, by
 * growing position. Each pair holds up to the next. Immutable; kept as variable-length differences, about two bytes a
 * pair.
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

    /** Goes over the pairs of a map, which are kept seven bits a byte, the lowest first. Mutable, for one thread. */
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
