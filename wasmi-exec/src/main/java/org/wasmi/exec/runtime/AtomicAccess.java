package org.wasmi.exec.runtime;

import java.lang.invoke.VarHandle;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.internal.memory.MemoryStorage;
import org.wasmi.exec.internal.memory.SharedStorage;

/**
 * Atomic instructions of executors, on any memory (threads proposal). Each takes the memory, the address, of which the
 * lower 32 bits count where the memory has addresses of 32 bits, the offset, unsigned, and a width of 1, 2, 4 or 8
 * bytes. What is read is zero-extended to 64 bits; of what is written, as many of the lowest bits count as are stored.
 * On memories that are not shared, where no other thread can be, they are plain accesses.
 *
 * <p>An address, with its offset, that is not a multiple of the width ends in {@link TrapException} with {@link
 * Trap#UNALIGNED_ATOMIC}. As those of {@link MemoryAccess}, all throw {@link MemoryFault} where there is no such byte,
 * for the {@link Machine} to make room or to trap.
 */
public final class AtomicAccess {
    private AtomicAccess() {}

    /** {@return the bytes at an address} */
    public static long load(MemoryState memory, long address, long offset, int width) {
        return memory.storage().atomicLoad(index(memory, address, offset, width), width);
    }

    /** Stores bytes. */
    public static void store(MemoryState memory, long address, long offset, int width, long value) {
        memory.storage().atomicStore(index(memory, address, offset, width), width, value);
    }

    /** {@return what it was} Adds to a number. */
    public static long add(MemoryState memory, long address, long offset, int width, long value) {
        return change(memory, address, offset, width, Change.ADD, value);
    }

    /** {@return what it was} Subtracts from a number. */
    public static long sub(MemoryState memory, long address, long offset, int width, long value) {
        return change(memory, address, offset, width, Change.SUB, value);
    }

    /** {@return what they were} Clears the bits that a value lacks. */
    public static long and(MemoryState memory, long address, long offset, int width, long value) {
        return change(memory, address, offset, width, Change.AND, value);
    }

    /** {@return what they were} Sets the bits that a value has. */
    public static long or(MemoryState memory, long address, long offset, int width, long value) {
        return change(memory, address, offset, width, Change.OR, value);
    }

    /** {@return what they were} Inverts the bits that a value has. */
    public static long xor(MemoryState memory, long address, long offset, int width, long value) {
        return change(memory, address, offset, width, Change.XOR, value);
    }

    /** {@return what was there} Stores bytes. */
    public static long xchg(MemoryState memory, long address, long offset, int width, long value) {
        return change(memory, address, offset, width, Change.XCHG, value);
    }

    private enum Change {
        ADD,
        SUB,
        AND,
        OR,
        XOR,
        XCHG
    }

    private static long change(MemoryState memory, long address, long offset, int width, Change change, long value) {
        long at = index(memory, address, offset, width);
        MemoryStorage storage = memory.storage();
        while (true) {
            long old = storage.atomicLoad(at, width);
            long changed =
                    switch (change) {
                        case ADD -> old + value;
                        case SUB -> old - value;
                        case AND -> old & value;
                        case OR -> old | value;
                        case XOR -> old ^ value;
                        case XCHG -> value;
                    };
            if (storage.atomicCompareExchange(at, width, old, changed) == old) {
                return old;
            }
        }
    }

    /** {@return what was there} Stores bytes if those there are, zero-extended, what is expected. */
    public static long cmpxchg(
            MemoryState memory, long address, long offset, int width, long expected, long replacement) {
        long at = index(memory, address, offset, width);
        boolean canBe = width == Long.BYTES || expected >>> (8 * width) == 0;
        return canBe
                ? memory.storage().atomicCompareExchange(at, width, expected, replacement)
                : memory.storage().atomicLoad(at, width);
    }

    /**
     * Waits, if 32 bits are what is expected, to be notified.
     *
     * @param nanos how long at the most; without end if it is negative
     * @return 0 if notified, 1 if there is something else, 2 if the time has passed
     * @throws TrapException with {@link Trap#EXPECTED_SHARED_MEMORY} if the memory is not shared; with {@link
     *     Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if the guest is to end
     */
    public static int wait32(MemoryState memory, long address, long offset, int expected, long nanos) {
        return wait(memory, address, offset, Integer.BYTES, Integer.toUnsignedLong(expected), nanos);
    }

    /** As {@link #wait32}, for 64 bits. */
    public static int wait64(MemoryState memory, long address, long offset, long expected, long nanos) {
        return wait(memory, address, offset, Long.BYTES, expected, nanos);
    }

    private static int wait(MemoryState memory, long address, long offset, int width, long expected, long nanos) {
        long effective = aligned(memory, address, offset, width);
        if (!(memory.storage() instanceof SharedStorage storage)) {
            throw new TrapException(Trap.EXPECTED_SHARED_MEMORY);
        }
        long at = within(memory, effective, offset, width);
        return storage.bytes()
                .waiters()
                .await(memory.owner()::park, at, () -> storage.atomicLoad(at, width) == expected, nanos);
    }

    /**
     * Wakes those who wait at an address, of which there are none if the memory is not shared.
     *
     * @param count how many at the most, unsigned
     * @return how many there were
     */
    public static int notify(MemoryState memory, long address, long offset, int count) {
        long at = index(memory, address, offset, Integer.BYTES);
        return memory.storage() instanceof SharedStorage storage
                ? storage.bytes().waiters().notify(at, count)
                : 0;
    }

    /** Has all accesses before it done before those after it. */
    public static void fence() {
        VarHandle.fullFence();
    }

    private static long index(MemoryState memory, long address, long offset, int width) {
        return within(memory, aligned(memory, address, offset, width), offset, width);
    }

    /** {@return an address with its offset; more than 64 bits of it are cut off} */
    private static long aligned(MemoryState memory, long address, long offset, int width) {
        long effective = memory.address(address) + offset;
        if ((effective & (width - 1)) != 0) {
            throw new TrapException(
                    Trap.UNALIGNED_ATOMIC, width + " bytes at address " + Long.toUnsignedString(effective));
        }
        return effective;
    }

    private static long within(MemoryState memory, long effective, long offset, int width) {
        if (effective < 0 || effective > memory.storage().room() - width) {
            throw new MemoryFault(memory, effective, width);
        } else if (Long.compareUnsigned(effective, offset) < 0) { // the sum has more than 64 bits
            throw new MemoryFault(memory, -1, width);
        }
        return effective;
    }
}
