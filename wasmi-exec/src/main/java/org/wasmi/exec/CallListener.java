package org.wasmi.exec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sees the calls between the host and guests, with their arguments and results. {@code store.observe(new
 * CallObserver(listener))} tells it of those of a store. Calls among guests are not told.
 *
 * <p>Called by the thread that uses the store. It must not throw and must not call guests; it may read what belongs to
 * the store, such as the memory of {@link Call#instance}.
 */
public interface CallListener {

    /** Who calls whom. */
    enum Direction {
        /** A guest calls a host function that it imports, or the host itself calls one. */
        IMPORT,
        /** The host calls a guest. */
        EXPORT
    }

    /**
     * A call between the host and a guest.
     *
     * @param direction who calls whom
     * @param function the function that is called
     * @param instance the guest; nothing if the host calls a host function
     * @param name the name of the function: {@code module.name} as the guest imports it, or as the guest exports it; if
     *     it has no such name, that of the name section or its index
     */
    record Call(Direction direction, WasmFunction function, Optional<Instance> instance, String name) {

        /** Checks for nulls. */
        public Call {
            Objects.requireNonNull(direction, "direction");
            Objects.requireNonNull(function, "function");
            Objects.requireNonNull(instance, "instance");
            Objects.requireNonNull(name, "name");
        }
    }

    /** A call begins. */
    default void calling(Call call, List<Value> arguments) {}

    /** A call has returned. If a host function is going to suspend the guest, the results are those that it has set. */
    default void returned(Call call, List<Value> results) {}

    /** A call has ended with an exception: a trap, or any other. */
    default void threw(Call call, Throwable thrown) {}

    /** A call of a guest is suspended. When it goes on, its end is not told. */
    default void suspended(Call call) {}
}
