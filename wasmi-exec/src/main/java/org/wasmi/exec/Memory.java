package org.wasmi.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.wasmi.encoding.ResourceException;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;

/**
 * A linear memory (Wasm specification, 4.2.9). Belongs to one {@link Store} and, like it, is confined to one thread at a
 * time. Numbers are little-endian and need no alignment.
 *
 * <p>What a memory has from the start takes room only from its beginning to the highest address that was ever touched,
 * in steps that double, and for one page at least. When it grows, it takes room for all of it at once. If the JVM has none when an address is touched for the first time,
 * that ends in {@link ResourceException}. When the store is closed, use ends in {@link IllegalStateException}.
 *
 * <p>Addresses are unsigned byte offsets. Every access that is not within the memory ends in {@link TrapException} with
 * {@link Trap#MEMORY_OUT_OF_BOUNDS} and has no effect, so that a host function may follow a guest's pointers without
 * checks of its own. Ranges within the host's arrays end in {@link IndexOutOfBoundsException}.
 */
public final class Memory implements Extern {
    private static final byte[] NO_BYTES = {};

    private final Store store;
    private final MemoryType declared;
    private final int maxPages;

    /** May be longer than the memory is, or shorter; what is beyond the end of either is zero. */
    private byte[] array;

    private int byteSize;

    private Memory(Store store, MemoryType declared, int maxPages, byte[] array, int byteSize) {
        this.store = store;
        this.declared = declared;
        this.maxPages = maxPages;
        this.array = array;
        this.byteSize = byteSize;
    }

    /**
     * {@return a new memory of its least size, all zero}
     *
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalArgumentException if it has 64-bit addresses, pages of another size than 64 KiB, or is shared
     * @throws IllegalStateException if the store is closed
     */
    public static Memory create(Store store, MemoryType type) {
        return create(store, type, MemoryImage.zeros(type.limits().min() * MemoryType.PAGE_SIZE));
    }

    /** {@return a new memory with contents, of which there are no less than its least size} */
    static Memory create(Store store, MemoryType type, MemoryImage contents) {
        if (!type.equals(new MemoryType(type.limits()))) {
            throw new IllegalArgumentException("memories of type " + type + " are not supported");
        }
        int entered = store.enter();
        try {
            return createInside(store, type, contents);
        } finally {
            store.exit(entered);
        }
    }

    private static Memory createInside(Store store, MemoryType type, MemoryImage contents) {
        long limit = store.limits().of(StoreLimit.MEMORY_BYTES) / MemoryType.PAGE_SIZE;
        int maxPages = (int) Math.min(type.limits().max().orElse(limit), limit);
        store.resources().checkMemory(contents.size());
        if (contents.size() > Runtime.getRuntime().maxMemory()) {
            throw noRoom(contents.size(), contents.size());
        }
        try {
            byte[] array = contents.toArray();
            store.resources().addMemory(contents.size());
            Memory memory = new Memory(store, type, maxPages, array, (int) contents.size());
            store.releaseLater(memory);
            return memory;
        } catch (OutOfMemoryError error) {
            throw noRoom(contents.size(), contents.size());
        }
    }

    private static ResourceException noRoom(long bytes, long size) {
        return new ResourceException(
                "no room for the first " + bytes + " bytes of a memory of " + size / MemoryType.PAGE_SIZE + " pages");
    }

    @Override
    public MemoryType type() {
        return declared.withLimits(new Limits(pages(), declared.limits().max()));
    }

    @Override
    public Store store() {
        return store;
    }

    /** {@return the size in pages of 64 KiB} */
    public long pages() {
        return byteSize / MemoryType.PAGE_SIZE;
    }

    /** {@return the size in bytes} */
    public long size() {
        return byteSize;
    }

    /**
     * Grows the memory by zeros, unless that exceeds the declared maximum, a limit of the store or what the JVM can provide.
     * The capacity grows by doubling, so that many small steps cost no more than a large one.
     *
     * @param delta by how many pages; negative is always too much
     * @return the size before in pages, or -1 if it did not grow
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if it did not grow and the store's limits want that
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public int grow(long delta) {
        store.requireOpen();
        int old = (int) pages();
        Resources resources = store.resources();
        if (delta < 0 || delta > maxPages - old || !resources.hasMemory(delta * MemoryType.PAGE_SIZE)) {
            return growthFailed(delta);
        }
        int more = (int) delta * MemoryType.PAGE_SIZE;
        int size = byteSize + more;
        if (more > 0 && size > array.length && !reserve(size)) {
            return growthFailed(delta);
        }
        resources.growMemory(more);
        byteSize = size;
        return old;
    }

    private int growthFailed(long delta) {
        return store.resources().growthFailed("a memory of " + pages() + " pages by " + delta);
    }

    private boolean reserve(int size) {
        int capacity = (int) Math.min(2L * array.length, (long) maxPages * MemoryType.PAGE_SIZE);
        return (capacity > size && resize(capacity)) || resize(size);
    }

    private boolean resize(int capacity) {
        try {
            array = Arrays.copyOf(array, capacity);
            return true;
        } catch (OutOfMemoryError error) {
            return false;
        }
    }

    /**
     * {@return an array for other contents, of which there may be more or less than now} It is this one's own if that has
     * room for them and no more than they may come to need.
     *
     * @throws IllegalArgumentException if the memory may not be as large, by its type
     * @throws ResourceException if it may not be, by the limits of the store, or if the JVM has no room
     */
    byte[] roomFor(MemoryImage contents) {
        long pages = contents.size() / MemoryType.PAGE_SIZE;
        if (pages > declared.limits().max().orElse(pages)) {
            throw new IllegalArgumentException("a memory of the instance has at most "
                    + declared.limits().max().getAsLong() + " pages, that of the snapshot has " + pages);
        }
        store.limits().check(StoreLimit.MEMORY_BYTES, contents.size());
        try {
            return contents.fits(array) ? array : contents.toArray();
        } catch (OutOfMemoryError error) {
            throw noRoom(contents.size(), contents.size());
        }
    }

    /** Replaces the size and the contents, for which {@link #roomFor} has found room. */
    void reset(MemoryImage contents, byte[] room) {
        if (room == array) {
            contents.copyTo(room);
        }
        store.resources().growMemory(contents.size() - byteSize);
        array = room;
        byteSize = (int) contents.size();
    }

    /** Gives the array back; the store is closed. */
    void release() {
        array = NO_BYTES;
    }

    /**
     * Makes sure that the array has the bytes of a range.
     *
     * @throws IllegalStateException if the store is closed
     * @throws TrapException if they are not within the memory
     * @throws ResourceException if the JVM has no room for them
     */
    void require(long address, long length) {
        store.requireOpen();
        if (address < 0 || length < 0 || address > byteSize - length) {
            throw new TrapException(
                    Trap.MEMORY_OUT_OF_BOUNDS,
                    length + " bytes at address " + Long.toUnsignedString(address) + " of a memory of " + byteSize
                            + " bytes");
        }
        int end = (int) (address + length);
        if (length > 0 && end > array.length) {
            int least = (int) Math.min(byteSize, (end + MemoryType.PAGE_SIZE - 1L) & -MemoryType.PAGE_SIZE);
            int more = (int) Math.min(byteSize, Math.max(least, 2L * array.length));
            if (!resize(more) && !resize(least)) {
                throw noRoom(least, byteSize);
            }
        }
    }

    /** {@return the array that holds the bytes from the start, until the memory grows or an address beyond its end is touched} */
    byte[] array() {
        return array;
    }

    /** {@return how many bytes of the memory are in the array, which may be longer} */
    int arraySize() {
        return Math.min(array.length, byteSize);
    }

    /** {@return the byte at an address} */
    public byte getByte(long address) {
        int index = index(address, 1);
        return array[index];
    }

    /** As {@link #getByte(long)}, for an address of 32 bits, unsigned. */
    public byte getByte(int address) {
        return getByte(Integer.toUnsignedLong(address));
    }

    /** {@return the 16 bits at an address} */
    public short getShort(long address) {
        int index = index(address, 2);
        return MemoryAccess.load16(array, array.length, index, 0);
    }

    /** As {@link #getShort(long)}, for an address of 32 bits, unsigned. */
    public short getShort(int address) {
        return getShort(Integer.toUnsignedLong(address));
    }

    /** {@return the 32 bits at an address} */
    public int getInt(long address) {
        int index = index(address, 4);
        return MemoryAccess.load32(array, array.length, index, 0);
    }

    /** As {@link #getInt(long)}, for an address of 32 bits, unsigned. */
    public int getInt(int address) {
        return getInt(Integer.toUnsignedLong(address));
    }

    /** {@return the 64 bits at an address} */
    public long getLong(long address) {
        int index = index(address, 8);
        return MemoryAccess.load64(array, array.length, index, 0);
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
        int index = index(address, 1);
        array[index] = value;
    }

    /** As {@link #putByte(long, byte)}, for an address of 32 bits, unsigned. */
    public void putByte(int address, byte value) {
        putByte(Integer.toUnsignedLong(address), value);
    }

    /** Stores 16 bits. */
    public void putShort(long address, short value) {
        int index = index(address, 2);
        MemoryAccess.store16(array, array.length, index, 0, value);
    }

    /** As {@link #putShort(long, short)}, for an address of 32 bits, unsigned. */
    public void putShort(int address, short value) {
        putShort(Integer.toUnsignedLong(address), value);
    }

    /** Stores 32 bits. */
    public void putInt(long address, int value) {
        int index = index(address, 4);
        MemoryAccess.store32(array, array.length, index, 0, value);
    }

    /** As {@link #putInt(long, int)}, for an address of 32 bits, unsigned. */
    public void putInt(int address, int value) {
        putInt(Integer.toUnsignedLong(address), value);
    }

    /** Stores 64 bits. */
    public void putLong(long address, long value) {
        int index = index(address, 8);
        MemoryAccess.store64(array, array.length, index, 0, value);
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
        int index = index(address, length);
        System.arraycopy(array, index, target, at, length);
    }

    /** As {@link #read(long, byte[], int, int)}, for an address of 32 bits, unsigned. */
    public void read(int address, byte[] target, int at, int length) {
        read(Integer.toUnsignedLong(address), target, at, length);
    }

    /** Copies bytes of the host to the memory: {@code length} of them from {@code source[from]} on to {@code address}. */
    public void write(long address, byte[] source, int from, int length) {
        int index = index(address, length);
        System.arraycopy(source, from, array, index, length);
    }

    /** As {@link #write(long, byte[], int, int)}, for an address of 32 bits, unsigned. */
    public void write(int address, byte[] source, int from, int length) {
        write(Integer.toUnsignedLong(address), source, from, length);
    }

    /** {@return a copy of {@code length} bytes} */
    public byte[] getBytes(long address, long length) {
        int from = index(address, length);
        return Arrays.copyOfRange(array, from, from + (int) length);
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
     * {@return a little-endian view of {@code length} bytes: it shows what guests store there, and what is put into it is
     * stored} Makes room for the whole memory, so that the first touch of another address does not end it. It is good until the memory grows, which any call of a guest may do, or its instance is reset; from then on it may show an array that
     * the memory has left. So take it, use it, and take a new one after the next call. Like the memory, it is confined to
     * one thread at a time.
     */
    public ByteBuffer view(long address, long length) {
        int index = index(address, length);
        require(0, byteSize); // or the array would change with the first touch of an address beyond it
        return ByteBuffer.wrap(array, index, (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As {@link #view(long, long)}, for an address and a length of 32 bits, unsigned. */
    public ByteBuffer view(int address, int length) {
        return view(Integer.toUnsignedLong(address), Integer.toUnsignedLong(length));
    }

    /** {@return {@code length} bytes of UTF-8 as text; what is not UTF-8 becomes U+FFFD} */
    public String getUtf8(long address, long length) {
        int index = index(address, length);
        return new String(array, index, (int) length, StandardCharsets.UTF_8);
    }

    /** As {@link #getUtf8(long, long)}, for an address and a length of 32 bits, unsigned. */
    public String getUtf8(int address, int length) {
        return getUtf8(Integer.toUnsignedLong(address), Integer.toUnsignedLong(length));
    }

    /** {@return the UTF-8 up to the next zero byte, without it, as text, as C has it; what is not UTF-8 becomes U+FFFD} */
    public String getCString(long address) {
        int from = index(address, 1);
        int end = from;
        while (getByte(end) != 0) {
            end++;
        }
        return new String(array, from, end - from, StandardCharsets.UTF_8);
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

    /** Sets {@code n} bytes from {@code dst} on, both unsigned, to the lowest byte of {@code value}. */
    void fill(int dst, int value, int n) {
        int from = index(Integer.toUnsignedLong(dst), Integer.toUnsignedLong(n));
        if (n <= Bulk.SLICE) {
            Arrays.fill(array, from, from + n, (byte) value);
        } else {
            Bulk.fill(store, array, from, n, (byte) value);
        }
    }

    /** Copies {@code n} bytes from {@code src} in {@code from} to {@code dst} here, all unsigned. */
    void copy(int dst, Memory from, int src, int n) {
        long length = Integer.toUnsignedLong(n);
        int source = from.index(Integer.toUnsignedLong(src), length);
        int target = index(Integer.toUnsignedLong(dst), length);
        if (n <= Bulk.SLICE) {
            System.arraycopy(from.array, source, array, target, n);
        } else {
            Bulk.copy(store, from.array, source, array, target, n);
        }
    }

    /** Copies {@code n} bytes of a data segment from {@code src} to {@code dst}, all unsigned. */
    void init(int dst, Bytes data, int src, int n) {
        long length = Integer.toUnsignedLong(n);
        long source = Integer.toUnsignedLong(src);
        if (source + length > data.size()) {
            throw new TrapException(
                    Trap.MEMORY_OUT_OF_BOUNDS,
                    length + " bytes at " + source + " of a data segment of " + data.size() + " bytes");
        }
        int target = index(Integer.toUnsignedLong(dst), length);
        if (n <= Bulk.SLICE) {
            data.copyTo((int) source, array, target, n);
        } else {
            Bulk.copy(store, data, (int) source, array, target, n);
        }
    }

    /** {@return an address as an index of the array, which has all bytes of the range then; 0 if there are none} */
    private int index(long address, long length) {
        if (address < 0 || length < 0 || address > arraySize() - length) {
            require(address, length);
        }
        return length == 0 ? 0 : (int) address;
    }
}
