package org.wasmi.exec.runtime;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.internal.store.HostApi;

/**
 * A call of a host function: where its arguments are on the stacks of a machine, where its results go, and who calls.
 * The object serves call after call, so that none allocates. The host API extends this class, and nothing else can.
 */
public abstract class HostFrame {
    private final Stacks stacks;
    private @Nullable HostFunctionState function;
    private @Nullable InstanceState caller;
    private Signature.Group params = Signature.NONE;
    private Signature.Group results = Signature.NONE;
    private int argumentsAt;
    private int resultsAt;
    private Optional<Optional<Object>> suspension = Optional.empty();

    /** Makes one that serves no call yet. */
    protected HostFrame(HostApi key, Stacks stacks) {
        this.stacks = stacks;
    }

    final void begin(HostFunctionState called, @Nullable InstanceState by, int framePointer) {
        function = called;
        caller = by;
        params = called.signature().params();
        results = called.signature().results();
        argumentsAt = framePointer;
        resultsAt = framePointer + params.slotCount();
        Arrays.fill(stacks.slots(), resultsAt, resultsAt + results.slotCount(), 0);
        if (results.hasReferences()) {
            Arrays.fill(stacks.references(), resultsAt, resultsAt + results.slotCount(), null);
        }
    }

    /** Moves the results to where the caller expects them. */
    final void moveResults() {
        int count = results.slotCount();
        if (count == 0 || resultsAt == argumentsAt) {
            return;
        }
        long[] slots = stacks.slots();
        System.arraycopy(slots, resultsAt, slots, argumentsAt, count);
        if (results.hasReferences()) {
            @Nullable Object[] references = stacks.references();
            System.arraycopy(references, resultsAt, references, argumentsAt, count);
        }
    }

    final void end() {
        function = null;
        caller = null;
        params = Signature.NONE;
        results = Signature.NONE;
        suspension = Optional.empty();
    }

    /** {@return what was given to {@link #suspendWith}, if that was called} */
    final Optional<Optional<Object>> suspension() {
        return suspension;
    }

    /**
     * {@return the function that is called}
     *
     * @throws IllegalStateException if the call has returned
     */
    protected final HostFunctionState called() {
        HostFunctionState called = function;
        if (called == null) {
            throw returned();
        }
        return called;
    }

    /** {@return the instance whose function calls, or null if the host calls} */
    protected final @Nullable InstanceState callingInstance() {
        return caller;
    }

    /**
     * {@return memory 0 of the caller}
     *
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if there is no caller or it has no memory
     */
    protected final MemoryState callingMemory() {
        requireActive();
        InstanceState instance = caller;
        if (instance == null || instance.memoryCount() == 0) {
            throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS, "the caller has no memory");
        }
        return instance.memoryAt(0);
    }

    /** {@return the parameters; none if the call has returned} */
    protected final Signature.Group params() {
        return params;
    }

    /** {@return the results; none if the call has returned} */
    protected final Signature.Group results() {
        return results;
    }

    /** {@return the first slot of the arguments} */
    protected final int argumentsAt() {
        return argumentsAt;
    }

    /** {@return the first slot of the results} */
    protected final int resultsAt() {
        return resultsAt;
    }

    /** {@return the numeric halves of all slots} */
    protected final long[] slots() {
        return stacks.slots();
    }

    /** {@return the reference halves of all slots} */
    protected final @Nullable Object[] references() {
        return stacks.references();
    }

    /**
     * Takes fuel, or has the guest owe it if it can be suspended.
     *
     * @throws TrapException with {@link Trap#OUT_OF_FUEL} if there is less and the guest cannot be suspended
     */
    protected final void takeFuel(long amount) {
        StoreState store = called().owner();
        if (!store.takeFuel(amount)) {
            if (!stacks.isSuspendable()) {
                throw new TrapException(Trap.OUT_OF_FUEL);
            }
            store.meter().owe(amount);
        }
    }

    /**
     * Suspends the guest once the function has returned.
     *
     * @throws IllegalStateException if the guest cannot be suspended, or the call has returned
     */
    protected final void suspendWith(Optional<Object> request) {
        requireActive();
        if (!stacks.isSuspendable()) {
            throw new IllegalStateException(
                    "the guest cannot be suspended: the innermost call from the host into guests was"
                            + " not made by WasmFunction.start");
        }
        suspension = Optional.of(Objects.requireNonNull(request));
    }

    /**
     * Checks whether a function is being called.
     *
     * @throws IllegalStateException if it has returned
     */
    protected final void requireActive() {
        if (function == null) {
            throw returned();
        }
    }

    private static IllegalStateException returned() {
        return new IllegalStateException("the call has returned");
    }
}
