package org.wasmi.exec.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.store.HostApi;

/**
 * The machines of a store: one for calls that nest within each other, and one more for each call that can be suspended.
 * Confined to one thread at a time, as the store is.
 */
public final class MachinePool {
    /** How many stacks of finished calls are kept for the next ones. */
    private static final int MAX_IDLE = 4;

    private final StoreState store;

    /** For calls that cannot be suspended, which nest within each other. */
    private final Machine machine;

    /** For the others, each of which has one of its own; none until one has been given back. */
    private @Nullable Deque<Machine> idle;

    /**
     * Makes the machines of a store.
     *
     * @param key what the host API has
     * @param store the store
     */
    public MachinePool(HostApi key, StoreState store) {
        this.store = store;
        machine = new Machine(store, false);
    }

    StoreState store() {
        return store;
    }

    /** {@return the machine for calls that nest within each other} */
    Machine machine() {
        return machine;
    }

    /** {@return a machine for a call that can be suspended} */
    Machine borrow() {
        @Nullable Machine known = idle == null ? null : idle.poll();
        return known != null ? known : new Machine(store, true);
    }

    void giveBack(Machine finished) {
        finished.clear();
        if (idle == null) {
            idle = new ArrayDeque<>(MAX_IDLE);
        }
        if (idle.size() < MAX_IDLE) {
            idle.push(finished);
        }
    }

    // For the host API.

    /**
     * Calls a function from the host's side: copies the arguments in and, on return, the results out.
     *
     * @param key what the host API has
     * @param function the function
     * @param arguments the numeric halves of the arguments
     * @param argumentReferences their reference halves
     * @param results where the numeric halves of the results go
     * @param resultReferences where their reference halves go
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public void call(
            HostApi key,
            FunctionState function,
            long[] arguments,
            @Nullable Object[] argumentReferences,
            long[] results,
            @Nullable Object[] resultReferences) {
        machine.call(function, arguments, argumentReferences, results, resultReferences);
    }

    /** Runs a start function in the name of its instance, once a thread is in the store. */
    public void runStart(HostApi key, FunctionState function, InstanceState instance) {
        machine.run(function, instance);
    }

    /** {@return how many frames there have been at most since nothing ran} */
    public int deepest(HostApi key) {
        return machine.deepest();
    }

    /** Lets go of all objects of guests, when nothing runs. */
    public void clear(HostApi key) {
        machine.clear();
    }

    /** Lets go of everything, for good. */
    public void close(HostApi key) {
        machine.close();
        idle = null;
    }
}
