package org.wasmi.exec.runtime;

import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.store.HostApi;

/**
 * A function: of a guest or of the host (Wasm specification, 4.2.7), as slots and tables hold it. The host API extends
 * this class, and nothing else can.
 */
public abstract sealed class FunctionState permits GuestFunction, HostFunctionState {
    private final Signature signature;
    private final RuntimeType runtimeType;

    /** Makes a function. */
    protected FunctionState(HostApi key, RuntimeType runtimeType) {
        this.signature = runtimeType.signature();
        this.runtimeType = runtimeType;
    }

    /** {@return the type; types that it refers to are {@link RuntimeType}s of the engine} */
    public final FuncType type() {
        return signature.type();
    }

    /** {@return the type as the engine knows it, which is what calls compare} */
    public final RuntimeType runtimeType() {
        return runtimeType;
    }

    /** {@return where in a frame the parameters and results lie} */
    public final Signature signature() {
        return signature;
    }
}
