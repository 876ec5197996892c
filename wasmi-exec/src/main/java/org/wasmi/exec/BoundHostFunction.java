package org.wasmi.exec;

import java.lang.invoke.MethodHandles.Lookup;
import java.util.Objects;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.HostFrame;
import org.wasmi.exec.runtime.HostFunctionState;
import org.wasmi.exec.runtime.RuntimeType;
import org.wasmi.exec.runtime.Stacks;

/** A host function in a store. */
public final class BoundHostFunction extends HostFunctionState implements WasmFunction {
    private final HostFunction body;

    BoundHostFunction(Store store, RuntimeType type, HostFunction body) {
        super(HostApi.KEY, store, type);
        this.body = body;
    }

    /**
     * {@return a host function that belongs to a store}
     *
     * @throws IllegalArgumentException if the type refers to types of a program by their indices
     */
    public static BoundHostFunction create(Store store, FuncType type, HostFunction body) {
        return new BoundHostFunction(store, store.engine().typeOf(type), Objects.requireNonNull(body, "body"));
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

    /** {@return that it is the host's, and its type} */
    @Override
    public String toString() {
        return "host function " + type();
    }

    @Override
    protected HostFrame newFrame(Stacks stacks) {
        return new HostCall(stacks);
    }

    @Override
    protected void serve(HostFrame frame) {
        body.call((HostCall) frame);
    }
}
