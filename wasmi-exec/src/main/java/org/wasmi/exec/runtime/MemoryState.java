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
    private final long maxPages;
    private final long addressMask;
    private final MemoryStorage storage;

    /**
     * Makes a memory with contents, of which there are no less than its least size.
     *
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalArgumentException if it is shared
     * @throws IllegalStateException if the store is closed
     */
    protected MemoryState(StoreState store, MemoryType type, MemoryImage contents) {
        if (type.shared()) {
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
            resources.checkMemory(bytes.size());
            SharedStorage own = new SharedStorage(bytes);
            storage = own;
            resources.addMemory(own.counted());
            store.releaseLater(this);
        } finally {
            store.exit(entered);
        }
    }

    private static long maxPages(MemoryType type, Resources resources) {
        long limit = resources.limits().memoryBytes().most() >>> type.pageShift();
        long most = type.limits().max().orElse(type.maxPages());
        return Long.compareUnsigned(most, limit) < 0 ? most : limit;
    }

    private static long addressMask(MemoryType type) {
        return type.address() == AddressType.I32 ? 0xFFFF_FFFFL : -1;
    }

    /** {@return an address of a guest's, of which the lower 32 bits count if those of the memory have no more} */
    final long address(long address) {
        return address & addressMask;
    }

    private MemoryStorage newStorage(MemoryImage contents) {
        boolean chunked = store.hasChunkedMemories() || maxPages << declared.pageShift() > ArrayStorage.MAX_BYTES;
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

    /** {@return the size in pages, which have 64 KiB unless the type says otherwise} */
    public final long pages() {
        return storage.size() >>> declared.pageShift();
    }

    /** {@return the size in bytes} */
    public final long size() {
        return storage.size();
    }

    /**
     * Grows the memory by zeros, unless that exceeds the declared maximum, a limit of the store or what the JVM can
     * provide. The capacity grows by doubling, so that many small steps cost no more than a large one.
     *
     * @param delta by how many pages; negative is always too much
     * @return the size before in pages, or -1 if it did not grow
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if it did not grow and the store's limits want that
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public final long grow(long delta) {
        store.requireOpen();
        MemoryObserver observer = store.observer();
        if (observer == null) {
            return growBy(delta);
        }
        long before = size();
        try {
            return growBy(delta);
        } finally {
            observer.grown(before, size());
        }
    }

    private long growBy(long delta) {
        if (storage instanceof SharedStorage own) {
            return growShared(own, delta);
        }
        long old = pages();
        int shift = declared.pageShift();
        Resources resources = store.resources();
        if (delta < 0 || delta > maxPages - old || !resources.hasMemory(delta << shift)) {
            return growthFailed(delta);
        }
        long more = delta << shift;
        if (more > 0 && !storage.grow(more, maxPages << shift)) {
            return growthFailed(delta);
        }
        resources.growMemory(more);
        return old;
    }

    /** The store counts what the memory has then, whichever stores have let it grow so far. */
    private long growShared(SharedStorage own, long delta) {
        synchronized (own.bytes()) {
            Resources resources = store.resources();
            long old = pages();
            if (delta < 0 || delta > maxPages - old) {
                return growthFailed(delta);
            }
            long more = delta << declared.pageShift();
            long uncounted = own.size() + more - own.counted();
            if (!resources.hasMemory(uncounted) || !own.grow(more, maxPages << declared.pageShift())) {
                return growthFailed(delta);
            }
            resources.growMemory(uncounted);
            own.counted(own.size());
            return old;
        }
    }

    private int growthFailed(long delta) {
        return store.resources().growthFailed("a memory of " + pages() + " pages by " + Long.toUnsignedString(delta));
    }

    /**
     * {@return what replaces the size and the contents, and cannot fail} There may be more of them or fewer than now.
     *
     * @throws IllegalArgumentException if the memory may not be as large, by its type
     * @throws ResourceException if it may not be, by the limits of the store, or if the JVM has no room
     */
    Runnable resetting(MemoryImage contents) {
        long pages = contents.size() >>> declared.pageShift();
        long most = declared.limits().max().orElse(pages);
        if (Long.compareUnsigned(pages, most) > 0) {
            throw new IllegalArgumentException("a memory of the instance has at most " + Long.toUnsignedString(most)
                    + " pages, that of the snapshot has " + pages);
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
                    Long.toUnsignedString(length) + " bytes at address " + Long.toUnsignedString(address)
                            + " of a memory of " + storage.size() + " bytes");
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
    void fill(long dst, int value, long n) {
        long to = index(dst, n);
        if (n <= SlicedWork.SLICE) {
            storage.fill(to, (byte) value, (int) n);
        } else {
            SlicedWork.forSlices(store, n, false, (at, part) -> storage.fill(to + at, (byte) value, part));
        }
    }

    /** Copies {@code n} bytes from {@code src} in {@code from} to {@code dst} here, all unsigned. */
    void copy(long dst, MemoryState from, long src, long n) {
        long source = from.index(src, n);
        long to = index(dst, n);
        if (n <= SlicedWork.SLICE) {
            MemoryStorage.copy(from.storage, source, storage, to, (int) n);
        } else {
            SlicedWork.forSlices(
                    store,
                    n,
                    source < to,
                    (at, part) -> MemoryStorage.copy(from.storage, source + at, storage, to + at, part));
        }
    }

    /** Copies {@code n} bytes of a data segment from {@code src} to {@code dst}, all unsigned. */
    void init(long dst, Bytes data, int src, int n) {
        long length = Integer.toUnsignedLong(n);
        long source = Integer.toUnsignedLong(src);
        if (source + length > data.size()) {
            throw new TrapException(
                    Trap.MEMORY_OUT_OF_BOUNDS,
                    length + " bytes at " + source + " of a data segment of " + data.size() + " bytes");
        }
        long to = index(dst, length);
        if (length <= SlicedWork.SLICE) {
            storage.write(to, data, src, n);
        } else {
            SlicedWork.forSlices(
                    store, length, false, (at, part) -> storage.write(to + at, data, src + (int) at, part));
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
