package org.wasmi.exec.internal.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.type.MemoryType;

/** One array, which may be longer than the memory, or shorter: what is beyond the end of either is zero. */
public final class ArrayStorage extends MemoryStorage {

    /** The most bytes that there can be, in whole pages. */
    public static final long MAX_BYTES = 32_767L * MemoryType.PAGE_SIZE;

    /** The most bytes that were never touched for which the array is made as long as the memory. */
    private static final long MAX_UNTOUCHED = 1L << 28;

    /** Of no memory. */
    public static final ArrayStorage NONE = new ArrayStorage(NO_BYTES, 0);

    /** What growing the array without room to grow may copy, beyond {@link #COPIES} times the memory, in bytes. */
    private static final long FREE_COPIES = 1L << 22;

    private static final int COPIES = 8;

    /** How many bytes are copied about as fast as it takes to ask for an array without room to grow. */
    private static final int COPIED_AT_ONCE = 1 << 10;

    /** Whether the array is to be as long as the memory when that has grown. */
    private boolean exact;

    /** How much was copied since, to be as long. */
    private long copied;

    /** How often that was asked for since the memory has grown beyond what was to be copied. */
    private long asked;

    /**
     * Takes the array of an image.
     *
     * @throws OutOfMemoryError if there is no room for it
     */
    public ArrayStorage(MemoryImage contents) {
        this(contents.toArray(), contents.size());
    }

    private ArrayStorage(byte[] array, long size) {
        set(array, size);
    }

    private void set(byte[] bytes, long newSize) {
        array = bytes;
        size = newSize;
        arraySize = (int) Math.min(bytes.length, newSize);
        room = arraySize;
    }

    @Override
    public boolean isArray() {
        return true;
    }

    @Override
    public boolean makeExact() {
        if (array.length != size) {
            if (copied > 0 && !exact && ++asked < size / COPIED_AT_ONCE) {
                return false; // it has grown by small steps, and may be about to again
            }
            if (size - array.length > MAX_UNTOUCHED || !resize(size)) {
                return false;
            }
            set(array, size);
        }
        if (!exact && size > 0) {
            exact = true;
        }
        return true;
    }

    @Override
    public boolean makeWhole() {
        if (array.length < size) {
            if (size - array.length > MAX_UNTOUCHED || !resize(size)) {
                return false;
            }
            set(array, size);
        }
        return true;
    }

    @Override
    public byte load8(long at) {
        return array[(int) at];
    }

    @Override
    public short load16(long at) {
        return (short) SHORT.get(array, (int) at);
    }

    @Override
    public int load32(long at) {
        return (int) INT.get(array, (int) at);
    }

    @Override
    public long load64(long at) {
        return (long) LONG.get(array, (int) at);
    }

    @Override
    public void store8(long at, byte value) {
        array[(int) at] = value;
    }

    @Override
    public void store16(long at, short value) {
        SHORT.set(array, (int) at, value);
    }

    @Override
    public void store32(long at, int value) {
        INT.set(array, (int) at, value);
    }

    @Override
    public void store64(long at, long value) {
        LONG.set(array, (int) at, value);
    }

    @Override
    public void read(long at, byte[] target, int to, int n) {
        System.arraycopy(array, (int) at, target, to, n);
    }

    @Override
    public void write(long at, byte[] source, int from, int n) {
        System.arraycopy(source, from, array, (int) at, n);
    }

    @Override
    public void write(long at, Bytes source, int from, int n) {
        source.copyTo(from, array, (int) at, n);
    }

    @Override
    public void fill(long at, byte value, int n) {
        Arrays.fill(array, (int) at, (int) at + n, value);
    }

    @Override
    public String utf8(long at, int n) {
        return new String(array, (int) at, n, StandardCharsets.UTF_8);
    }

    /**
     * Makes room for the whole memory first, or the array would change with the first touch of an address beyond it.
     */
    @Override
    public ByteBuffer view(long at, int n) {
        makeRoom(size);
        return ByteBuffer.wrap(array, (int) at, n).slice();
    }

    /** The capacity doubles, so that many small steps cost no more than a large one. */
    @Override
    public boolean grow(long more, long most) {
        long grown = size + more;
        asked = 0;
        if (grown > array.length) {
            if (exact) {
                copied += array.length;
                exact = copied <= COPIES * grown + FREE_COPIES;
            }
            long capacity = exact ? grown : Math.min(2L * array.length, most);
            if (!(capacity > grown && resize(capacity)) && !resize(grown)) {
                return false;
            }
        }
        set(array, grown);
        return true;
    }

    @Override
    public void makeRoom(long end) {
        if (end > array.length) {
            long least = Math.min(size, (end + MemoryType.PAGE_SIZE - 1) & -MemoryType.PAGE_SIZE);
            long more = Math.min(size, Math.max(least, 2L * array.length));
            if (!resize(more) && !resize(least)) {
                throw noRoom(least, size);
            }
            set(array, size);
        }
    }

    private boolean resize(long capacity) {
        try {
            array = Arrays.copyOf(array, (int) capacity);
            return true;
        } catch (OutOfMemoryError error) {
            return false;
        }
    }

    /** Keeps the array if it has room for the contents and no more than they may come to need. */
    @Override
    public Runnable resetting(MemoryImage contents) {
        if (contents.fits(array)) {
            return () -> {
                contents.copyTo(array);
                set(array, contents.size());
            };
        }
        byte[] fresh = contents.toArray();
        return () -> set(fresh, contents.size());
    }

    @Override
    public void capture(MemoryImage.Builder image) {
        image.add(0, array, arraySize);
    }

    @Override
    public void release() {
        set(NO_BYTES, size);
    }
}
