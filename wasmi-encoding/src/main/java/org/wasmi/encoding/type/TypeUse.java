package org.wasmi.encoding.type;

/**
 * A type that a program defines, by its index in {@link Types} (Wasm specification, 2.3 "Type uses"). It has no meaning
 * without the program: the same index may be another type in another program. {@link Types} compares the types of one
 * program, and engines replace type uses by {@link DefinedType}s.
 *
 * @param index the index of the type, from 0
 */
public record TypeUse(int index) implements HeapType {

    /** Checks that the index is not negative. */
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
