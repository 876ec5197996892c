package org.wasmi.testkit.differential;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.exec.TaggedException;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmArray;
import org.wasmi.exec.WasmStruct;
import org.wasmi.exec.runtime.I31;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.OracleValue.Copy;

/** Makes values of the oracle of those of an executor, with copies of all objects. For one list of values. */
final class ValueCopier {
    private final Guest guest;
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();

    ValueCopier(Guest guest) {
        this.guest = guest;
    }

    List<OracleValue> copies(List<Value> values) {
        return values.stream().map(this::copy).toList();
    }

    private OracleValue copy(Value value) {
        if (value instanceof Value.I32 number) {
            return new OracleValue.I32(number.value());
        } else if (value instanceof Value.I64 number) {
            return new OracleValue.I64(number.value());
        } else if (value instanceof Value.F32 number) {
            return new OracleValue.F32(number.bits());
        } else if (value instanceof Value.F64 number) {
            return new OracleValue.F64(number.bits());
        } else if (value instanceof Value.V128 vector) {
            return new OracleValue.V128(vector.low(), vector.high());
        } else if (value instanceof Value.FuncRef reference) {
            return new OracleValue.Function(guest.index(reference.function()));
        } else if (value instanceof Value.StructRef reference) {
            return object(reference.struct());
        } else if (value instanceof Value.ArrayRef reference) {
            return object(reference.array());
        } else if (value instanceof Value.I31Ref reference) {
            return object(reference.value());
        } else if (value instanceof Value.ExnRef reference) {
            return object(reference.exception());
        } else if (value instanceof Value.ExternRef reference) {
            return object(reference.object());
        } else if (value instanceof Value.AnyRef reference) {
            return object(reference.object());
        }
        return OracleValue.nullRef();
    }

    /** An object is the same to the host and to the guest, in whichever hierarchy. */
    private OracleValue object(Object object) {
        Integer known = numbers.get(object);
        if (known != null) {
            return new OracleValue.Again(known);
        } else if (object instanceof I31 integer) {
            return new OracleValue.I31(integer.unsigned());
        } else if (object instanceof WasmStruct struct) {
            numbers.put(object, numbers.size());
            List<FieldType> types = struct.structType().fields();
            List<OracleValue> fields = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                fields.add(unpacked(types.get(i), copy(struct.get(i))));
            }
            return new Copy(Copy.Kind.STRUCT, -1, fields);
        } else if (object instanceof WasmArray array) {
            numbers.put(object, numbers.size());
            FieldType type = array.arrayType().element();
            List<OracleValue> elements = new ArrayList<>();
            for (int i = 0; i < array.length(); i++) {
                elements.add(unpacked(type, copy(array.get(i))));
            }
            return new Copy(Copy.Kind.ARRAY, -1, elements);
        } else if (object instanceof TaggedException exception) {
            numbers.put(object, numbers.size());
            return new Copy(Copy.Kind.EXCEPTION, guest.index(exception.tag()), copies(exception.values()));
        }
        return new OracleValue.Extern(object);
    }

    private static OracleValue unpacked(FieldType type, OracleValue value) {
        return type.storage() instanceof PackedType packed
                ? new OracleValue.I32(value.i32() & ((1 << (8 * packed.bytes())) - 1))
                : value;
    }
}
