package org.wasmi.exec.internal.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.wasmi.encoding.error.ResourceException;

/**
 * The bytes of a shared memory: a direct buffer for each 64 KiB, made when it is first written. Arrays will not do:
 * from JDK 25 on, they have no atomic access to more than one byte. A chunk never moves, so that all threads work on
 * the same bytes while the memory grows. Thread-safe.
 */
public final class SharedBytes {
    static final int SHIFT = 16;
    static final int CHUNK = 1 << SHIFT;

    /** What stands for chunks that were never written; nobody writes it. */
    private static final ByteBuffer ZEROS = chunk();

    /**
     * By number. Replaced by a longer one when the memory grows. A thread that has the one before sees zeros where
     * another thread has written meanwhile, as if it had come a little earlier.
     */
    private volatile AtomicReferenceArray<ByteBuffer> chunks;

    private volatile long size;

    private final SharedBudget budget;
    private final SharedBudget.Share share;
    private final Waiters waiters = new Waiters();

    /**
     * Makes zeros.
     *
     * @param size how many
     * @param budget what they count against
     * @throws ResourceException if they are too many, or the JVM has no room for the table of chunks
     */
    public SharedBytes(long size, SharedBudget budget) {
        if (size >>> SHIFT >= Integer.MAX_VALUE) {
            throw MemoryStorage.noRoom(size, size);
        }
        this.budget = budget;
        share = budget.add(this, size);
        try {
            chunks = new AtomicReferenceArray<>(count(size));
        } catch (OutOfMemoryError error) {
            budget.remove(share);
            throw MemoryStorage.noRoom(size, size);
        }
        this.size = size;
    }

    /** {@return the threads that wait at addresses of the memory} */
    public Waiters waiters() {
        return waiters;
    }

    private static ByteBuffer chunk() {
        return ByteBuffer.allocateDirect(CHUNK + Long.BYTES).alignedSlice(Long.BYTES);
    }

    private static int count(long size) {
        return (int) ((size + CHUNK - 1) >>> SHIFT);
    }

    /** {@return the number of bytes} */
    public long size() {
        return size;
    }

    /**
     * Adds zeros. Others may access them once this has returned.
     *
     * @param more how many
     * @param most the most bytes that there can come to be
     * @return whether the budget allows it, and the JVM has room for the table of chunks
     */
    public synchronized boolean grow(long more, long most) {
        if (!budget.grow(share, more)) {
            return false;
        }
        if (!makeTable(size + more, most)) {
            budget.grow(share, -more);
            return false;
        }
        size += more;
        return true;
    }

    private boolean makeTable(long grown, long most) {
        AtomicReferenceArray<ByteBuffer> old = chunks;
        int needed = count(grown);
        if (needed > old.length()) {
            int length = (int) Math.min(Math.max(needed, 2L * old.length()), count(most));
            AtomicReferenceArray<ByteBuffer> longer;
            try {
                longer = new AtomicReferenceArray<>(length);
            } catch (OutOfMemoryError error) {
                return false;
            }
            for (int i = 0; i < old.length(); i++) {
                longer.setPlain(i, old.get(i));
            }
            chunks = longer;
        }
        return true;
    }

    /** {@return the chunk that has the byte at an address, for reading} */
    ByteBuffer readable(long at) {
        ByteBuffer chunk = chunks.get((int) (at >>> SHIFT));
        return chunk != null ? chunk : ZEROS;
    }

    /**
     * {@return the chunk that has the byte at an address}
     *
     * @throws ResourceException if it is written for the first time and the JVM has no room for it
     */
    ByteBuffer writable(long at) {
        ByteBuffer chunk = chunks.get((int) (at >>> SHIFT));
        return chunk != null ? chunk : add((int) (at >>> SHIFT));
    }

    private synchronized ByteBuffer add(int index) {
        ByteBuffer chunk = chunks.get(index);
        if (chunk == null) {
            try {
                chunk = chunk();
            } catch (OutOfMemoryError error) {
                throw new ResourceException("no room for another " + CHUNK + " bytes of a shared memory of " + size
                        + " bytes: " + error.getMessage());
            }
            chunks.set(index, chunk);
        }
        return chunk;
    }
}
