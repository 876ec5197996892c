package org.wasmi.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.TableType;

/**
 * A table of references (Wasm specification, 4.2.8). Belongs to one {@link Store} and, like it, is confined to one thread
 * at a time. Indices are unsigned; one beyond the end is a {@link TrapException} with {@link Trap#TABLE_OUT_OF_BOUNDS}.
 */
public final class Table implements Extern {
    private final Store store;
    private final TableType declared;
    private final int maxSize;

    /** May be longer than the table is. */
    private @Nullable Object[] array;

    private int size;

    private Table(Store store, TableType declared, int maxSize, @Nullable Object[] array) {
        this.store = store;
        this.declared = declared;
        this.maxSize = maxSize;
        this.array = array;
        this.size = array.length;
    }

    /**
     * {@return a new table of its least size}
     *
     * @param store where it will belong
     * @param type its type
     * @param init what all its elements are at first
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalArgumentException if the value is of another type or store, or the table has 64-bit indices
     * @throws IllegalStateException if the store is closed
     */
    public static Table create(Store store, TableType type, Value init) {
        requireElement(store, type, init);
        return create(store, type, Values.referenceOf(init));
    }

    static Table create(Store store, TableType type, @Nullable Object init) {
        if (type.address() != AddressType.I32) {
            throw new IllegalArgumentException("tables of type " + type + " are not supported");
        }
        store.requireOpen();
        long limit = store.limits().of(StoreLimit.TABLE_ELEMENTS);
        long min = type.limits().min();
        int maxSize = (int) Math.min(type.limits().max().orElse(limit), limit);
        store.resources().checkTable(min);
        try {
            @Nullable Object[] array = new @Nullable Object[(int) min];
            Arrays.fill(array, init);
            store.resources().addTable(array.length);
            return new Table(store, type, maxSize, array);
        } catch (OutOfMemoryError error) {
            throw new ResourceException("no room for a table of " + min + " elements");
        }
    }

    @Override
    public TableType type() {
        return declared.withLimits(new Limits(size, declared.limits().max()));
    }

    @Override
    public Store store() {
        return store;
    }

    /** {@return the number of elements} */
    public int size() {
        return size;
    }

    /** {@return an element} */
    public Value valueAt(int index) {
        return Values.reference(declared.element(), get(index));
    }

    /**
     * Sets an element.
     *
     * @throws IllegalArgumentException if the value is of another type or store
     */
    public void setValue(int index, Value value) {
        requireElement(store, declared, value);
        set(index, Values.referenceOf(value));
    }

    /**
     * Grows the table, unless that exceeds the declared maximum, a limit of the store or what the JVM can provide.
     *
     * @param delta by how many elements, unsigned
     * @param value the new elements
     * @return the size before, or -1 if it did not grow
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if it did not grow and the store's limits want that
     * @throws IllegalArgumentException if the value is of another type or store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public int growBy(int delta, Value value) {
        requireElement(store, declared, value);
        return grow(delta, Values.referenceOf(value));
    }

    private static void requireElement(Store store, TableType type, Value value) {
        if (!Values.fits(value, type.element())) {
            throw new IllegalArgumentException("elements of the table are " + type.element() + ", not " + value.type());
        }
        store.requireOwn(value);
    }

    // What instructions do: a reference is null, a function or an object of the host, and its type is not checked.

    /** {@return the array that holds the elements, until the table grows; may be longer} */
    @Nullable
    Object[] array() {
        return array;
    }

    /** {@return the reference at an index} */
    @Nullable
    Object get(int index) {
        return array[index(index, 1)];
    }

    /** Sets the reference at an index. */
    void set(int index, @Nullable Object reference) {
        array[index(index, 1)] = reference;
    }

    /** As {@link #growBy}. */
    int grow(int delta, @Nullable Object reference) {
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
            Bulk.fill(store, array, old, delta, reference);
        } else {
            Arrays.fill(array, old, grown, reference);
        }
        resources.growTable(delta);
        size = grown;
        return old;
    }

    /** {@return whether work on so many elements is done slice by slice} Not for the host, which no look must end. */
    private boolean isWorthLooking(int n) {
        return n > Bulk.SLICE && !store.isIdle();
    }

    /**
     * Checks that the table may have a size, which may be less than it has now.
     *
     * @throws IllegalArgumentException if it may not, by its type
     * @throws ResourceException if it may not, by the limits of the store
     */
    void checkSize(int wanted) {
        if (wanted > declared.limits().max().orElse(wanted)) {
            throw new IllegalArgumentException("a table of the instance has at most "
                    + declared.limits().max().getAsLong() + " elements, that of the snapshot has " + wanted);
        }
        store.limits().check(StoreLimit.TABLE_ELEMENTS, wanted);
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
                Bulk.copy(store, array, 0, more, 0, size);
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
        if (n <= Bulk.SLICE) {
            Arrays.fill(array, from, from + n, reference);
        } else {
            Bulk.fill(store, array, from, n, reference);
        }
    }

    /** Copies {@code n} elements from {@code src} in {@code from} to {@code dst} here, all unsigned. */
    void copy(int dst, Table from, int src, int n) {
        int source = from.index(src, n);
        int target = index(dst, n);
        if (n <= Bulk.SLICE) {
            System.arraycopy(from.array, source, array, target, n);
        } else {
            Bulk.copy(store, from.array, source, array, target, n);
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
        if (n <= Bulk.SLICE) {
            System.arraycopy(elements, src, array, target, n);
        } else {
            Bulk.copy(store, elements, src, array, target, n);
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
