package org.wasmi.exec;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.GlobalState;

/**
 * A global (Wasm specification, 4.2.10). Belongs to one {@link Store} and, like it, is confined to one thread at a
 * time.
 */
public final class Global extends GlobalState implements Extern {
    Global(Store store, GlobalType type) {
        super(HostApi.KEY, store, type);
    }

    /**
     * {@return a new global}
     *
     * @throws IllegalArgumentException if the value is of another type or store
     * @throws IllegalStateException if the store is closed
     */
    public static Global create(Store store, GlobalType type, Value value) {
        Global global = new Global(store, type);
        global.init(value);
        return global;
    }

    @Override
    public Store store() {
        return (Store) owner();
    }

    /** {@return the value} */
    public Value get() {
        return ValueSlots.read(type().type(), new long[] {bits(), highBits()}, new @Nullable Object[] {reference()}, 0);
    }

    /**
     * Sets the value.
     *
     * @throws IllegalArgumentException if it is of another type or store
     * @throws IllegalStateException if the global is immutable
     */
    public void set(Value value) {
        if (!type().mutable()) {
            throw new IllegalStateException("the global is immutable");
        }
        init(value);
    }

    private void init(Value value) {
        if (!ValueSlots.fits(value, type().type())) {
            throw new IllegalArgumentException("the global is " + type().type() + ", not " + value.type());
        }
        ValueSlots.requireOwn(store(), value);
        bits(ValueSlots.bitsOf(value));
        highBits(value instanceof Value.V128 vector ? vector.high() : 0);
        reference(ValueSlots.referenceOf(value));
    }
}
