package org.wasmi.exec.runtime;

/**
 * A structure or an array of guests (Wasm specification, 4.2 "Structure Instances" and "Array Instances"), which the
 * reference half of a slot may hold. Belongs to the store of the guests that share it, and is confined to one thread at
 * a time, as that is. The JVM collects it.
 */
public abstract sealed class Aggregate permits StructRef, ArrayRef {
    private final RuntimeType type;

    Aggregate(RuntimeType type) {
        this.type = type;
    }

    /** {@return its type} */
    public final RuntimeType type() {
        return type;
    }
}
