package org.wasmi.exec;

import java.lang.invoke.MethodHandles.Lookup;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.RuntimeType;

/** A function that an instance defines. */
final class DefinedFunction extends GuestFunction implements WasmFunction {
    DefinedFunction(RuntimeType type, InstanceState instance, int index) {
        super(HostApi.KEY, type, instance, index);
    }

    @Override
    public Store store() {
        return (Store) owner();
    }

    @Override
    public Outcome start(Value... arguments) {
        return SuspendedCall.start(this, store(), arguments);
    }

    @Override
    public <T> T as(Class<T> type, Lookup lookup) {
        return type.cast(GuestInterface.of(type).requireFunctional().bind(lookup, method -> this));
    }
}
