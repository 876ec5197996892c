package org.wasmi.exec.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.exec.internal.store.HostApi;

/**
 * The state of a global (Wasm specification, 4.2.10): its type and its value, a numeric half and a reference half as in
 * a slot, which are not checked here. Executors reach them through {@link StoreAccess}. The host API extends this
 * class, and nothing else can. Belongs to one store and, like it, is confined to one thread at a time.
 */
public abstract class GlobalState {
    /** The numeric half as a variable, see {@link StoreAccess#globalBits}. */
    static final VarHandle BITS;

    static {
        try {
            BITS = MethodHandles.lookup().findVarHandle(GlobalState.class, "bits", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StoreState store;
    private final GlobalType type;
    private long bits;
    private long highBits;
    private @Nullable Object reference;

    /**
     * Makes a global whose value is zero or null.
     *
     * @throws IllegalStateException if the store is closed
     */
    protected GlobalState(HostApi key, StoreState store, GlobalType type) {
        store.requireOpen();
        this.store = store;
        this.type = type;
    }

    /** {@return the type} */
    public GlobalType type() {
        return type;
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return the numeric half} */
    protected final long bits() {
        return bits;
    }

    /** Sets the numeric half. */
    protected final void bits(long value) {
        bits = value;
    }

    /** {@return the upper 64 bits of a vector} */
    protected final long highBits() {
        return highBits;
    }

    /** Sets the upper 64 bits of a vector. */
    protected final void highBits(long value) {
        highBits = value;
    }

    /** {@return the reference half} */
    protected final @Nullable Object reference() {
        return reference;
    }

    /** Sets the reference half. */
    protected final void reference(@Nullable Object value) {
        reference = value;
    }
}
