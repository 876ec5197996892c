package org.wasmi.exec.runtime;

import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.internal.memory.ArrayStorage;
import org.wasmi.exec.internal.memory.ChunkedStorage;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.internal.memory.MemoryStorage;
import org.wasmi.exec.internal.memory.SharedBytes;
import org.wasmi.exec.internal.memory.SharedStorage;
import org.wasmi.exec.internal.store.Resources;

/**
 * The state of a linear memory (Wasm specification, 4.2.9): its type, its size and where its bytes are. Executors reach
 * the bytes through {@link MemoryAccess}. The host API extends this class, and nothing else can. Belongs to one store
 * and, like it, is confined to one thread at a time.
 */
public abstract class MemoryState {
    private final StoreState store;
    private final MemoryType declared;
    private final int maxPages;
    private final long addressMask;
    private final MemoryStorage storage;

    /**
     * Makes a memory with contents, of which there are no less than its least size.
     *
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalArgumentException if it has 64-bit addresses, pages of another size than 64 KiB, or is shared
     * @throws IllegalStateException if the store is closed
     */
    protected MemoryState(StoreState store, MemoryType type, MemoryImage contents) {
        if (!type.equals(new MemoryType(type.limits()))) {
            throw new IllegalArgumentException("memories of type " + type + " are not supported");
        }
        this.store = store;
        this.declared = type;
        addressMask = addressMask(type);
        int entered = store.enter();
        try {
            Resources resources = store.resources();
            maxPages = maxPages(type, resources);
            resources.checkMemory(contents.size());
            storage = newStorage(contents);
            resources.addMemory(contents.size());
            store.releaseLater(this);
        } finally {
            store.exit(entered);
        }
    }

    /**
     * Makes what a shared memory is in a store.
     *
     * @throws ResourceException if it exceeds a limit of the store
     * @throws IllegalStateException if the store is closed
     */
    protected MemoryState(StoreState store, MemoryType type, SharedBytes bytes) {
        this.store = store;
        this.declared = type;
        addressMask = addressMask(type);
        int entered = store.enter();
        try {
            Resources resources = store.resources();
            maxPages = maxPages(type, resources);
            SharedStorage own = new SharedStorage(bytes);
            storage = own;
            resources.checkMemory(own.counted());
            resources.addMemory(own.counted());
            store.releaseLater(this);
        } finally {
            store.exit(entered);
        }
    }

    private static int maxPages(MemoryType type, Resources resources) {
        long limit = Math.min(resources.limits().memoryBytes().most() / MemoryType.PAGE_SIZE, MemoryType.MAX_PAGES);
        return (int) Math.min(type.limits().max().orElse(limit), limit);
    }

    private static long addressMask(MemoryType type) {
        return type.address() == AddressType.I32 ? 0xFFFF_FFFFL : -1;
    }

    /** {@return an address of a guest's, of which the lower 32 bits count if those of the memory have no more} */
    final long address(long address) {
        return address & addressMask;
    }

    private MemoryStorage newStorage(MemoryImage contents) {
        boolean chunked = store.hasChunkedMemories() || (long) maxPages * MemoryType.PAGE_SIZE > ArrayStorage.MAX_BYTES;
        if (!chunked && contents.size() > Runtime.getRuntime().maxMemory()) {
            throw MemoryStorage.noRoom(contents.size(), contents.size());
        }
        try {
            return chunked ? new ChunkedStorage(contents) : new ArrayStorage(contents);
        } catch (OutOfMemoryError error) {
            throw MemoryStorage.noRoom(contents.size(), contents.size());
        }
    }

    /** {@return the type; its limits begin with the size of now} */
    public MemoryType type() {
        return declared.withLimits(new Limits(pages(), declared.limits().max()));
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return the size in pages of 64 KiB} */
    public final long pages() {
        return storage.size() / MemoryType.PAGE_SIZE;
    }

    /** {@return the size in bytes} */
    public final long size() {
        return storage.size();
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
    public final int grow(long delta) {
        store.requireOpen();
        if (storage instanceof SharedStorage own) {
            return growShared(own, delta);
        }
        int old = (int) pages();
        Resources resources = store.resources();
        if (delta < 0 || delta > maxPages - old || !resources.hasMemory(delta * MemoryType.PAGE_SIZE)) {
            return growthFailed(delta);
        }
        long more = delta * MemoryType.PAGE_SIZE;
        if (more > 0 && !storage.grow(more, (long) maxPages * MemoryType.PAGE_SIZE)) {
            return growthFailed(delta);
        }
        resources.growMemory(more);
        return old;
    }

    /** The store counts what the memory has then, whichever stores have let it grow so far. */
    private int growShared(SharedStorage own, long delta) {
        synchronized (own.bytes()) {
            Resources resources = store.resources();
            int old = (int) pages();
            if (delta < 0 || delta > maxPages - old) {
                return growthFailed(delta);
            }
            long more = delta * MemoryType.PAGE_SIZE;
            long uncounted = own.size() + more - own.counted();
            if (!resources.hasMemory(uncounted) || !own.grow(more, (long) maxPages * MemoryType.PAGE_SIZE)) {
                return growthFailed(delta);
            }
            resources.growMemory(uncounted);
            own.counted(own.size());
            return old;
        }
    }

    private int growthFailed(long delta) {
        return store.resources().growthFailed("a memory of " + pages() + " pages by " + delta);
    }

    /**
     * {@return what replaces the size and the contents, and cannot fail} There may be more of them or fewer than now.
     *
     * @throws IllegalArgumentException if the memory may not be as large, by its type
     * @throws ResourceException if it may not be, by the limits of the store, or if the JVM has no room
     */
    Runnable resetting(MemoryImage contents) {
        long pages = contents.size() / MemoryType.PAGE_SIZE;
        if (pages > declared.limits().max().orElse(pages)) {
            throw new IllegalArgumentException("a memory of the instance has at most "
                    + declared.limits().max().getAsLong() + " pages, that of the snapshot has " + pages);
        }
        store.resources().limits().memoryBytes().check(contents.size());
        try {
            Runnable replacing = storage.resetting(contents);
            return () -> {
                store.resources().growMemory(contents.size() - storage.size());
                replacing.run();
            };
        } catch (OutOfMemoryError error) {
            throw MemoryStorage.noRoom(contents.size(), contents.size());
        }
    }

    /** Gives the room back; the store is closed. */
    void release() {
        storage.release();
    }

    /**
     * Makes sure that the storage has room for the bytes of a range.
     *
     * @throws IllegalStateException if the store is closed
     * @throws TrapException if they are not within the memory
     * @throws ResourceException if the JVM has no room for them
     */
    void require(long address, long length) {
        store.requireOpen();
        if (address < 0 || length < 0 || address > size() - length) {
            throw new TrapException(
                    Trap.MEMORY_OUT_OF_BOUNDS,
                    length + " bytes at address " + Long.toUnsignedString(address) + " of a memory of " + storage.size()
                            + " bytes");
        }
        if (length > 0) {
            storage.makeRoom(address + length);
        }
    }

    /** {@return where the bytes are} */
    protected final MemoryStorage storage() {
        return storage;
    }

    /**
     * {@return a copy of the contents}
     *
     * @throws IllegalStateException if the memory is shared
     */
    MemoryImage image() {
        if (storage instanceof SharedStorage) {
            throw new IllegalStateException(
                    "the instance has a shared memory, which others may change at any time, so that"
                            + " no snapshot can hold its state");
        }
        MemoryImage.Builder image = new MemoryImage.Builder();
        storage.capture(image);
        return image.build(storage.size());
    }

    /** Sets {@code n} bytes from {@code dst} on, both unsigned, to the lowest byte of {@code value}. */
    void fill(int dst, int value, int n) {
        long length = Integer.toUnsignedLong(n);
        long to = index(Integer.toUnsignedLong(dst), length);
        if (length <= Bulk.SLICE) {
            storage.fill(to, (byte) value, n);
        } else {
            Bulk.forSlices(store, length, false, (at, part) -> storage.fill(to + at, (byte) value, part));
        }
    }

    /** Copies {@code n} bytes from {@code src} in {@code from} to {@code dst} here, all unsigned. */
    void copy(int dst, MemoryState from, int src, int n) {
        long length = Integer.toUnsignedLong(n);
        long source = from.index(Integer.toUnsignedLong(src), length);
        long to = index(Integer.toUnsignedLong(dst), length);
        if (length <= Bulk.SLICE) {
            MemoryStorage.copy(from.storage, source, storage, to, n);
        } else {
            Bulk.forSlices(
                    store,
                    length,
                    source < to,
                    (at, part) -> MemoryStorage.copy(from.storage, source + at, storage, to + at, part));
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
        long to = index(Integer.toUnsignedLong(dst), length);
        if (length <= Bulk.SLICE) {
            storage.write(to, data, src, n);
        } else {
            Bulk.forSlices(store, length, false, (at, part) -> storage.write(to + at, data, src + (int) at, part));
        }
    }

    /** {@return an address, from which on the storage has room for all bytes of the range then; 0 if there are none} */
    protected final long index(long address, long length) {
        if (address < 0 || length < 0 || address > storage.room() - length) {
            require(address, length);
        }
        return length == 0 ? 0 : address;
    }
}
