package org.wasmi.exec;

import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.RuntimeType;

/** A function that an instance defines. */
final class DefinedFunction extends GuestFunction implements WasmFunction {
    DefinedFunction(RuntimeType type, Instance instance, int index) {
        super(HostApi.KEY, type, instance, index);
    }

    @Override
    public Store store() {
        return ((Instance) instance()).store();
    }
}
