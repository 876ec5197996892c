package org.wasmi.exec.internal.memory;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
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
    private volatile AtomicReferenceArray<ByteBuffer> chunks = new AtomicReferenceArray<>(0);

    private volatile long size;

    private final SharedBudget budget;
    private final Waiters waiters = new Waiters();

    /** How many stores have the memory, and what is counted while any has. */
    private int users;

    private SharedBudget.@Nullable Share share;

    /**
     * Makes zeros.
     *
     * @param size how many
     * @param budget what they count against
     */
    public SharedBytes(long size, SharedBudget budget) {
        this.size = size;
        this.budget = budget;
    }

    /**
     * Counts one more store that has the memory.
     *
     * @throws ResourceException if the budget does not allow for the bytes, or the JVM has no room for the table of
     *     chunks
     */
    synchronized void join() {
        SharedBudget.Share first = users == 0 ? budget.add(this, size) : null;
        if (size >>> SHIFT >= Integer.MAX_VALUE || !makeTable(size, size)) {
            if (first != null) {
                budget.remove(first);
            }
            throw MemoryStorage.noRoom(size, size);
        }
        if (first != null) {
            share = first;
        }
        users++;
    }

    /** Counts one store less. */
    synchronized void leave() {
        users--;
        if (users == 0 && share != null) {
            budget.remove(share);
            share = null;
        }
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
        SharedBudget.Share counted = share;
        if (counted == null || !budget.grow(counted, more)) {
            return false;
        }
        if (!makeTable(size + more, most)) {
            budget.grow(counted, -more);
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
