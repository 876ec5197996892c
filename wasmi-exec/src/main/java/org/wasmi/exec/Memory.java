package org.wasmi.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.runtime.MemoryState;

/**
 * A linear memory (Wasm specification, 4.2.9). Belongs to one {@link Store} and, like it, is confined to one thread at
 * a time. Numbers are little-endian and need no alignment.
 *
 * <p>A new memory takes room only up to the highest address that was ever touched, in steps that double, and for one
 * page at least. Growing it takes room for all of it at once. Touching an address for the first time throws {@link
 * ResourceException} if the JVM has no room. Using a memory of a closed store throws {@link IllegalStateException}.
 *
 * <p>A memory that may come to have more than the 32,767 pages of one array, by its type and by {@link
 * StoreLimit#MEMORY_BYTES}, is divided into chunks of 64 KiB, and so is each one where {@link
 * EngineConfig#chunkedMemories} says so. That takes room only for chunks that were written to, of three quarters of the
 * heap at most, but makes loads and stores of guests slower.
 *
 * <p>A memory whose type says that threads may share it is what the store has of a {@link SharedMemory}, which
 * describes what accesses see of each other. It is divided into chunks of 64 KiB, too.
 *
 * <p>Addresses are unsigned byte offsets. Every access that is not within the memory ends in {@link TrapException} with
 * {@link Trap#MEMORY_OUT_OF_BOUNDS} and has no effect, so that a host function may follow a guest's pointers without
 * checks of its own. Ranges within the host's arrays end in {@link IndexOutOfBoundsException}.
 */
public final class Memory extends MemoryState implements Extern {
    private final Optional<SharedMemory> shared;

    /** Makes a memory with contents, of which there are no less than its least size. */
    Memory(Store store, MemoryType type, MemoryImage contents) {
        super(store, type, contents);
        shared = Optional.empty();
    }

    /** Makes what a shared memory is in a store. */
    Memory(Store store, SharedMemory shared) {
        super(store, shared.declared(), shared.bytes());
        this.shared = Optional.of(shared);
    }

    /**
     * {@return a new memory of its least size, all zero}
     *
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalArgumentException if it is shared and has no maximum
     * @throws IllegalStateException if the store is closed
     */
    public static Memory create(Store store, MemoryType type) {
        return create(store, type, MemoryImage.initial(type));
    }

    /** {@return a new memory with contents, of which there are no less than its least size} */
    static Memory create(Store store, MemoryType type, MemoryImage contents) {
        return type.shared() ? SharedMemory.create(store.engine(), type).in(store) : new Memory(store, type, contents);
    }

    /** {@return the memory of which this is what the store has, if it is one that stores share} */
    public Optional<SharedMemory> shared() {
        return shared;
    }

    @Override
    public Store store() {
        return (Store) owner();
    }

    /** {@return the byte at an address} */
    public byte getByte(long address) {
        return storage().load8(index(address, 1));
    }

    /** As {@link #getByte(long)}, for an address of 32 bits, unsigned. */
    public byte getByte(int address) {
        return getByte(Integer.toUnsignedLong(address));
    }

    /** {@return the 16 bits at an address} */
    public short getShort(long address) {
        return storage().load16(index(address, 2));
    }

    /** As {@link #getShort(long)}, for an address of 32 bits, unsigned. */
    public short getShort(int address) {
        return getShort(Integer.toUnsignedLong(address));
    }

    /** {@return the 32 bits at an address} */
    public int getInt(long address) {
        return storage().load32(index(address, 4));
    }

    /** As {@link #getInt(long)}, for an address of 32 bits, unsigned. */
    public int getInt(int address) {
        return getInt(Integer.toUnsignedLong(address));
    }

    /** {@return the 64 bits at an address} */
    public long getLong(long address) {
        return storage().load64(index(address, 8));
    }

    /** As {@link #getLong(long)}, for an address of 32 bits, unsigned. */
    public long getLong(int address) {
        return getLong(Integer.toUnsignedLong(address));
    }

    /** {@return the float at an address} */
    public float getFloat(long address) {
        return Float.intBitsToFloat(getInt(address));
    }

    /** As {@link #getFloat(long)}, for an address of 32 bits, unsigned. */
    public float getFloat(int address) {
        return getFloat(Integer.toUnsignedLong(address));
    }

    /** {@return the double at an address} */
    public double getDouble(long address) {
        return Double.longBitsToDouble(getLong(address));
    }

    /** As {@link #getDouble(long)}, for an address of 32 bits, unsigned. */
    public double getDouble(int address) {
        return getDouble(Integer.toUnsignedLong(address));
    }

    /** Stores a byte. */
    public void putByte(long address, byte value) {
        storage().store8(index(address, 1), value);
    }

    /** As {@link #putByte(long, byte)}, for an address of 32 bits, unsigned. */
    public void putByte(int address, byte value) {
        putByte(Integer.toUnsignedLong(address), value);
    }

    /** Stores 16 bits. */
    public void putShort(long address, short value) {
        storage().store16(index(address, 2), value);
    }

    /** As {@link #putShort(long, short)}, for an address of 32 bits, unsigned. */
    public void putShort(int address, short value) {
        putShort(Integer.toUnsignedLong(address), value);
    }

    /** Stores 32 bits. */
    public void putInt(long address, int value) {
        storage().store32(index(address, 4), value);
    }

    /** As {@link #putInt(long, int)}, for an address of 32 bits, unsigned. */
    public void putInt(int address, int value) {
        putInt(Integer.toUnsignedLong(address), value);
    }

    /** Stores 64 bits. */
    public void putLong(long address, long value) {
        storage().store64(index(address, 8), value);
    }

    /** As {@link #putLong(long, long)}, for an address of 32 bits, unsigned. */
    public void putLong(int address, long value) {
        putLong(Integer.toUnsignedLong(address), value);
    }

    /** Stores a float. */
    public void putFloat(long address, float value) {
        putInt(address, Float.floatToRawIntBits(value));
    }

    /** As {@link #putFloat(long, float)}, for an address of 32 bits, unsigned. */
    public void putFloat(int address, float value) {
        putFloat(Integer.toUnsignedLong(address), value);
    }

    /** Stores a double. */
    public void putDouble(long address, double value) {
        putLong(address, Double.doubleToRawLongBits(value));
    }

    /** As {@link #putDouble(long, double)}, for an address of 32 bits, unsigned. */
    public void putDouble(int address, double value) {
        putDouble(Integer.toUnsignedLong(address), value);
    }

    /** Copies bytes of the memory to the host: {@code length} of them from {@code address} to {@code target[at]} on. */
    public void read(long address, byte[] target, int at, int length) {
        storage().read(index(address, length), target, at, length);
    }

    /** As {@link #read(long, byte[], int, int)}, for an address of 32 bits, unsigned. */
    public void read(int address, byte[] target, int at, int length) {
        read(Integer.toUnsignedLong(address), target, at, length);
    }

    /**
     * Copies bytes of the host to the memory: {@code length} of them from {@code source[from]} on to {@code address}.
     */
    public void write(long address, byte[] source, int from, int length) {
        storage().write(index(address, length), source, from, length);
    }

    /** As {@link #write(long, byte[], int, int)}, for an address of 32 bits, unsigned. */
    public void write(int address, byte[] source, int from, int length) {
        write(Integer.toUnsignedLong(address), source, from, length);
    }

    /** {@return a copy of {@code length} bytes} */
    public byte[] getBytes(long address, long length) {
        long from = index(address, length);
        int n = arrayLength(length);
        try {
            byte[] bytes = new byte[n];
            storage().read(from, bytes, 0, n);
            return bytes;
        } catch (OutOfMemoryError error) {
            throw new ResourceException("no room for an array of " + n + " bytes");
        }
    }

    /** As {@link #getBytes(long, long)}, for an address and a length of 32 bits, unsigned. */
    public byte[] getBytes(int address, int length) {
        return getBytes(Integer.toUnsignedLong(address), Integer.toUnsignedLong(length));
    }

    /** Stores all bytes of an array. */
    public void putBytes(long address, byte[] bytes) {
        write(address, bytes, 0, bytes.length);
    }

    /** As {@link #putBytes(long, byte[])}, for an address of 32 bits, unsigned. */
    public void putBytes(int address, byte[] bytes) {
        putBytes(Integer.toUnsignedLong(address), bytes);
    }

    /**
     * {@return a little-endian view of {@code length} bytes: it shows what guests store there, and what is put into it
     * is stored} Makes room for the whole memory, so that the first touch of another address does not end it. It is
     * good until the memory grows, which any call of a guest may do, or its instance is reset; from then on it may show
     * an array that the memory has left. So take it, use it, and take a new one after the next call. Like the memory,
     * it is confined to one thread at a time.
     *
     * @throws IllegalArgumentException if the memory is divided into chunks and the range is in more than one
     */
    public ByteBuffer view(long address, long length) {
        return storage().view(index(address, length), arrayLength(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As {@link #view(long, long)}, for an address and a length of 32 bits, unsigned. */
    public ByteBuffer view(int address, int length) {
        return view(Integer.toUnsignedLong(address), Integer.toUnsignedLong(length));
    }

    /** {@return {@code length} bytes of UTF-8 as text; what is not UTF-8 becomes U+FFFD} */
    public String getUtf8(long address, long length) {
        return storage().utf8(index(address, length), arrayLength(length));
    }

    /** As {@link #getUtf8(long, long)}, for an address and a length of 32 bits, unsigned. */
    public String getUtf8(int address, int length) {
        return getUtf8(Integer.toUnsignedLong(address), Integer.toUnsignedLong(length));
    }

    /**
     * {@return the UTF-8 up to the next zero byte, without it, as text, as C has it; what is not UTF-8 becomes U+FFFD}
     */
    public String getCString(long address) {
        long end = address;
        while (getByte(end) != 0) {
            end++;
        }
        return storage().utf8(address, arrayLength(end - address));
    }

    /** As {@link #getCString(long)}, for an address of 32 bits, unsigned. */
    public String getCString(int address) {
        return getCString(Integer.toUnsignedLong(address));
    }

    /**
     * Stores text as UTF-8, without a length or terminator.
     *
     * @return the number of bytes
     */
    public int putUtf8(long address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(address, bytes, 0, bytes.length);
        return bytes.length;
    }

    /** As {@link #putUtf8(long, String)}, for an address of 32 bits, unsigned. */
    public int putUtf8(int address, String text) {
        return putUtf8(Integer.toUnsignedLong(address), text);
    }

    private static int arrayLength(long length) {
        if (length > Integer.MAX_VALUE - 8) {
            throw new ResourceException("no room for an array of " + length + " bytes");
        }
        return (int) length;
    }
}
