package org.wasmi.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call on a machine of its own, so that it can wait while others run. The store must have been entered. */
final class SuspendableCall {
    private final WasmFunction function;
    private final Store store;
    private final Machine machine;

    /** How many resets of instances there had been when this began to wait. */
    private long resets;

    SuspendableCall(WasmFunction function) {
        this.function = function;
        store = function.store();
        machine = store.borrowMachine();
    }

    WasmFunction function() {
        return function;
    }

    /** Starts the call in the name of an instance, if there is one. */
    Outcome start(@Nullable Instance caller, Value... arguments) {
        return go(() -> machine.start(function, arguments, caller));
    }

    /**
     * Refuses results that are not what a suspension waits for, and to go on where an instance has been reset
     * meanwhile.
     */
    void check(Suspension.Reason reason, Value[] results) {
        if (resets < store.resets() && machine.wasResetAfter(resets)) {
            throw new IllegalStateException(
                    "an instance has been reset while the call was suspended in it, so that the call can only be cancelled");
        }
        if (reason instanceof Suspension.HostRequest host) {
            host.function().signature().results.require(results, store);
        } else if (results.length > 0) {
            throw new IllegalArgumentException(
                    "a call that waits for fuel takes no results, but there are " + results.length);
        }
    }

    Outcome resume(Value[] results) {
        return go(() -> machine.resume(results));
    }

    private Outcome go(Runnable step) {
        Suspension.@Nullable Reason reason = null;
        try {
            step.run();
            reason = machine.waitsFor();
            resets = store.resets();
            return reason == null ? new Outcome.Finished(results()) : new Suspension(this, reason);
        } finally {
            if (reason == null) {
                end();
            }
        }
    }

    private List<Value> results() {
        Signature.Group results = function.signature().results;
        List<Value> values = new ArrayList<>(results.count());
        for (int i = 0; i < results.count(); i++) {
            values.add(Values.read(results.type(i), machine.slots(), machine.references(), results.slot(i)));
        }
        return values;
    }

    /** Gives the machine back. */
    void end() {
        store.returnMachine(machine);
    }
}
