package org.wasmi.exec;

import java.util.Optional;
import org.wasmi.exec.runtime.StoreObserver;

/**
 * A suspended call. It waits for the host, if a host function has called {@link HostCall#suspend}, or for fuel. Its
 * frames are kept until it is resumed, cancelled or unreachable. Meanwhile the store serves other calls, and may move
 * to another thread. Belongs to the store of the function.
 *
 * <p>A suspension is used once: {@link #resume} goes on, and may return another suspension.
 */
public final class Suspension implements Outcome {

    /** What a call waits for. */
    public sealed interface Reason {}

    /**
     * Results of a host function.
     *
     * @param function the function, whose results {@link Suspension#resume} takes
     * @param request what the function has given to {@link HostCall#suspend}, if anything
     */
    public record HostRequest(BoundHostFunction function, Optional<Object> request) implements Reason {}

    /**
     * Fuel.
     *
     * @param missing how much has to be added for the next step, at least
     */
    public record OutOfFuel(long missing) implements Reason {}

    private final SuspendedCall call;
    private final Reason reason;
    private boolean used;

    Suspension(SuspendedCall call, Reason reason) {
        this.call = call;
        this.reason = reason;
    }

    /** {@return what the call waits for} */
    public Reason reason() {
        return reason;
    }

    /** {@return the function that was called first} */
    public WasmFunction function() {
        return call.function();
    }

    /**
     * Resumes the call, on this thread.
     *
     * @param results for a {@link HostRequest}, the results of the host function; none for {@link OutOfFuel}, where
     *     the call is at once suspended again if there is still too little fuel
     * @return how far it came
     * @throws IllegalArgumentException if the results are not what the function's type says, or belong to another
     *     store; the suspension can still be used
     * @throws IllegalStateException if this suspension has been used; if an instance whose function it waits in has
     *     been {@linkplain Instance#reset reset}; or if the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     */
    public Outcome resume(Value... results) {
        Store store = function().store();
        int entered = store.enter();
        try {
            requireUnused();
            call.check(reason, results);
            used = true;
            return call.resume(reason, results);
        } finally {
            store.exit(entered);
        }
    }

    /**
     * Ends the call where it waits. The guest does not notice.
     *
     * @throws IllegalStateException if this suspension has been used, or the store is closed or in use by another
     *     thread
     */
    public void cancel() {
        Store store = function().store();
        int entered = store.enter();
        try {
            requireUnused();
            used = true;
            call.end();
            StoreObserver observer = StoreObserver.of(store);
            if (observer != null) {
                observer.cancelled();
            }
        } finally {
            store.exit(entered);
        }
    }

    private void requireUnused() {
        if (used) {
            throw new IllegalStateException("the suspension has been used: it was resumed or cancelled before");
        }
    }
}
