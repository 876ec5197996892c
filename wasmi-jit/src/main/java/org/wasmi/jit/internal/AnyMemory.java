package org.wasmi.jit.internal;

import org.wasmi.exec.runtime.MemoryAccess;
import org.wasmi.exec.runtime.MemoryFault;
import org.wasmi.exec.runtime.MemoryState;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * How compiled code reads and writes memories by their index: those of 64-bit addresses, and all but memory 0
 * where that is an array. Both methods take the context, the index, the address and the offset, both unsigned, and the width
 * in bits, a constant by which HotSpot chooses when it inlines them. They make room and try again where the memory
 * lacks bytes that nothing has touched before.
 */
public final class AnyMemory {
    private AnyMemory() {}

    /** {@return the bits at an address, sign-extended} */
    public static long load(Context context, int memory, long address, long offset, int width) {
        while (true) {
            MemoryState state = StoreAccess.memoryAt(context.instance, memory);
            try {
                return switch (width) {
                    case Byte.SIZE -> MemoryAccess.load8(state, address, offset);
                    case Short.SIZE -> MemoryAccess.load16(state, address, offset);
                    case Integer.SIZE -> MemoryAccess.load32(state, address, offset);
                    default -> MemoryAccess.load64(state, address, offset);
                };
            } catch (MemoryFault fault) {
                fault.resolve(context.instance);
            }
        }
    }

    /** Stores the lowest bits of a value. */
    public static void store(Context context, int memory, long address, long offset, long value, int width) {
        while (true) {
            MemoryState state = StoreAccess.memoryAt(context.instance, memory);
            try {
                switch (width) {
                    case Byte.SIZE -> MemoryAccess.store8(state, address, offset, (byte) value);
                    case Short.SIZE -> MemoryAccess.store16(state, address, offset, (short) value);
                    case Integer.SIZE -> MemoryAccess.store32(state, address, offset, (int) value);
                    default -> MemoryAccess.store64(state, address, offset, value);
                }
                return;
            } catch (MemoryFault fault) {
                fault.resolve(context.instance);
            }
        }
    }
}
