package org.wasmi.exec.runtime;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.internal.store.HostApi;

/**
 * An array: its elements are in a Java array of their width; of a v128 there are two longs, the lower 64 bits first.
 */
public abstract non-sealed class ArrayRef extends Aggregate {
    private static final long[] NO_NUMBERS = {};
    private static final @Nullable Object[] NO_REFERENCES = {};

    /** A {@code byte[]}, {@code short[]}, {@code int[]}, {@code long[]} or {@code Object[]}. */
    final Object elements;

    /**
     * Makes an array of which all elements are zero or null.
     *
     * @param key what only the host API has
     * @param store the store that it belongs to
     * @param type its type
     * @param length the number of elements, so few that a Java array can hold them
     * @throws OutOfMemoryError if the JVM has no room for it
     */
    protected ArrayRef(HostApi key, StoreState store, RuntimeType type, int length) {
        super(key, store, type);
        elements = elements(elementOf(type), length);
    }

    /** {@return what an array of a type holds} */
    static StorageType elementOf(RuntimeType type) {
        return ((ArrayType) type.composite()).element().storage();
    }

    private static Object elements(StorageType element, int length) {
        if (element instanceof PackedType packed) {
            return switch (packed) {
                case I8 -> new byte[length];
                case I16 -> new short[length];
            };
        } else if (element instanceof NumType number) {
            return switch (number) {
                case I32, F32 -> new int[length];
                case I64, F64 -> new long[length];
            };
        }
        ValType type = element.unpacked();
        return type.isReference() ? new @Nullable Object[length] : new long[type.slots() * length];
    }

    /** {@return the number of elements} */
    public final int length() {
        return Array.getLength(elements) / width();
    }

    /** {@return how many elements of the Java array make one of this} */
    int width() {
        return type().elementSlots();
    }

    @Override
    final Object numbers() {
        return elements instanceof Object[] ? NO_NUMBERS : elements;
    }

    @Override
    final @Nullable Object[] references() {
        return elements instanceof @Nullable Object[] references ? references : NO_REFERENCES;
    }

    @Override
    final ValType typeOfReference(int index) {
        return elementOf(type()).unpacked();
    }
}
