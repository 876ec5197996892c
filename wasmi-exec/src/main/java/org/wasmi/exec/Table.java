package org.wasmi.exec;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.TableState;

/**
 * A table of references (Wasm specification, 4.2.8). Belongs to one {@link Store} and, like it, is confined to one
 * thread at a time. Indices are unsigned; one beyond the end is a {@link TrapException} with {@link
 * Trap#TABLE_OUT_OF_BOUNDS}. They have 32 bits even where those of guests have 64: no table has so many elements that
 * 32 do not do.
 */
public final class Table extends TableState implements Extern {
    Table(Store store, TableType type, @Nullable Object init) {
        super(HostApi.KEY, store, type, init);
    }

    /**
     * {@return a new table of its least size}
     *
     * @param store where it will belong
     * @param type its type
     * @param init what all its elements are at first
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalArgumentException if the value is of another type or store
     * @throws IllegalStateException if the store is closed
     */
    public static Table create(Store store, TableType type, Value init) {
        requireElement(store, type, init);
        return new Table(store, type, ValueSlots.referenceOf(init));
    }

    @Override
    public Store store() {
        return (Store) owner();
    }

    /** {@return an element} */
    public Value valueAt(int index) {
        return ValueSlots.reference(declared().element(), get(index));
    }

    /**
     * Sets an element.
     *
     * @throws IllegalArgumentException if the value is of another type or store
     */
    public void setValue(int index, Value value) {
        requireElement(store(), declared(), value);
        set(index, ValueSlots.referenceOf(value));
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
        requireElement(store(), declared(), value);
        return grow(delta, ValueSlots.referenceOf(value));
    }

    private static void requireElement(Store store, TableType type, Value value) {
        if (!ValueSlots.fits(value, type.element())) {
            throw new IllegalArgumentException("elements of the table are " + type.element() + ", not " + value.type());
        }
        ValueSlots.requireOwn(store, value);
    }
}
