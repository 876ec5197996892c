package org.wasmi.exec;

import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.ArrayAccess;
import org.wasmi.exec.runtime.ArrayRef;
import org.wasmi.exec.runtime.RuntimeType;

/**
 * An array of a guest (Wasm specification, 4.2 "Array Instances"). Belongs to one {@link Store} and, like it, is
 * confined to one thread at a time. Indices are unsigned; one beyond the end is a {@link TrapException} with {@link
 * Trap#ARRAY_OUT_OF_BOUNDS}. Packed integers are read with their sign, and of an i32 that is written to one the lowest
 * bits are kept. Two references to arrays are the same if they are the same object.
 */
public final class WasmArray extends ArrayRef {
    WasmArray(Store store, RuntimeType type, int length) {
        super(HostApi.KEY, store, type, length);
    }

    private static WasmArray newArray(Store store, RuntimeType type, int length) {
        if (!(type.composite() instanceof ArrayType)) {
            throw new IllegalArgumentException("no array type: " + type.composite());
        }
        return ArrayAccess.create(HostApi.KEY, store, length, () -> new WasmArray(store, type, length));
    }

    /**
     * {@return a new array}
     *
     * @param store where it will belong
     * @param type its type, of the same engine, such as that of another array or {@link Engine#typeOf}
     * @param elements its elements
     * @throws IllegalArgumentException if it is no array type, or the values are of other types or stores
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalStateException if the store is closed
     */
    public static WasmArray create(Store store, RuntimeType type, Value... elements) {
        WasmArray array = newArray(store, type, elements.length);
        for (int i = 0; i < elements.length; i++) {
            array.write(i, elements[i]);
        }
        return array;
    }

    /**
     * {@return a new array of which all elements are zero or null}
     *
     * @param store where it will belong
     * @param type its type, of the same engine
     * @param length the number of elements, unsigned
     * @throws IllegalArgumentException if it is no array type, or its elements have no such value
     * @throws ResourceException if it exceeds a limit of the store or what the JVM can provide
     * @throws IllegalStateException if the store is closed
     */
    public static WasmArray createDefault(Store store, RuntimeType type, int length) {
        WasmArray array = newArray(store, type, length);
        Value.zero(array.element().unpacked());
        return array;
    }

    /** {@return the store that it belongs to} */
    public Store store() {
        return (Store) owner();
    }

    /** {@return what its type is} */
    public ArrayType arrayType() {
        return (ArrayType) type().composite();
    }

    private StorageType element() {
        return arrayType().element().storage();
    }

    /** {@return an element} */
    public Value get(int index) {
        StorageType element = element();
        return switch (element.bytes()) {
            case 0 -> ValueSlots.ofField(element, ArrayAccess.getRef(this, index));
            case Byte.BYTES -> ValueSlots.ofField(element, ArrayAccess.get8(this, index), 0);
            case Short.BYTES -> ValueSlots.ofField(element, ArrayAccess.get16(this, index), 0);
            case Integer.BYTES -> ValueSlots.ofField(element, ArrayAccess.get32(this, index), 0);
            case Long.BYTES -> ValueSlots.ofField(element, ArrayAccess.get64(this, index), 0);
            default -> ValueSlots.ofField(element, ArrayAccess.getLow(this, index), ArrayAccess.getHigh(this, index));
        };
    }

    /**
     * Sets an element.
     *
     * @throws IllegalArgumentException if the value is of another type or store
     * @throws IllegalStateException if elements are immutable
     */
    public void set(int index, Value value) {
        if (!arrayType().element().mutable()) {
            throw new IllegalStateException("the array is immutable");
        }
        write(index, value);
    }

    private void write(int index, Value value) {
        StorageType element = element();
        ValueSlots.requireField(element, value, store());
        long bits = ValueSlots.bitsOf(value);
        switch (element.bytes()) {
            case 0 -> ArrayAccess.setRef(this, index, ValueSlots.referenceOf(value));
            case Byte.BYTES -> ArrayAccess.set8(this, index, (byte) bits);
            case Short.BYTES -> ArrayAccess.set16(this, index, (short) bits);
            case Integer.BYTES -> ArrayAccess.set32(this, index, (int) bits);
            case Long.BYTES -> ArrayAccess.set64(this, index, bits);
            default -> ArrayAccess.set128(this, index, bits, ((Value.V128) value).high());
        }
    }

    /** {@return the type and the length, not the elements, which may refer to the array itself} */
    @Override
    public String toString() {
        return arrayType() + " of length " + length();
    }
}
