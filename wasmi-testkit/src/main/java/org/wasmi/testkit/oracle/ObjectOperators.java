package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.ARRAY_OUT_OF_BOUNDS;
import static org.wasmi.encoding.error.Trap.NULL_ARRAY;
import static org.wasmi.encoding.error.Trap.NULL_STRUCTURE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.wasmi.encoding.error.Trap;
import org.wasmi.testkit.oracle.OracleValue.Aggregate;
import org.wasmi.testkit.oracle.OracleValue.F32;
import org.wasmi.testkit.oracle.OracleValue.F64;
import org.wasmi.testkit.oracle.OracleValue.I32;
import org.wasmi.testkit.oracle.OracleValue.I64;
import org.wasmi.testkit.oracle.OracleValue.V128;

/** What the operators on structures and arrays do (Wasm specification, 4.4 "Aggregate Instructions"). */
final class ObjectOperators {
    private static final int I8 = 0x78;
    private static final int I16 = 0x77;

    private final Oracle oracle;

    ObjectOperators(Oracle oracle) {
        this.oracle = oracle;
    }

    private ObjectType type(int index) {
        return oracle.module.types.object(index);
    }

    /** {@return a new structure, given the values of its fields} */
    Aggregate struct(int type, List<OracleValue> values) {
        List<OracleValue> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            fields.add(packed(type(type).field(i), values.get(i)));
        }
        return new Aggregate(type, fields);
    }

    /** {@return a new structure of zeros and nulls} */
    Aggregate struct(int type) {
        return struct(type, type(type).fields().stream().map(Interpreter::zero).toList());
    }

    boolean isArray(int type) {
        return type(type).isArray();
    }

    int fieldCount(int type) {
        return type(type).fields().size();
    }

    /** {@return a new array, given its elements} */
    Aggregate array(int type, List<OracleValue> values) {
        int element = type(type).field(0);
        return new Aggregate(
                type,
                new ArrayList<>(
                        values.stream().map(each -> packed(element, each)).toList()));
    }

    /** {@return a new array of so many times a value} */
    Aggregate array(int type, OracleValue value, long length) {
        return array(type, Collections.nCopies((int) length, value));
    }

    /** {@return a new array of zeros or nulls} */
    Aggregate array(int type, long length) {
        return array(type, Interpreter.zero(type(type).field(0)), length);
    }

    /** {@return elements from a data segment} */
    List<OracleValue> fromData(int type, int segment, long from, long length) {
        byte[] bytes = oracle.data.get(segment);
        int storage = type(type).field(0);
        int width = width(storage);
        OracleMemory.check(from, length * width, bytes.length);
        List<OracleValue> values = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            int at = (int) (from + i * width);
            long number = number(bytes, at, Math.min(width, 8));
            values.add(
                    switch (storage) {
                        case 0x7E -> new I64(number);
                        case 0x7D -> new F32((int) number);
                        case 0x7C -> new F64(number);
                        case 0x7B -> new V128(number, number(bytes, at + 8, 8));
                        default -> new I32((int) number);
                    });
        }
        return values;
    }

    private static long number(byte[] bytes, int at, int width) {
        long number = 0;
        for (int k = width - 1; k >= 0; k--) {
            number = number << 8 | (bytes[at + k] & 0xFF);
        }
        return number;
    }

    private static int width(int storage) {
        return switch (storage) {
            case I8 -> 1;
            case I16 -> 2;
            case 0x7F, 0x7D -> 4;
            case 0x7E, 0x7C -> 8;
            case 0x7B -> 16;
            default -> throw new IllegalArgumentException("the oracle does not know data of type " + storage);
        };
    }

    /** {@return elements of an element segment} */
    List<OracleValue> fromElements(int segment, long from, long length) {
        List<OracleValue> elements = oracle.elements.get(segment);
        OracleTable.check(from, length, elements.size());
        return elements.subList((int) from, (int) (from + length));
    }

    OracleValue get(OracleValue reference, int type, int field, boolean signed) {
        return unpacked(
                type(type).field(field),
                object(reference, NULL_STRUCTURE).values.get(field),
                signed);
    }

    void set(OracleValue reference, int type, int field, OracleValue value) {
        object(reference, NULL_STRUCTURE).values.set(field, packed(type(type).field(field), value));
    }

    OracleValue getElement(OracleValue reference, int type, long index, boolean signed) {
        return unpacked(type(type).field(0), range(reference, index, 1).get(0), signed);
    }

    /** Sets elements from an index on. */
    void setElements(OracleValue reference, int type, long index, List<OracleValue> values) {
        List<OracleValue> elements = range(reference, index, values.size());
        for (int i = 0; i < elements.size(); i++) {
            elements.set(i, packed(type(type).field(0), values.get(i)));
        }
    }

    int length(OracleValue reference) {
        return object(reference, NULL_ARRAY).values.size();
    }

    /** {@return a view of elements of an array} */
    List<OracleValue> range(OracleValue reference, long index, long length) {
        List<OracleValue> elements = object(reference, NULL_ARRAY).values;
        if (index + length > elements.size()) {
            throw new OracleTrap(ARRAY_OUT_OF_BOUNDS);
        }
        return elements.subList((int) index, (int) (index + length));
    }

    private static Aggregate object(OracleValue reference, Trap ifNull) {
        if (reference instanceof Aggregate object) {
            return object;
        }
        throw new OracleTrap(ifNull);
    }

    private static OracleValue packed(int storage, OracleValue value) {
        return switch (storage) {
            case I8 -> new I32(value.i32() & 0xFF);
            case I16 -> new I32(value.i32() & 0xFFFF);
            default -> value;
        };
    }

    private static OracleValue unpacked(int storage, OracleValue value, boolean signed) {
        if (!signed) {
            return value;
        }
        return switch (storage) {
            case I8 -> new I32((byte) value.i32());
            case I16 -> new I32((short) value.i32());
            default -> value;
        };
    }
}
