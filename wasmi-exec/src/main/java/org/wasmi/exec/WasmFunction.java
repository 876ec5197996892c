package org.wasmi.exec;

import java.util.List;
import java.util.Objects;
import org.wasmi.encoding.program.FuncType;

/**
 * A function: of a guest or of the host (Wasm specification, 4.2.7). Belongs to one {@link Store} and, like it, is
 * confined to one thread at a time.
 */
public abstract sealed class WasmFunction implements Extern permits GuestFunction, BoundHostFunction {
    private final FuncType type;

    WasmFunction(FuncType type) {
        this.type = Objects.requireNonNull(type, "type");
    }

    /** {@return the type; within an engine, equal types are the same object} */
    @Override
    public final FuncType type() {
        return type;
    }
}
