package org.wasmi.exec;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.HostFunctionState;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Signature;
import org.wasmi.exec.runtime.SuspendableCall;

/** A call that may be suspended, with values for its slots. A thread must be in the store. */
final class SuspendedCall extends SuspendableCall {
    private final Store store;

    SuspendedCall(FunctionState function, Store store) {
        super(HostApi.KEY, store.machines(), function);
        this.store = store;
    }

    WasmFunction function() {
        return (WasmFunction) called();
    }

    /**
     * Starts a call of a function.
     *
     * @param function the function
     * @param store its store
     * @param arguments its arguments, unchecked
     */
    static Outcome start(FunctionState function, Store store, Value... arguments) {
        int entered = store.enter();
        try {
            ValueSlots.require(function.signature().params(), arguments, store);
            return new SuspendedCall(function, store).start(null, arguments);
        } finally {
            store.exit(entered);
        }
    }

    /** Starts the call in the name of an instance, if there is one. The arguments have been checked. */
    Outcome start(@Nullable InstanceState caller, Value... arguments) {
        Signature.Group params = called().signature().params();
        long[] slots = new long[params.slotCount()];
        @Nullable Object[] references = new @Nullable Object[params.slotCount()];
        ValueSlots.write(params, arguments, slots, references);
        begin(slots, references, caller);
        return outcome();
    }

    /**
     * Refuses results that are not what a suspension waits for, and to go on where an instance has been reset
     * meanwhile.
     */
    void check(Suspension.Reason reason, Value[] results) {
        requireNoReset();
        if (reason instanceof Suspension.HostRequest host) {
            ValueSlots.require(host.function().signature().results(), results, store);
        } else if (results.length > 0) {
            throw new IllegalArgumentException(
                    "a call that waits for fuel takes no results, but there are " + results.length);
        }
    }

    /** Goes on with the call. The results have been checked. */
    Outcome resume(Suspension.Reason reason, Value[] results) {
        long[] slots = {};
        @Nullable Object[] references = {};
        if (reason instanceof Suspension.HostRequest host) {
            Signature.Group group = host.function().signature().results();
            slots = new long[group.slotCount()];
            references = new @Nullable Object[group.slotCount()];
            ValueSlots.write(group, results, slots, references);
        }
        goOn(slots, references);
        return outcome();
    }

    private Outcome outcome() {
        Optional<HostFunctionState> awaited = awaitedFunction();
        if (awaited.isPresent()) {
            return new Suspension(this, new Suspension.HostRequest((BoundHostFunction) awaited.get(), request()));
        }
        OptionalLong missing = missingFuel();
        if (missing.isPresent()) {
            return new Suspension(this, new Suspension.OutOfFuel(missing.getAsLong()));
        }
        try {
            return new Outcome.Finished(ValueSlots.read(called().signature().results(), slots(), references()));
        } finally {
            end();
        }
    }

    @Override
    protected void end() {
        super.end();
    }
}
