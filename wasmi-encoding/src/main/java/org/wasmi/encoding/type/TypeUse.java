package org.wasmi.encoding.type;

/**
 * A type that a program defines, by its index in {@link Types} (Wasm specification, 2.3 "Type uses"). Without the
 * program it means nothing, and equal ones of two programs may be different types: {@link Types} compares those of one
 * program, and engines replace them by {@link DefinedType}s.
 *
 * @param index the index of the type, from 0
 */
public record TypeUse(int index) implements HeapType {

    /** Refuses negative indices. */
    public TypeUse {
        if (index < 0) {
            throw new IllegalArgumentException("negative type index " + index);
        }
    }

    /** {@return the index} */
    @Override
    public String toString() {
        return Integer.toString(index);
    }
}
