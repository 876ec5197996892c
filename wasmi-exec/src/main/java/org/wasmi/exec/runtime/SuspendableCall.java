package org.wasmi.exec.runtime;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.store.HostApi;

/**
 * A call on a machine of its own, so that it can wait while others run. A thread must be in the store. The host API
 * extends this class, and nothing else can.
 */
public abstract class SuspendableCall {
    private final FunctionState function;
    private final MachinePool machines;
    private final Machine machine;

    /** How many resets of instances there had been when this began to wait. */
    private long resets;

    /** Makes a call that has not been started. */
    protected SuspendableCall(HostApi key, MachinePool machines, FunctionState function) {
        this.function = function;
        this.machines = machines;
        machine = machines.borrow();
    }

    /** {@return the function that is called} */
    protected final FunctionState called() {
        return function;
    }

    /**
     * Starts the call. If this throws, the call has ended.
     *
     * @param arguments the numeric halves of the arguments
     * @param references their reference halves
     * @param caller the instance in whose name the call is made, if there is one
     */
    protected final void begin(long[] arguments, @Nullable Object[] references, @Nullable InstanceState caller) {
        go(() -> machine.start(function, arguments, references, caller));
    }

    /**
     * Goes on with the call. If this throws, the call has ended.
     *
     * @param results the numeric halves of the results of the host function that is waited for
     * @param references their reference halves
     */
    protected final void goOn(long[] results, @Nullable Object[] references) {
        go(() -> machine.resume(results, references));
    }

    private void go(Runnable step) {
        boolean completed = false;
        try {
            step.run();
            resets = machines.store().resets();
            completed = true;
        } finally {
            if (!completed) {
                end();
            }
        }
    }

    /**
     * Checks whether the call can go on.
     *
     * @throws IllegalStateException if an instance in which it waits has been reset
     */
    protected final void requireNoReset() {
        if (resets < machines.store().resets() && machine.wasResetAfter(resets)) {
            throw new IllegalStateException("an instance has been reset while the call was suspended in it,"
                    + " so that the call can only be cancelled");
        }
    }

    /** {@return how much fuel is missing, if the call waits for that} */
    protected final OptionalLong missingFuel() {
        return machine.missingFuel();
    }

    /** {@return the host function whose results the call waits for, if it does} */
    protected final Optional<HostFunctionState> awaitedFunction() {
        return machine.awaitedFunction();
    }

    /** {@return what the host function that is waited for has asked for, if anything} */
    protected final Optional<Object> request() {
        return machine.request();
    }

    /** {@return the slots of the machine, of which the results are the first once the call has returned} */
    protected final long[] slots() {
        return machine.slots();
    }

    /** {@return the reference halves of the slots} */
    protected final @Nullable Object[] references() {
        return machine.references();
    }

    /** Gives the machine back. */
    protected void end() {
        machines.giveBack(machine);
    }
}
