package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;

/** A structure: its fields are at the places that the {@link org.wasmi.encoding.type.StructLayout} of its type says. */
public final class StructRef extends Aggregate {
    private static final long[] NO_NUMBERS = {};
    private static final @Nullable Object[] NO_REFERENCES = {};

    final long[] numbers;
    final @Nullable Object[] references;

    /** Makes a structure of which all fields are zero or null. */
    StructRef(RuntimeType type) {
        super(type);
        int numberCount = type.layout().numbers();
        int referenceCount = type.layout().references();
        numbers = numberCount == 0 ? NO_NUMBERS : new long[numberCount];
        references = referenceCount == 0 ? NO_REFERENCES : new @Nullable Object[referenceCount];
    }
}
