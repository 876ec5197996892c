package org.wasmi.exec.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;

/**
 * Loads and stores of executors, on the array of a memory (Wasm specification, 4.6.8): little-endian, unaligned, with
 * one check of the effective address against the number of the memory's bytes that are in the array. Each takes the
 * array and that number, the address and the offset, both unsigned. Those that take a {@link MemoryState} do the same
 * wherever that has its bytes, in one array or many.
 *
 * <p>All throw {@link MemoryFault} where the array lacks a byte, for the {@link Machine} to make room or to trap.
 */
public final class MemoryAccess {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private MemoryAccess() {}

    /** {@return the byte at an address} */
    public static byte load8(byte[] memory, int size, int address, int offset) {
        return memory[index(size, address, offset, 1)];
    }

    /** {@return the 16 bits at an address} */
    public static short load16(byte[] memory, int size, int address, int offset) {
        return (short) SHORT.get(memory, index(size, address, offset, 2));
    }

    /** {@return the 32 bits at an address} */
    public static int load32(byte[] memory, int size, int address, int offset) {
        return (int) INT.get(memory, index(size, address, offset, 4));
    }

    /** {@return the 64 bits at an address} */
    public static long load64(byte[] memory, int size, int address, int offset) {
        return (long) LONG.get(memory, index(size, address, offset, 8));
    }

    /** {@return the lower 64 of the 128 bits at an address} */
    public static long load128Low(byte[] memory, int size, int address, int offset) {
        return (long) LONG.get(memory, index(size, address, offset, 16));
    }

    /** {@return the upper 64 of the 128 bits at an address} */
    public static long load128High(byte[] memory, int size, int address, int offset) {
        return (long) LONG.get(memory, index(size, address, offset, 16) + 8);
    }

    /** Stores a byte. */
    public static void store8(byte[] memory, int size, int address, int offset, byte value) {
        memory[index(size, address, offset, 1)] = value;
    }

    /** Stores 16 bits. */
    public static void store16(byte[] memory, int size, int address, int offset, short value) {
        SHORT.set(memory, index(size, address, offset, 2), value);
    }

    /** Stores 32 bits. */
    public static void store32(byte[] memory, int size, int address, int offset, int value) {
        INT.set(memory, index(size, address, offset, 4), value);
    }

    /** Stores 64 bits. */
    public static void store64(byte[] memory, int size, int address, int offset, long value) {
        LONG.set(memory, index(size, address, offset, 8), value);
    }

    /** Stores 128 bits, given as halves. */
    public static void store128(byte[] memory, int size, int address, int offset, long low, long high) {
        int index = index(size, address, offset, 16);
        LONG.set(memory, index, low);
        LONG.set(memory, index + 8, high);
    }

    /** {@return the byte at an address of any memory} */
    public static byte load8(MemoryState memory, int address, long offset) {
        return memory.storage().load8(index(memory, address, offset, 1));
    }

    /** {@return the 16 bits at an address of any memory} */
    public static short load16(MemoryState memory, int address, long offset) {
        return memory.storage().load16(index(memory, address, offset, 2));
    }

    /** {@return the 32 bits at an address of any memory} */
    public static int load32(MemoryState memory, int address, long offset) {
        return memory.storage().load32(index(memory, address, offset, 4));
    }

    /** {@return the 64 bits at an address of any memory} */
    public static long load64(MemoryState memory, int address, long offset) {
        return memory.storage().load64(index(memory, address, offset, 8));
    }

    /** {@return the lower 64 of the 128 bits at an address of any memory} */
    public static long load128Low(MemoryState memory, int address, long offset) {
        return memory.storage().load64(index(memory, address, offset, 16));
    }

    /** {@return the upper 64 of the 128 bits at an address of any memory} */
    public static long load128High(MemoryState memory, int address, long offset) {
        return memory.storage().load64(index(memory, address, offset, 16) + 8);
    }

    /** Stores a byte to any memory. */
    public static void store8(MemoryState memory, int address, long offset, byte value) {
        memory.storage().store8(index(memory, address, offset, 1), value);
    }

    /** Stores 16 bits to any memory. */
    public static void store16(MemoryState memory, int address, long offset, short value) {
        memory.storage().store16(index(memory, address, offset, 2), value);
    }

    /** Stores 32 bits to any memory. */
    public static void store32(MemoryState memory, int address, long offset, int value) {
        memory.storage().store32(index(memory, address, offset, 4), value);
    }

    /** Stores 64 bits to any memory. */
    public static void store64(MemoryState memory, int address, long offset, long value) {
        memory.storage().store64(index(memory, address, offset, 8), value);
    }

    /** Stores 128 bits, given as halves, to any memory. */
    public static void store128(MemoryState memory, int address, long offset, long low, long high) {
        long index = index(memory, address, offset, 16);
        memory.storage().store64(index, low);
        memory.storage().store64(index + 8, high);
    }

    /** {@return the byte at a 64-bit address of any memory} */
    public static byte load8(MemoryState memory, long address, long offset) {
        return memory.storage().load8(index(memory, address, offset, 1));
    }

    /** {@return the 16 bits at a 64-bit address of any memory} */
    public static short load16(MemoryState memory, long address, long offset) {
        return memory.storage().load16(index(memory, address, offset, 2));
    }

    /** {@return the 32 bits at a 64-bit address of any memory} */
    public static int load32(MemoryState memory, long address, long offset) {
        return memory.storage().load32(index(memory, address, offset, 4));
    }

    /** {@return the 64 bits at a 64-bit address of any memory} */
    public static long load64(MemoryState memory, long address, long offset) {
        return memory.storage().load64(index(memory, address, offset, 8));
    }

    /** {@return the lower 64 of the 128 bits at a 64-bit address of any memory} */
    public static long load128Low(MemoryState memory, long address, long offset) {
        return memory.storage().load64(index(memory, address, offset, 16));
    }

    /** {@return the upper 64 of the 128 bits at a 64-bit address of any memory} */
    public static long load128High(MemoryState memory, long address, long offset) {
        return memory.storage().load64(index(memory, address, offset, 16) + 8);
    }

    /** Stores a byte to a 64-bit address of any memory. */
    public static void store8(MemoryState memory, long address, long offset, byte value) {
        memory.storage().store8(index(memory, address, offset, 1), value);
    }

    /** Stores 16 bits to a 64-bit address of any memory. */
    public static void store16(MemoryState memory, long address, long offset, short value) {
        memory.storage().store16(index(memory, address, offset, 2), value);
    }

    /** Stores 32 bits to a 64-bit address of any memory. */
    public static void store32(MemoryState memory, long address, long offset, int value) {
        memory.storage().store32(index(memory, address, offset, 4), value);
    }

    /** Stores 64 bits to a 64-bit address of any memory. */
    public static void store64(MemoryState memory, long address, long offset, long value) {
        memory.storage().store64(index(memory, address, offset, 8), value);
    }

    /** Stores 128 bits, given as halves, to a 64-bit address of any memory. */
    public static void store128(MemoryState memory, long address, long offset, long low, long high) {
        long index = index(memory, address, offset, 16);
        memory.storage().store64(index, low);
        memory.storage().store64(index + 8, high);
    }

    /**
     * Ensures that the array of a memory has the bytes of a range; the memory may get another array. For executors that
     * cannot let a {@link MemoryFault} pass.
     *
     * @param memory the memory
     * @param address the first byte; negative is beyond any memory
     * @param length the number of bytes, from 0
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if they are not within the memory
     * @throws org.wasmi.encoding.error.ResourceException if the JVM has no room for them
     */
    public static void ensure(MemoryState memory, long address, long length) {
        memory.require(address, length);
    }

    /** {@code memory.fill}: sets {@code n} bytes from {@code dst} on, both unsigned. */
    public static void fill(MemoryState memory, int dst, int value, int n) {
        fill(memory, Integer.toUnsignedLong(dst), value, Integer.toUnsignedLong(n));
    }

    /** {@code memory.fill} with 64-bit addresses: sets {@code n} bytes from {@code dst} on, both unsigned. */
    public static void fill(MemoryState memory, long dst, int value, long n) {
        requireRoom(memory, dst, n);
        memory.fill(dst, value, n);
    }

    /**
     * {@code memory.copy}: copies {@code n} bytes from {@code src} in {@code from} to {@code dst} in {@code to},
     * unsigned.
     */
    public static void copy(MemoryState to, int dst, MemoryState from, int src, int n) {
        copy(to, Integer.toUnsignedLong(dst), from, Integer.toUnsignedLong(src), Integer.toUnsignedLong(n));
    }

    /**
     * {@code memory.copy} with 64-bit addresses, unsigned: as {@link #copy(MemoryState, int, MemoryState, int, int)}.
     */
    public static void copy(MemoryState to, long dst, MemoryState from, long src, long n) {
        requireRoom(from, src, n);
        requireRoom(to, dst, n);
        to.copy(dst, from, src, n);
    }

    /**
     * {@code memory.init}: copies {@code n} bytes of a data segment from {@code src} to {@code dst}, all unsigned.
     *
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if the segment has fewer
     */
    public static void init(MemoryState memory, int dst, Bytes data, int src, int n) {
        init(memory, Integer.toUnsignedLong(dst), data, src, n);
    }

    /** {@code memory.init} with a 64-bit address, unsigned: as {@link #init(MemoryState, int, Bytes, int, int)}. */
    public static void init(MemoryState memory, long dst, Bytes data, int src, int n) {
        requireRoom(memory, dst, Integer.toUnsignedLong(n));
        memory.init(dst, data, src, n);
    }

    /**
     * {@link MemoryState} would make room itself, but by another array, of which an executor that has cached this one
     * would not know.
     */
    private static void requireRoom(MemoryState memory, long address, long n) {
        if (n < 0) {
            throw new MemoryFault(memory, address, n); // beyond any memory
        } else if (n > 0) {
            index(memory, address, 0L, n);
        }
    }

    private static long index(MemoryState memory, long address, long offset, long width) {
        long effective = address + offset;
        // A sum that wraps, or of 2^63 or more, is beyond any memory.
        boolean wraps = Long.compareUnsigned(effective, offset) < 0;
        if (wraps || effective < 0 || effective > memory.storage().room() - width) {
            throw new MemoryFault(memory, wraps ? -1 : effective, width);
        }
        return effective;
    }

    private static long index(MemoryState memory, int address, long offset, long width) {
        long effective = (address & 0xFFFF_FFFFL) + offset;
        // An offset of 2^63 or more makes the sum negative, or wraps it past zero: both are beyond any memory.
        if (offset < 0 || effective < 0 || effective > memory.storage().room() - width) {
            throw new MemoryFault(memory, offset < 0 ? -1 : effective, width);
        }
        return effective;
    }

    /**
     * Kept within 35 bytes: HotSpot would leave a longer one as a call wherever it compiles before the call was
     * frequent.
     */
    private static int index(int size, int address, int offset, int width) {
        long effective = Integer.toUnsignedLong(address) + Integer.toUnsignedLong(offset);
        if (effective > size - width) {
            throw fault(effective, width);
        }
        return (int) effective;
    }

    private static MemoryFault fault(long effective, int width) {
        return new MemoryFault(null, effective, width);
    }
}
