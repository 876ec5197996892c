package org.wasmi.exec.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Bytes;

/**
 * Where the bytes of a memory are, and how many. Which kind a memory has is decided when it is made and stays
 * so. Nothing is checked here: a range that is read or written must be within {@link #room}.
 */
public abstract sealed class MemoryStorage permits ArrayStorage, ChunkedStorage, SharedStorage {
    static final byte[] NO_BYTES = {};

    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    byte[] array = NO_BYTES;
    int arraySize;
    long size;
    long room;

    /**
     * {@return all bytes from the start up to {@link #arraySize}, for executors; may be longer} Empty if no one array
     * holds them.
     */
    public final byte[] array() {
        return array;
    }

    /** {@return how many bytes of the array are those of the memory} */
    public final int arraySize() {
        return arraySize;
    }

    /** {@return the size of the memory in bytes, as it is now} */
    public long size() {
        return size;
    }

    /**
     * {@return how many bytes from the start can be accessed as things are} {@link #makeRoom} makes them more, up to
     * the size.
     */
    public final long room() {
        return room;
    }

    /** {@return whether code that reaches memory 0 by its array can run on this} */
    public abstract boolean isArray();

    /**
     * Has the array be at least as long as the memory, now and after it has grown.
     *
     * @return whether it is; not if there is no one array, or no room for so much that was never touched
     */
    public boolean makeWhole() {
        return false;
    }

    /**
     * As {@link #makeWhole}, but exactly as long, unless the memory keeps growing by small steps: each would copy it.
     */
    public boolean makeExact() {
        return false;
    }

    public abstract byte load8(long at);

    public abstract short load16(long at);

    public abstract int load32(long at);

    public abstract long load64(long at);

    public abstract void store8(long at, byte value);

    public abstract void store16(long at, short value);

    public abstract void store32(long at, int value);

    public abstract void store64(long at, long value);

    /**
     * {@return bytes, zero-extended} Where threads share the memory, this and the next two are atomic.
     *
     * @param at a multiple of the width
     * @param width how many bytes: 1, 2, 4 or 8
     */
    public long atomicLoad(long at, int width) {
        return switch (width) {
            case 1 -> load8(at) & 0xFF;
            case 2 -> load16(at) & 0xFFFF;
            case 4 -> load32(at) & 0xFFFF_FFFFL;
            default -> load64(at);
        };
    }

    /** Stores the lowest bytes of a value. */
    public void atomicStore(long at, int width, long value) {
        switch (width) {
            case 1 -> store8(at, (byte) value);
            case 2 -> store16(at, (short) value);
            case 4 -> store32(at, (int) value);
            default -> store64(at, value);
        }
    }

    /**
     * Stores the lowest bytes of a value if those there, zero-extended, are what is expected. {@return what was there}
     */
    public long atomicCompareExchange(long at, int width, long expected, long replacement) {
        long old = atomicLoad(at, width);
        if (old == expected) {
            atomicStore(at, width, replacement);
        }
        return old;
    }

    /** Copies bytes from here. */
    public abstract void read(long at, byte[] target, int to, int n);

    /** Copies bytes to here. */
    public abstract void write(long at, byte[] source, int from, int n);

    /** Copies bytes of a segment to here. */
    public abstract void write(long at, Bytes source, int from, int n);

    public abstract void fill(long at, byte value, int n);

    /** {@return UTF-8 as text} */
    public abstract String utf8(long at, int n);

    /**
     * {@return a view for reading and writing}
     *
     * @throws IllegalArgumentException if the storage has no such view of the range
     */
    public abstract ByteBuffer view(long at, int n);

    /**
     * Grows the memory by zeros.
     *
     * @param more how many
     * @param most the most bytes that the memory can come to have
     * @return whether the JVM has room
     */
    public abstract boolean grow(long more, long most);

    /**
     * Has the room extend to an address, if it does not.
     *
     * @throws ResourceException if the JVM has none
     */
    public abstract void makeRoom(long end);

    /**
     * {@return what gives this other contents, and cannot fail}
     *
     * @throws OutOfMemoryError if there is no room for them
     */
    public abstract Runnable resetting(MemoryImage contents);

    /** Adds the bytes that may not be zero. */
    public abstract void capture(MemoryImage.Builder image);

    /** Lets go of all bytes. */
    public abstract void release();

    /** Copies no more bytes than are worth one piece of work, as if all at once. */
    public static void copy(MemoryStorage from, long source, MemoryStorage to, long target, int n) {
        if (from.isArray() && to.isArray()) {
            System.arraycopy(from.array, (int) source, to.array, (int) target, n);
        } else {
            byte[] bytes = new byte[n];
            from.read(source, bytes, 0, n);
            to.write(target, bytes, 0, n);
        }
    }

    public static ResourceException noRoom(long bytes, long size) {
        return new ResourceException("no room for the first " + bytes + " bytes of a memory of " + size + " bytes");
    }
}
