package org.wasmi.exec;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.GlobalType;

/**
 * A global (Wasm specification, 4.2.10). Belongs to one {@link Store} and, like it, is confined to one thread at a time.
 */
public final class Global implements Extern {
    private final Store store;
    private final GlobalType type;
    private long bits;
    private long highBits;
    private @Nullable Object reference;

    Global(Store store, GlobalType type) {
        this.store = store;
        this.type = type;
    }

    /**
     * {@return a new global}
     *
     * @throws IllegalArgumentException if the value is of another type or store
     * @throws IllegalStateException if the store is closed
     */
    public static Global create(Store store, GlobalType type, Value value) {
        store.requireOpen();
        Global global = new Global(store, type);
        global.init(value);
        return global;
    }

    @Override
    public GlobalType type() {
        return type;
    }

    @Override
    public Store store() {
        return store;
    }

    /** {@return the value} */
    public Value get() {
        return Values.read(type.type(), new long[] {bits, highBits}, new @Nullable Object[] {reference}, 0);
    }

    /**
     * Sets the value.
     *
     * @throws IllegalArgumentException if it is of another type or store
     * @throws IllegalStateException if the global is immutable
     */
    public void set(Value value) {
        if (!type.mutable()) {
            throw new IllegalStateException("the global is immutable");
        }
        init(value);
    }

    private void init(Value value) {
        if (!Values.fits(value, type.type())) {
            throw new IllegalArgumentException("the global is " + type.type() + ", not " + value.type());
        }
        store.requireOwn(value);
        bits = Values.bitsOf(value);
        highBits = value instanceof Value.V128 vector ? vector.high() : 0;
        reference = Values.referenceOf(value);
    }

    // What instructions do: the numeric half and the reference half, as in a slot, unchecked.

    /** {@return the numeric half} */
    long bits() {
        return bits;
    }

    /** Sets the numeric half. */
    void bits(long value) {
        bits = value;
    }

    /** {@return the upper 64 bits of a vector} */
    long highBits() {
        return highBits;
    }

    /** Sets the upper 64 bits of a vector. */
    void highBits(long value) {
        highBits = value;
    }

    /** {@return the reference half} */
    @Nullable
    Object reference() {
        return reference;
    }

    /** Sets the reference half. */
    void reference(@Nullable Object value) {
        reference = value;
    }
}
