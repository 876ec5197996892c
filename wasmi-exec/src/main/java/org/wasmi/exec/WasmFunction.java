package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.wasmi.encoding.type.FuncType;

/**
 * A function: of a guest or of the host (Wasm specification, 4.2.7). Belongs to one {@link Store} and, like it, is
 * confined to one thread at a time.
 */
public abstract sealed class WasmFunction implements Extern permits GuestFunction, BoundHostFunction {
    private final Signature signature;
    private final RuntimeType runtimeType;

    WasmFunction(RuntimeType runtimeType) {
        this.signature = runtimeType.signature();
        this.runtimeType = runtimeType;
    }

    /** {@return the type; types that it refers to are {@link RuntimeType}s of the engine} */
    @Override
    public final FuncType type() {
        return signature.type();
    }

    /** {@return the type as the engine knows it, which is what calls compare} */
    public final RuntimeType runtimeType() {
        return runtimeType;
    }

    final Signature signature() {
        return signature;
    }

    /**
     * Calls the function. {@link #newInvocation} is the way to call without any allocation.
     *
     * @param arguments one value for each parameter
     * @return one value for each result
     * @throws IllegalArgumentException if the arguments are not what the type says, or belong to another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     * @throws org.wasmi.encoding.error.WasmException if code is translated only now and cannot be
     */
    public final List<Value> call(Value... arguments) {
        Signature.Group params = signature.params;
        if (arguments.length != params.count()) {
            throw new IllegalArgumentException("a function of type " + type() + " takes " + params.count()
                    + " arguments, not " + arguments.length);
        }
        Invocation invocation = newInvocation();
        for (int i = 0; i < arguments.length; i++) {
            invocation.pass(i, Objects.requireNonNull(arguments[i], "argument"));
        }
        invocation.call();
        List<Value> results = new ArrayList<>(signature.results.count());
        for (int i = 0; i < signature.results.count(); i++) {
            results.add(invocation.value(i));
        }
        return List.copyOf(results);
    }

    /**
     * Calls the function in a way that lets it be suspended: by a function of the host, or when fuel runs out, which is no
     * trap then. Each such call has stacks of its own, with the limits of the store.
     *
     * @param arguments one value for each parameter
     * @return how far it came
     * @throws IllegalArgumentException if the arguments are not what the type says, or belong to another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     * @throws org.wasmi.encoding.error.WasmException if code is translated only now and cannot be
     */
    public final Outcome start(Value... arguments) {
        int entered = store().enter();
        try {
            signature.params.require(arguments, store());
            return new SuspendableCall(this).start(null, arguments);
        } finally {
            store().exit(entered);
        }
    }

    /** {@return a new object through which this function can be called over and over} */
    public final Invocation newInvocation() {
        return new Invocation(this);
    }

    /**
     * {@return an object of a functional interface that calls this function} Types are those of {@link Instance#bind}.
     *
     * @throws IllegalArgumentException if it is not an interface with one abstract method, is not accessible, or has a
     *     method of another type
     */
    public final <T> T as(Class<T> type) {
        return as(type, Adapters.own());
    }

    /**
     * {@return as {@link #as(Class)}, for an interface that need not be public}
     *
     * @param type the interface
     * @param lookup {@code MethodHandles.lookup()} of a class that can access it
     */
    public final <T> T as(Class<T> type, MethodHandles.Lookup lookup) {
        return type.cast(GuestInterface.of(type).requireFunctional().bind(lookup, method -> this));
    }
}
