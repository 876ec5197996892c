package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.internal.memory.SharedBytes;

/**
 * A memory that threads share (threads proposal). Belongs to an {@link Engine}. Stores of that engine, each of which is
 * used by one thread at a time, get it as a {@link Memory} of their own, by {@link #in} or from a {@link Linker} that
 * defines it: what the guests of one write there, those of the others read. Thread-safe.
 *
 * <p>It takes room outside of the Java heap, 64 KiB at a time, for what was written ({@code -XX:MaxDirectMemorySize}
 * limits that); it is given back some time after nothing refers to the memory any more. When it grows, no byte moves.
 *
 * <p>Atomic instructions are sequentially consistent, as volatile accesses of Java are. Other accesses, of guests and
 * by {@link Memory}, are those of Java's opaque mode where they have 16, 32 or 64 bits at a multiple of their width:
 * such a number is never seen half written. All others consist of smaller ones, copies and fills of bytes. An access
 * that another one races with reads what some write has left there; nothing worse can happen. What was written before
 * an atomic write, a notification or the end of a Java action that synchronizes is seen by a thread that has seen that.
 */
public final class SharedMemory {
    private final Engine engine;
    private final MemoryType declared;
    private final SharedBytes bytes;

    private SharedMemory(Engine engine, MemoryType declared) {
        this.engine = engine;
        this.declared = declared;
        bytes = engine.sharedBytes(MemoryImage.initial(declared).size());
    }

    /**
     * {@return a new memory of its least size, all zero}
     *
     * @throws IllegalArgumentException if the type is not that of a shared memory, or has no maximum
     */
    public static SharedMemory create(Engine engine, MemoryType type) {
        if (!type.shared()) {
            throw new IllegalArgumentException("a memory of type " + type + " is not shared");
        } else if (type.limits().max().isEmpty()) {
            throw new IllegalArgumentException("a shared memory needs a maximum: " + type);
        }
        return new SharedMemory(Objects.requireNonNull(engine, "engine"), type);
    }

    /** {@return the engine} */
    public Engine engine() {
        return engine;
    }

    /** {@return the type, of which the minimum is the size of now} */
    public MemoryType type() {
        return declared.withLimits(new Limits(pages(), declared.limits().max()));
    }

    MemoryType declared() {
        return declared;
    }

    /** {@return the size in pages} */
    public long pages() {
        return size() >>> declared.pageShift();
    }

    /** {@return the size in bytes} */
    public long size() {
        return bytes.size();
    }

    /**
     * {@return the memory as one of a store, the same at each call}
     *
     * @throws ResourceException if that is more than the store may have, or if this is the first store and it is more
     *     than {@link EngineConfig#sharedMemoryBytes} or what the JVM can provide
     * @throws IllegalArgumentException if the store is of another engine
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Memory in(Store store) {
        if (!engine.equals(store.engine())) {
            throw new IllegalArgumentException("the shared memory belongs to another engine than the store");
        }
        int entered = store.enter();
        try {
            return (Memory) store.of(bytes, () -> new Memory(store, this));
        } finally {
            store.exit(entered);
        }
    }

    /**
     * Wakes threads whose guests wait at an address, as {@code memory.atomic.notify} does.
     *
     * @param address where
     * @param count how many at the most, the longest waiting first; negative for all
     * @return how many there were
     */
    public int notify(long address, int count) {
        return bytes.waiters().notify(address, count);
    }

    /** {@return the number of threads whose guests wait at any address} */
    public int waiters() {
        return bytes.waiters().count();
    }

    SharedBytes bytes() {
        return bytes;
    }
}
