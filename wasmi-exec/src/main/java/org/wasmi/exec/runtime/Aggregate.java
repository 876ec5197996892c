package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.internal.store.HostApi;

/**
 * A structure or an array of guests (Wasm specification, 4.2 "Structure Instances" and "Array Instances"), which the
 * reference half of a slot may hold. Belongs to the store of the guest that has made it, and is confined to one thread
 * at a time, as that is. The JVM collects it. The host API extends its two kinds, and nothing else can.
 */
public abstract sealed class Aggregate permits StructRef, ArrayRef {
    private final StoreState store;
    private final RuntimeType type;

    Aggregate(HostApi key, StoreState store, RuntimeType type) {
        this.store = store;
        this.type = type;
    }

    /** {@return its type} */
    public final RuntimeType type() {
        return type;
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return store;
    }

    /** {@return the Java array that holds its numbers, empty if there are none} */
    abstract Object numbers();

    /** {@return the Java array that holds its references, empty if there are none} */
    abstract @Nullable Object[] references();

    /** {@return the type of one of its references} */
    abstract ValType typeOfReference(int index);
}
