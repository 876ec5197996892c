package org.wasmi.exec.runtime;

import org.wasmi.exec.internal.store.HostApi;

/** A host function in a store. The host API extends this class, and nothing else can. */
public abstract non-sealed class HostFunctionState extends FunctionState {
    private final StoreState store;
    private final int slots;

    /**
     * Makes a function.
     *
     * @throws IllegalStateException if the store is closed
     */
    protected HostFunctionState(HostApi key, StoreState store, RuntimeType type) {
        super(key, type);
        store.requireOpen();
        this.store = store;
        this.slots = type.signature().params().slotCount()
                + type.signature().results().slotCount();
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return what serves calls of this and of other host functions} */
    protected abstract HostFrame newFrame(Stacks stacks);

    /**
     * Serves a call.
     *
     * @param frame where the arguments are and where the results go
     */
    protected abstract void serve(HostFrame frame);

    /**
     * {@return the number of slots that a call takes: arguments, then results, which end up where the arguments were}
     */
    final int slots() {
        return slots;
    }
}
