package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.exec.Store;

/**
 * Sees what guests of a store do: how they come and go, call the host, look for fuel, trap, and take memory. See
 * {@link Store#observe}. All methods do nothing unless they are overridden.
 *
 * <p>An observer is called by the thread that uses the store, in the middle of the guest's work. It must not throw, must
 * not call guests, and must not change what it is given. Confined to one thread at a time, as the store is.
 */
public interface StoreObserver extends MemoryObserver {

    /** {@return who observes a store, or null} */
    static @Nullable StoreObserver of(StoreState store) {
        return (StoreObserver) store.observer();
    }

    /**
     * The host is about to run a guest, or a host function.
     *
     * @param stacks where the call runs
     * @param function the function that is called, or null if a suspended call goes on
     * @param arguments the slot at which the arguments begin
     */
    default void entering(Stacks stacks, @Nullable FunctionState function, int arguments) {}

    /**
     * A call from the host has ended.
     *
     * @param stacks where it ran
     * @param function the function that was called, or null if a suspended call went on
     * @param results the slot at which the results begin, if there are any
     * @param thrown what ended the call, or null if it has returned
     */
    default void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {}

    /**
     * A call from the host is suspended.
     *
     * @param stacks where it waits
     * @param function the function that was called, or null if a suspended call went on
     * @param missingFuel how much fuel it waits for, or 0 if it waits for a host function
     */
    default void suspended(Stacks stacks, @Nullable FunctionState function, long missingFuel) {}

    /**
     * A host function is about to be called, by a guest or by the host.
     *
     * @param call the call, a {@link org.wasmi.exec.HostCall}
     */
    default void calling(Stacks stacks, HostFunctionState function, HostFrame call) {}

    /**
     * A host function has ended.
     *
     * @param call the call, a {@link org.wasmi.exec.HostCall} with results unless something was thrown
     * @param thrown what it threw, or null
     */
    default void called(Stacks stacks, HostFunctionState function, HostFrame call, @Nullable Throwable thrown) {}

    /**
     * A guest checks whether it may go on, as metered guests do after some 16,000 units of fuel.
     *
     * @param next where the frame on top goes on, which executors need not have saved; for {@link GuestFrame#looking}
     */
    default void looked(Stacks stacks, int next) {}

    /**
     * An exception leaves frames of guests, which are still on the stacks. Called once for each call from the host that
     * the exception leaves, or more often where executors nest calls.
     */
    default void throwing(Stacks stacks, Throwable thrown) {}

    /** An instance has been made, in so many nanoseconds; its start function has not run yet. */
    default void instantiated(InstanceState instance, long nanos) {}

    /** The host has cancelled a suspended call. */
    default void cancelled() {}

    /** The store has been closed, and nothing follows. */
    default void closed() {}
}
