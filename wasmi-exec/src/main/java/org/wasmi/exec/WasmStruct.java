package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.RuntimeType;
import org.wasmi.exec.runtime.StructAccess;
import org.wasmi.exec.runtime.StructRef;

/**
 * A structure of a guest (Wasm specification, 4.2 "Structure Instances"). Belongs to one {@link Store} and, like it, is
 * confined to one thread at a time. Fields are numbered from 0; packed integers are read with their sign, and of an i32
 * that is written to one the lowest bits are kept. Two references to structures are the same if they are the same
 * object.
 */
public final class WasmStruct extends StructRef {
    WasmStruct(Store store, RuntimeType type) {
        super(HostApi.KEY, store, type);
    }

    private static WasmStruct newStruct(Store store, RuntimeType type) {
        if (!(type.composite() instanceof StructType)) {
            throw new IllegalArgumentException("no structure type: " + type.composite());
        }
        return StructAccess.create(HostApi.KEY, store, type, () -> new WasmStruct(store, type));
    }

    /**
     * {@return a new structure}
     *
     * @param store where it will belong
     * @param type its type, of the same engine, such as that of another structure or {@link Engine#typeOf}
     * @param fields the values of all fields
     * @throws IllegalArgumentException if it is no structure type, or the values are of other types or stores, too few
     *     or too many
     * @throws ResourceException if the JVM has no room for it
     * @throws IllegalStateException if the store is closed
     */
    public static WasmStruct create(Store store, RuntimeType type, Value... fields) {
        WasmStruct struct = newStruct(store, type);
        if (fields.length != struct.fieldCount()) {
            throw new IllegalArgumentException(
                    "a structure of " + struct.fieldCount() + " fields, not " + fields.length);
        }
        for (int i = 0; i < fields.length; i++) {
            struct.write(i, fields[i]);
        }
        return struct;
    }

    /**
     * {@return a new structure of which all fields are zero or null}
     *
     * @param store where it will belong
     * @param type its type, of the same engine
     * @throws IllegalArgumentException if it is no structure type, or a field has no such value
     * @throws ResourceException if the JVM has no room for it
     * @throws IllegalStateException if the store is closed
     */
    public static WasmStruct createDefault(Store store, RuntimeType type) {
        WasmStruct struct = newStruct(store, type);
        struct.structType().fields().forEach(each -> Value.zero(each.storage().unpacked()));
        return struct;
    }

    /** {@return the store that it belongs to} */
    public Store store() {
        return (Store) owner();
    }

    /** {@return what its type is} */
    public StructType structType() {
        return (StructType) type().composite();
    }

    /** {@return the number of fields} */
    public int fieldCount() {
        return structType().fields().size();
    }

    private FieldType field(int index) {
        return structType().fields().get(Objects.checkIndex(index, fieldCount()));
    }

    /**
     * {@return the value of a field}
     *
     * @throws IndexOutOfBoundsException if there is no such field
     */
    public Value get(int field) {
        FieldType type = field(field);
        int place = place(field);
        return type.storage().unpacked().isReference()
                ? ValueSlots.ofField(type.storage(), StructAccess.getRef(this, place))
                : ValueSlots.ofField(
                        type.storage(),
                        StructAccess.get(this, place),
                        type.storage().unpacked().slots() > 1 ? StructAccess.get(this, place + 1) : 0);
    }

    /**
     * Sets the value of a field.
     *
     * @throws IndexOutOfBoundsException if there is no such field
     * @throws IllegalArgumentException if the value is of another type or store
     * @throws IllegalStateException if the field is immutable
     */
    public void set(int field, Value value) {
        if (!field(field).mutable()) {
            throw new IllegalStateException("the field is immutable");
        }
        write(field, value);
    }

    private void write(int field, Value value) {
        ValueSlots.requireField(field(field).storage(), value, store());
        int place = place(field);
        if (value.type().isReference()) {
            StructAccess.setRef(this, place, ValueSlots.referenceOf(value));
        } else {
            StructAccess.set(this, place, ValueSlots.bitsOf(value));
            if (value instanceof Value.V128 vector) {
                StructAccess.set(this, place + 1, vector.high());
            }
        }
    }

    /** {@return the type, not the fields, which may refer to the structure itself} */
    @Override
    public String toString() {
        return structType().toString();
    }
}
