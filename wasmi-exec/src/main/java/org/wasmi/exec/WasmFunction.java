package org.wasmi.exec;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.bind.AdapterClasses;
import org.wasmi.exec.runtime.RuntimeType;

/**
 * A function: of a guest or of the host (Wasm specification, 4.2.7). Belongs to one {@link Store} and, like it, is
 * confined to one thread at a time.
 */
public sealed interface WasmFunction extends Extern permits DefinedFunction, BoundHostFunction {

    /** {@return the type; types that it refers to are {@link RuntimeType}s of the engine} */
    @Override
    FuncType type();

    /** {@return the type within the engine, which indirect calls compare} */
    RuntimeType runtimeType();

    /**
     * Calls the function. {@link #newInvocation} calls without allocation.
     *
     * @param arguments one value for each parameter
     * @return one value for each result
     * @throws IllegalArgumentException if the arguments are not what the type says, or belong to another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     * @throws org.wasmi.encoding.error.WasmException if code is translated only now and cannot be
     */
    default List<Value> call(Value... arguments) {
        Invocation invocation = newInvocation();
        if (arguments.length != type().params().size()) {
            throw new IllegalArgumentException("a function of type " + type() + " takes "
                    + type().params().size() + " arguments, not " + arguments.length);
        }
        for (int i = 0; i < arguments.length; i++) {
            invocation.pass(i, Objects.requireNonNull(arguments[i], "argument"));
        }
        return invocation.call().values();
    }

    /**
     * Calls the function so that the call can be suspended: by a host function, or when fuel runs out, which is no trap
     * then. Each such call has stacks of its own, with the limits of the store.
     *
     * @param arguments one value for each parameter
     * @return how far it came
     * @throws IllegalArgumentException if the arguments are not what the type says, or belong to another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     * @throws org.wasmi.encoding.error.WasmException if code is translated only now and cannot be
     */
    Outcome start(Value... arguments);

    /** {@return a new invocation, for calling this function many times} */
    default Invocation newInvocation() {
        return new Invocation(this);
    }

    /**
     * {@return an object of a functional interface that calls this function} Types are those of {@link Instance#bind}.
     *
     * @throws IllegalArgumentException if it is not an interface with one abstract method, is not accessible, or has a
     *     method of another type
     */
    default <T> T as(Class<T> type) {
        return as(type, AdapterClasses.own());
    }

    /**
     * {@return as {@link #as(Class)}, for an interface that need not be public}
     *
     * @param type the interface
     * @param lookup {@code MethodHandles.lookup()} of a class that can access it
     */
    <T> T as(Class<T> type, MethodHandles.Lookup lookup);
}
