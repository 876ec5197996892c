package org.wasmi.exec;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;

/**
 * Passes strings, arrays and other blocks of bytes to guests with 32-bit addresses, in memory that the guest itself
 * allocates. Generated interfaces use it. A string or array is a block with an address and a length, which methods
 * return as one {@code long}: {@link #address} and {@link #length} are its halves. Numbers are little-endian, strings
 * are UTF-8. Apart from the values that it returns, it allocates nothing in Java once its buffers are large enough. Not
 * thread-safe: it belongs to the store, as the memory does.
 */
public final class GuestHeap {

    /** How the guest allocates: its own functions, by the convention of its toolchain. */
    public interface Allocator {

        /**
         * {@return the address of a new block}
         *
         * @param size the size in bytes
         * @param alignment a power of two, which divides the address
         */
        int allocate(int size, int alignment);

        /** Frees a block. Does nothing where blocks belong to the functions that they are passed to. */
        default void free(int address, int size, int alignment) {}
    }

    /** A function that the guest exports. What it has allocated belongs to the guest. */
    private record Exported(Invocation function, int params) implements Allocator {
        private static final int REALLOC_PARAMS = 4;

        static Exported of(String name, WasmFunction function) {
            FuncType type = function.type();
            int params = type.params().size();
            if (!type.params().stream().allMatch(NumType.I32::equals)
                    || !type.results().equals(List.of(NumType.I32))
                    || params == 0
                    || (params > 2 && params != REALLOC_PARAMS)) {
                throw new IllegalArgumentException("'" + name + "' does not allocate: it has the type " + type
                        + ", not that of malloc, with or without an alignment, or of cabi_realloc");
            }
            return new Exported(function.newInvocation(), params);
        }

        @Override
        public int allocate(int size, int alignment) {
            if (params == REALLOC_PARAMS) {
                function.passI32(0, 0).passI32(1, 0).passI32(2, alignment).passI32(3, size);
            } else {
                function.passI32(0, size);
                if (params == 2) {
                    function.passI32(1, alignment);
                }
            }
            return function.call().i32(0);
        }
    }

    private static final int INTS_PER_BLOCK = 3;
    private static final byte[] NO_BYTES = {};

    private final Memory memory;
    private final Allocator allocator;
    private final boolean isOwned;

    /** Address, size and alignment of the blocks that are not released yet. */
    private int[] blocks = new int[8 * INTS_PER_BLOCK];

    private int used;
    private byte[] utf8 = new byte[64];

    /**
     * Makes one.
     *
     * @param memory the guest's memory
     * @param allocator the guest's functions
     */
    public GuestHeap(Memory memory, Allocator allocator) {
        this(memory, allocator, false);
    }

    private GuestHeap(Memory memory, Allocator allocator, boolean isOwned) {
        this.memory = Objects.requireNonNull(memory, "memory");
        this.allocator = Objects.requireNonNull(allocator, "allocator");
        this.isOwned = isOwned;
    }

    /**
     * {@return a heap all of whose blocks belong to the guest: they are not released}
     *
     * @param name the name of the function in messages
     * @param function the function that allocates, with a type that {@link HostCall#heap} describes
     */
    static GuestHeap owned(Memory memory, String name, WasmFunction function) {
        return new GuestHeap(memory, Exported.of(name, function), true);
    }

    /** {@return a mark: what is allocated later is released by {@link #release} or {@link #forget} with it} */
    public int mark() {
        return used;
    }

    /** Frees the blocks that were allocated since a mark, the last one first. */
    public void release(int mark) {
        while (used > mark) {
            used -= INTS_PER_BLOCK;
            allocator.free(blocks[used], blocks[used + 1], blocks[used + 2]);
        }
    }

    /** Forgets the blocks that were allocated since a mark, without freeing them: after a trap, no guest is called. */
    public void forget(int mark) {
        used = Math.min(used, mark);
    }

    /**
     * {@return the address of a new block}
     *
     * @param size the size in bytes
     * @param alignment a power of two, which divides the address
     * @throws IllegalStateException if the guest returns 0 for a block that is not empty
     */
    public int allocate(int size, int alignment) {
        int address = allocator.allocate(size, alignment);
        if (address == 0 && size != 0) {
            throw new IllegalStateException("the guest cannot allocate " + size + " bytes");
        }
        if (isOwned) {
            return address;
        }
        if (used == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * used);
        }
        blocks[used] = address;
        blocks[used + 1] = size;
        blocks[used + 2] = alignment;
        used += INTS_PER_BLOCK;
        return address;
    }

    /** Frees a block that the guest has allocated. */
    public void free(int address, int size, int alignment) {
        allocator.free(address, size, alignment);
    }

    /** {@return the address of a block, as its half of a long} */
    public static int address(long block) {
        return (int) (block >>> 32);
    }

    /** {@return the length of a block, as its half of a long} */
    public static int length(long block) {
        return (int) block;
    }

    /** {@return a block} */
    public static long block(int address, int length) {
        return ((long) address << 32) | Integer.toUnsignedLong(length);
    }

    /**
     * {@return the size of an array in bytes}
     *
     * @throws IllegalArgumentException if it does not fit into a memory with 32-bit addresses
     */
    public static int size(int count, int stride) {
        long size = (long) count * stride;
        if (count < 0 || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    Integer.toUnsignedString(count) + " elements of " + stride + " bytes are too many");
        }
        return (int) size;
    }

    /** {@return a new block with a string; its length is in bytes} Lone surrogates become question marks. */
    public long put(String text) {
        int length = encode(text);
        return block(allocateUtf8(length, 0), length);
    }

    /** {@return the address of a new block with a string and a byte 0} */
    public int putCString(String text) {
        int length = encode(text);
        int address = allocateUtf8(length, 1);
        memory.putByte(address + length, (byte) 0);
        return address;
    }

    /** Copies what was encoded to a new block, which may have room for more. */
    private int allocateUtf8(int length, int more) {
        byte[] bytes = utf8;
        utf8 = NO_BYTES; // the guest may call the host while it allocates, which passes other strings
        int address = allocate(Math.addExact(length, more), 1);
        memory.write(address, bytes, 0, length);
        utf8 = bytes;
        return address;
    }

    /** {@return a new block with bytes} */
    public long put(byte[] bytes) {
        int address = allocate(bytes.length, 1);
        memory.write(address, bytes, 0, bytes.length);
        return block(address, bytes.length);
    }

    /** {@return a new block with numbers; its length is their count} */
    public long put(short[] numbers) {
        int address = allocate(size(numbers.length, Short.BYTES), Short.BYTES);
        for (int i = 0; i < numbers.length; i++) {
            memory.putShort(address + Short.BYTES * i, numbers[i]);
        }
        return block(address, numbers.length);
    }

    /** {@return a new block with numbers; its length is their count} */
    public long put(int[] numbers) {
        int address = allocate(size(numbers.length, Integer.BYTES), Integer.BYTES);
        for (int i = 0; i < numbers.length; i++) {
            memory.putInt(address + Integer.BYTES * i, numbers[i]);
        }
        return block(address, numbers.length);
    }

    /** {@return a new block with numbers; its length is their count} */
    public long put(long[] numbers) {
        int address = allocate(size(numbers.length, Long.BYTES), Long.BYTES);
        for (int i = 0; i < numbers.length; i++) {
            memory.putLong(address + Long.BYTES * i, numbers[i]);
        }
        return block(address, numbers.length);
    }

    /** {@return a new block with numbers; its length is their count} */
    public long put(float[] numbers) {
        int address = allocate(size(numbers.length, Float.BYTES), Float.BYTES);
        for (int i = 0; i < numbers.length; i++) {
            memory.putFloat(address + Float.BYTES * i, numbers[i]);
        }
        return block(address, numbers.length);
    }

    /** {@return a new block with numbers; its length is their count} */
    public long put(double[] numbers) {
        int address = allocate(size(numbers.length, Double.BYTES), Double.BYTES);
        for (int i = 0; i < numbers.length; i++) {
            memory.putDouble(address + Double.BYTES * i, numbers[i]);
        }
        return block(address, numbers.length);
    }

    /**
     * Checks that an array is within a memory.
     *
     * @param address where it begins
     * @param count the number of its elements, unsigned
     * @param stride the size of an element in bytes
     * @return the count
     * @throws org.wasmi.encoding.error.TrapException if it is not within the memory
     * @throws IllegalArgumentException if it is too large for Java
     */
    public static int check(Memory memory, int address, int count, int stride) {
        long size = Integer.toUnsignedLong(count) * stride;
        if (size != 0) {
            memory.getByte(Integer.toUnsignedLong(address) + size - 1);
        }
        size(count, stride);
        return count;
    }

    /** {@return numbers of a memory} */
    public static short[] shorts(Memory memory, int address, int count) {
        short[] numbers = new short[check(memory, address, count, Short.BYTES)];
        for (int i = 0; i < count; i++) {
            numbers[i] = memory.getShort(address + Short.BYTES * i);
        }
        return numbers;
    }

    /** {@return numbers of a memory} */
    public static int[] ints(Memory memory, int address, int count) {
        int[] numbers = new int[check(memory, address, count, Integer.BYTES)];
        for (int i = 0; i < count; i++) {
            numbers[i] = memory.getInt(address + Integer.BYTES * i);
        }
        return numbers;
    }

    /** {@return numbers of a memory} */
    public static long[] longs(Memory memory, int address, int count) {
        long[] numbers = new long[check(memory, address, count, Long.BYTES)];
        for (int i = 0; i < count; i++) {
            numbers[i] = memory.getLong(address + Long.BYTES * i);
        }
        return numbers;
    }

    /** {@return numbers of a memory} */
    public static float[] floats(Memory memory, int address, int count) {
        float[] numbers = new float[check(memory, address, count, Float.BYTES)];
        for (int i = 0; i < count; i++) {
            numbers[i] = memory.getFloat(address + Float.BYTES * i);
        }
        return numbers;
    }

    /** {@return numbers of a memory} */
    public static double[] doubles(Memory memory, int address, int count) {
        double[] numbers = new double[check(memory, address, count, Double.BYTES)];
        for (int i = 0; i < count; i++) {
            numbers[i] = memory.getDouble(address + Double.BYTES * i);
        }
        return numbers;
    }

    /** Encodes a text into the buffer, and returns the number of bytes. */
    private int encode(String text) {
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            if (at > utf8.length - 4) {
                utf8 = Arrays.copyOf(utf8, Math.addExact(2 * at, 64));
            }
            char c = text.charAt(i);
            if (c < 0x80) {
                utf8[at++] = (byte) c;
            } else if (c < 0x800) {
                utf8[at++] = (byte) (0xC0 | (c >> 6));
                utf8[at++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                utf8[at++] = (byte) (0xE0 | (c >> 12));
                utf8[at++] = continuation(c >> 6);
                utf8[at++] = continuation(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                int point = Character.toCodePoint(c, text.charAt(i));
                utf8[at++] = (byte) (0xF0 | (point >> 18));
                utf8[at++] = continuation(point >> 12);
                utf8[at++] = continuation(point >> 6);
                utf8[at++] = continuation(point);
            } else {
                utf8[at++] = '?';
            }
        }
        return at;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
