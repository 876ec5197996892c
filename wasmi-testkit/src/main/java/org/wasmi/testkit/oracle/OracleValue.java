package org.wasmi.testkit.oracle;

import java.util.List;

/** A value of the oracle (Wasm specification, 4.2.1). Floats are kept as their bits, NaNs included. Immutable. */
public sealed interface OracleValue {

    /** {@return the null reference, of any type} */
    static OracleValue nullRef() {
        return new Null();
    }

    /**
     * A 32-bit integer.
     *
     * @param value the value, as a signed integer
     */
    record I32(int value) implements OracleValue {}

    /**
     * A 64-bit integer.
     *
     * @param value the value, as a signed integer
     */
    record I64(long value) implements OracleValue {}

    /**
     * A 32-bit float.
     *
     * @param bits its bits
     */
    record F32(int bits) implements OracleValue {

        /** {@return the float as the shortest number, NaN with its bits} */
        @Override
        public String toString() {
            float value = Float.intBitsToFloat(bits);
            return Float.isNaN(value) ? "f32 NaN 0x" + Integer.toHexString(bits) : "f32 " + value;
        }
    }

    /**
     * A 64-bit float.
     *
     * @param bits its bits
     */
    record F64(long bits) implements OracleValue {

        /** {@return the float as the shortest number, NaN with its bits} */
        @Override
        public String toString() {
            double value = Double.longBitsToDouble(bits);
            return Double.isNaN(value) ? "f64 NaN 0x" + Long.toHexString(bits) : "f64 " + value;
        }
    }

    /**
     * A vector.
     *
     * @param low its lower 64 bits
     * @param high its upper 64 bits
     */
    record V128(long low, long high) implements OracleValue {

        /** {@return the vector as two numbers of 64 bits, the lower one first} */
        @Override
        public String toString() {
            return "v128 0x%016x 0x%016x".formatted(low, high);
        }
    }

    /** The null reference, of any type. */
    record Null() implements OracleValue {}

    /**
     * A reference to a function of the module.
     *
     * @param index its index
     */
    record Function(int index) implements OracleValue {}

    /**
     * A reference to a host object.
     *
     * @param object the object, of which only equality matters
     */
    record Extern(Object object) implements OracleValue {}

    /**
     * An integer of 31 bits as a reference.
     *
     * @param value the value, zero-extended
     */
    record I31(int value) implements OracleValue {}

    /** A structure or an array, with an identity. Mutable. */
    final class Aggregate implements OracleValue {
        /** The index of its type. */
        final int type;

        /** The values of the fields or elements; packed ones zero-extended. */
        final List<OracleValue> values;

        Aggregate(int type, List<OracleValue> values) {
            this.type = type;
            this.values = values;
        }
    }

    /** An exception, with an identity. */
    final class Thrown implements OracleValue {
        /** The index of its tag. */
        final int tag;

        /** The values that it carries. */
        final List<OracleValue> values;

        Thrown(int tag, List<OracleValue> values) {
            this.tag = tag;
            this.values = values;
        }
    }

    /**
     * What a structure, an array or an exception held at some time, for comparison.
     *
     * @param kind what it is
     * @param tag of an exception, the index of its tag if that is exported, or -1
     * @param values the values of the fields or elements, packed ones zero-extended, or what the exception carries
     */
    record Copy(Kind kind, int tag, List<OracleValue> values) implements OracleValue {

        /** What it is a copy of. */
        public enum Kind {
            /** A structure. */
            STRUCT,
            /** An array. */
            ARRAY,
            /** An exception. */
            EXCEPTION
        }

        /** Copies the list. */
        public Copy {
            values = List.copyOf(values);
        }
    }

    /**
     * In copies, the same structure, array or exception as one that was met before.
     *
     * @param number its number, in the order in which they were met
     */
    record Again(int number) implements OracleValue {}

    /** {@return the i32} */
    default int i32() {
        return ((I32) this).value();
    }

    /** {@return an address, index or number of things: 32 or 64 bits, unsigned} */
    default long unsigned() {
        return this instanceof I32 number ? number.value() & 0xFFFF_FFFFL : i64();
    }

    /** {@return the i64} */
    default long i64() {
        return ((I64) this).value();
    }

    /** {@return the f32} */
    default float f32() {
        return Float.intBitsToFloat(((F32) this).bits());
    }

    /** {@return the f64} */
    default double f64() {
        return Double.longBitsToDouble(((F64) this).bits());
    }

    /** {@return whether it is a float that is not a number} */
    default boolean isNaN() {
        return (this instanceof F32 && Float.isNaN(f32())) || (this instanceof F64 && Double.isNaN(f64()));
    }
}
