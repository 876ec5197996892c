package org.wasmi.exec.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.internal.store.Resources;

/**
 * The state of a table (Wasm specification, 4.2.8): its type and its elements, which are null, functions or host
 * objects, of a type that is not checked here. Executors reach them through {@link StoreAccess}. The host API extends
 * this class, and nothing else can. Belongs to one store and, like it, is confined to one thread at a time.
 */
public abstract class TableState {
    private final StoreState store;
    private final TableType declared;
    private final int maxSize;

    /** May be longer than the table is. */
    private @Nullable Object[] array;

    private int size;

    /**
     * Makes a table of its least size.
     *
     * @param key what the host API has
     * @param store where it will belong
     * @param type its type
     * @param init what all its elements are at first
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalStateException if the store is closed
     */
    protected TableState(HostApi key, StoreState store, TableType type, @Nullable Object init) {
        store.requireOpen();
        this.store = store;
        this.declared = type;
        Resources resources = store.resources();
        long limit = resources.limits().tableElements().most();
        long least = type.limits().min();
        long min = least < 0 ? Long.MAX_VALUE : least; // either is beyond any limit
        long most = type.limits().max().orElse(limit);
        maxSize = (int) (Long.compareUnsigned(most, limit) < 0 ? most : limit);
        resources.checkTable(min);
        try {
            array = new @Nullable Object[(int) min];
        } catch (OutOfMemoryError error) {
            throw new ResourceException("no room for a table of " + min + " elements");
        }
        Arrays.fill(array, init);
        size = array.length;
        resources.addTable(size);
    }

    /** {@return the type; its limits begin with the size of now} */
    public TableType type() {
        return declared.withLimits(new Limits(size, declared.limits().max()));
    }

    /** {@return the type as it was declared} */
    protected final TableType declared() {
        return declared;
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return the number of elements} */
    public final int size() {
        return size;
    }

    /** {@return the array that holds the elements, until the table grows; may be longer} */
    @Nullable
    Object[] array() {
        return array;
    }

    /** {@return the reference at an index} */
    protected final @Nullable Object get(int index) {
        return array[index(index, 1)];
    }

    /** Sets the reference at an index. */
    protected final void set(int index, @Nullable Object reference) {
        array[index(index, 1)] = reference;
    }

    /**
     * Grows the table, unless that exceeds the declared maximum, a limit of the store or what the JVM can provide.
     *
     * @param delta by how many elements, unsigned
     * @param reference the new elements
     * @return the size before, or -1 if it did not grow
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if it did not grow and the store's limits want that
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    protected final int grow(int delta, @Nullable Object reference) {
        store.requireOpen();
        int old = size;
        Resources resources = store.resources();
        if (delta < 0 || delta > maxSize - old || !resources.hasTable(delta)) {
            return growthFailed(delta);
        }
        int grown = old + delta;
        if (grown > array.length && !reserve(grown)) {
            return growthFailed(delta);
        }
        if (isWorthLooking(delta)) {
            SlicedWork.fill(store, array, old, delta, reference);
        } else {
            Arrays.fill(array, old, grown, reference);
        }
        resources.growTable(delta);
        size = grown;
        return old;
    }

    /** {@return whether work on so many elements is done slice by slice} Not for the host, which no look must end. */
    private boolean isWorthLooking(int n) {
        return n > SlicedWork.SLICE && !store.isIdle();
    }

    /**
     * Checks that the table may have a size, which may be less than it has now.
     *
     * @throws IllegalArgumentException if it may not, by its type
     * @throws ResourceException if it may not, by the limits of the store
     */
    void checkSize(int wanted) {
        long most = declared.limits().max().orElse(wanted);
        if (Long.compareUnsigned(wanted, most) > 0) {
            throw new IllegalArgumentException("a table of the instance has at most " + Long.toUnsignedString(most)
                    + " elements, that of the snapshot has " + wanted);
        }
        store.resources().limits().tableElements().check(wanted);
    }

    /** Replaces the size, which has been checked, and all elements. */
    void reset(@Nullable Object[] elements) {
        store.resources().growTable(elements.length - (long) size);
        array = elements;
        size = elements.length;
    }

    private int growthFailed(int delta) {
        return store.resources().growthFailed("a table of " + size + " elements by " + Integer.toUnsignedString(delta));
    }

    private boolean reserve(int least) {
        int capacity = (int) Math.min(2L * array.length, maxSize);
        return (capacity > least && resize(capacity)) || resize(least);
    }

    private boolean resize(int capacity) {
        try {
            if (isWorthLooking(size)) {
                @Nullable Object[] more = new @Nullable Object[capacity];
                SlicedWork.copy(store, array, 0, more, 0, size);
                array = more;
            } else {
                array = Arrays.copyOf(array, capacity);
            }
            return true;
        } catch (OutOfMemoryError error) {
            return false;
        }
    }

    /** Sets {@code n} elements from {@code index} on, both unsigned. */
    void fill(int index, @Nullable Object reference, int n) {
        int from = index(index, n);
        if (n <= SlicedWork.SLICE) {
            Arrays.fill(array, from, from + n, reference);
        } else {
            SlicedWork.fill(store, array, from, n, reference);
        }
    }

    /** Copies {@code n} elements from {@code src} in {@code from} to {@code dst} here, all unsigned. */
    void copy(int dst, TableState from, int src, int n) {
        int source = from.index(src, n);
        int target = index(dst, n);
        if (n <= SlicedWork.SLICE) {
            System.arraycopy(from.array, source, array, target, n);
        } else {
            SlicedWork.copy(store, from.array, source, array, target, n);
        }
    }

    /** Copies {@code n} elements of an element segment from {@code src} to {@code dst}, all unsigned. */
    void init(int dst, @Nullable Object[] elements, int src, int n) {
        long source = Integer.toUnsignedLong(src);
        long length = Integer.toUnsignedLong(n);
        if (source + length > elements.length) {
            throw new TrapException(
                    Trap.TABLE_OUT_OF_BOUNDS,
                    length + " elements at " + source + " of an element segment of " + elements.length);
        }
        int target = index(dst, n);
        if (n <= SlicedWork.SLICE) {
            System.arraycopy(elements, src, array, target, n);
        } else {
            SlicedWork.copy(store, elements, src, array, target, n);
        }
    }

    private int index(int index, int n) {
        long first = Integer.toUnsignedLong(index);
        long length = Integer.toUnsignedLong(n);
        if (first + length > size) {
            throw new TrapException(
                    Trap.TABLE_OUT_OF_BOUNDS, length + " elements at " + first + " of a table of " + size);
        }
        return index;
    }
}
