package org.wasmi.encoding.program;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** An immutable sequence of bytes. Slices share their storage. */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    final byte[] array;
    final int from;
    private final int size;

    Bytes(byte[] array, int from, int size) {
        this.array = array;
        this.from = from;
        this.size = size;
    }

    /** {@return a copy of the array's contents} */
    public static Bytes copyOf(byte[] array) {
        return new Bytes(array.clone(), 0, array.length);
    }

    /** {@return an array's bytes, sharing its storage: the caller must never write to the array again} */
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /** {@return the number of bytes} */
    public int size() {
        return size;
    }

    /**
     * {@return the byte at an index}
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte at(int index) {
        return array[from + Objects.checkIndex(index, size)];
    }

    /**
     * {@return the bytes from {@code begin} up to {@code end}, sharing storage with these}
     *
     * @throws IndexOutOfBoundsException if the range is not within these bytes
     */
    public Bytes slice(int begin, int end) {
        Objects.checkFromToIndex(begin, end, size);
        return new Bytes(array, from + begin, end - begin);
    }

    /**
     * Copies bytes out.
     *
     * @throws IndexOutOfBoundsException if either range is out of bounds
     */
    public void copyTo(int begin, byte[] target, int at, int length) {
        Objects.checkFromIndexSize(begin, length, size);
        System.arraycopy(array, from + begin, target, at, length);
    }

    /** {@return a view for reading, big-endian as all buffers are at first} */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, from, size).slice().asReadOnlyBuffer();
    }

    /** {@return a copy as an array} */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, from + size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, from, from + size, that.array, that.from, that.from + that.size);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < from + size; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** {@return the number of bytes, not their values} */
    @Override
    public String toString() {
        return size + " bytes";
    }
}
