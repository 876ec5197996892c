package org.wasmi.jit.internal;

import org.wasmi.exec.runtime.MemoryAccess;
import org.wasmi.exec.runtime.MemoryFault;
import org.wasmi.exec.runtime.MemoryState;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * How compiled code reads and writes memories by their index: all but memory 0, and those of 64-bit addresses. Each
 * method takes the context, the index, the address and the offset, both unsigned, and makes room and tries again where
 * the memory lacks bytes that nothing has touched before.
 */
public final class AnyMemory {
    private AnyMemory() {}

    private static MemoryState memory(Context context, int memory) {
        return StoreAccess.memoryAt(context.instance, memory);
    }

    /** {@return the byte at an address} */
    public static byte load8(Context context, int memory, long address, long offset) {
        try {
            return MemoryAccess.load8(memory(context, memory), address, offset);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            return MemoryAccess.load8(memory(context, memory), address, offset);
        }
    }

    /** {@return the 16 bits at an address} */
    public static short load16(Context context, int memory, long address, long offset) {
        try {
            return MemoryAccess.load16(memory(context, memory), address, offset);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            return MemoryAccess.load16(memory(context, memory), address, offset);
        }
    }

    /** {@return the 32 bits at an address} */
    public static int load32(Context context, int memory, long address, long offset) {
        try {
            return MemoryAccess.load32(memory(context, memory), address, offset);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            return MemoryAccess.load32(memory(context, memory), address, offset);
        }
    }

    /** {@return the 64 bits at an address} */
    public static long load64(Context context, int memory, long address, long offset) {
        try {
            return MemoryAccess.load64(memory(context, memory), address, offset);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            return MemoryAccess.load64(memory(context, memory), address, offset);
        }
    }

    /** Stores a byte. */
    public static void store8(Context context, int memory, long address, long offset, byte value) {
        try {
            MemoryAccess.store8(memory(context, memory), address, offset, value);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            MemoryAccess.store8(memory(context, memory), address, offset, value);
        }
    }

    /** Stores 16 bits. */
    public static void store16(Context context, int memory, long address, long offset, short value) {
        try {
            MemoryAccess.store16(memory(context, memory), address, offset, value);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            MemoryAccess.store16(memory(context, memory), address, offset, value);
        }
    }

    /** Stores 32 bits. */
    public static void store32(Context context, int memory, long address, long offset, int value) {
        try {
            MemoryAccess.store32(memory(context, memory), address, offset, value);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            MemoryAccess.store32(memory(context, memory), address, offset, value);
        }
    }

    /** Stores 64 bits. */
    public static void store64(Context context, int memory, long address, long offset, long value) {
        try {
            MemoryAccess.store64(memory(context, memory), address, offset, value);
        } catch (MemoryFault fault) {
            fault.resolve(context.instance);
            MemoryAccess.store64(memory(context, memory), address, offset, value);
        }
    }
}
