package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.internal.store.HostApi;

/** A structure: its fields are at the places that the {@link org.wasmi.encoding.type.StructLayout} of its type says. */
public abstract non-sealed class StructRef extends Aggregate {
    private static final long[] NO_NUMBERS = {};
    private static final @Nullable Object[] NO_REFERENCES = {};

    final long[] numbers;
    final @Nullable Object[] references;

    /**
     * Makes a structure of which all fields are zero or null.
     *
     * @throws OutOfMemoryError if the JVM has no room for it
     */
    protected StructRef(HostApi key, StoreState store, RuntimeType type) {
        super(key, store, type);
        int numberCount = type.layout().numbers();
        int referenceCount = type.layout().references();
        numbers = numberCount == 0 ? NO_NUMBERS : new long[numberCount];
        references = referenceCount == 0 ? NO_REFERENCES : new @Nullable Object[referenceCount];
    }

    /** {@return the place of a field in the row of numbers or references} */
    protected final int place(int field) {
        return type().layout().place(field);
    }

    @Override
    final Object numbers() {
        return numbers;
    }

    @Override
    final @Nullable Object[] references() {
        return references;
    }

    @Override
    final ValType typeOfReference(int index) {
        return type().typeOfReference(index);
    }
}
