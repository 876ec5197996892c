package org.wasmi.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.runtime.Aggregate;
import org.wasmi.exec.runtime.I31;

/**
 * A value with its type (Wasm specification, 4.2.1). Floats are equal if their bits are, so NaNs can be compared.
 * Immutable.
 */
public sealed interface Value {

    /** {@return the type} */
    ValType type();

    /** {@return an i32} */
    static Value i32(int value) {
        return new I32(value);
    }

    /** {@return an i64} */
    static Value i64(long value) {
        return new I64(value);
    }

    /** {@return an f32; NaNs keep their bits} */
    static Value f32(float value) {
        return new F32(Float.floatToRawIntBits(value));
    }

    /** {@return an f64; NaNs keep their bits} */
    static Value f64(double value) {
        return new F64(Double.doubleToRawLongBits(value));
    }

    /** {@return a reference to a function} */
    static Value funcRef(WasmFunction function) {
        return new FuncRef(function);
    }

    /** {@return a reference to a host object} */
    static Value externRef(Object object) {
        return new ExternRef(object);
    }

    /** {@return a reference to an exception} */
    static Value exnRef(TaggedException exception) {
        return new ExnRef(exception);
    }

    /** {@return a reference to a structure} */
    static Value structRef(WasmStruct struct) {
        return new StructRef(struct);
    }

    /** {@return a reference to an array} */
    static Value arrayRef(WasmArray array) {
        return new ArrayRef(array);
    }

    /** {@return the lower 31 bits of an integer as a reference} */
    static Value i31Ref(int value) {
        return new I31Ref(I31.of(value));
    }

    /**
     * {@return a null reference}
     *
     * @param type its type
     * @throws IllegalArgumentException if null does not belong to the type
     */
    static Value nullRef(RefType type) {
        return new NullRef(type);
    }

    /**
     * {@return the zero or null reference with which slots of a type begin}
     *
     * @throws IllegalArgumentException if it is a reference type without null
     */
    static Value zero(ValType type) {
        if (type instanceof RefType reference) {
            return new NullRef(reference);
        } else if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> new I32(0);
                case I64 -> new I64(0);
                case F32 -> new F32(0);
                case F64 -> new F64(0);
            };
        }
        return new V128(0, 0);
    }

    /**
     * A 32-bit integer.
     *
     * @param value the value, as a signed integer
     */
    record I32(int value) implements Value {
        @Override
        public ValType type() {
            return NumType.I32;
        }
    }

    /**
     * A 64-bit integer.
     *
     * @param value the value, as a signed integer
     */
    record I64(long value) implements Value {
        @Override
        public ValType type() {
            return NumType.I64;
        }
    }

    /**
     * A 32-bit float.
     *
     * @param bits its bits
     */
    record F32(int bits) implements Value {

        /** {@return the float} */
        public float value() {
            return Float.intBitsToFloat(bits);
        }

        @Override
        public ValType type() {
            return NumType.F32;
        }
    }

    /**
     * A 64-bit float.
     *
     * @param bits its bits
     */
    record F64(long bits) implements Value {

        /** {@return the float} */
        public double value() {
            return Double.longBitsToDouble(bits);
        }

        @Override
        public ValType type() {
            return NumType.F64;
        }
    }

    /**
     * A vector (Wasm specification, 2.2.4): 128 bits that are seen as lanes of one type. Lane 0 holds the lowest bits.
     *
     * @param low its lower 64 bits
     * @param high its upper 64 bits
     */
    record V128(long low, long high) implements Value {

        /**
         * {@return a vector of 16 lanes}
         *
         * @throws IllegalArgumentException if there are not as many
         */
        public static V128 i8x16(byte... lanes) {
            requireLanes(16, lanes.length);
            return read(ByteBuffer.wrap(lanes));
        }

        /**
         * {@return a vector of 8 lanes}
         *
         * @throws IllegalArgumentException if there are not as many
         */
        public static V128 i16x8(short... lanes) {
            requireLanes(8, lanes.length);
            ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(lanes);
            return read(bytes);
        }

        /** {@return a vector of 4 lanes} */
        public static V128 i32x4(int lane0, int lane1, int lane2, int lane3) {
            return new V128(pair(lane0, lane1), pair(lane2, lane3));
        }

        /** {@return a vector of 2 lanes} */
        public static V128 i64x2(long lane0, long lane1) {
            return new V128(lane0, lane1);
        }

        /** {@return a vector of 4 lanes; NaNs keep their bits} */
        public static V128 f32x4(float lane0, float lane1, float lane2, float lane3) {
            return i32x4(
                    Float.floatToRawIntBits(lane0),
                    Float.floatToRawIntBits(lane1),
                    Float.floatToRawIntBits(lane2),
                    Float.floatToRawIntBits(lane3));
        }

        /** {@return a vector of 2 lanes; NaNs keep their bits} */
        public static V128 f64x2(double lane0, double lane1) {
            return new V128(Double.doubleToRawLongBits(lane0), Double.doubleToRawLongBits(lane1));
        }

        private static void requireLanes(int expected, int lanes) {
            if (lanes != expected) {
                throw new IllegalArgumentException(expected + " lanes are needed, not " + lanes);
            }
        }

        private static V128 read(ByteBuffer bytes) {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            return new V128(bytes.getLong(0), bytes.getLong(Long.BYTES));
        }

        private static long pair(int even, int odd) {
            return Integer.toUnsignedLong(even) | (long) odd << Integer.SIZE;
        }

        /**
         * {@return a lane of 16}
         *
         * @throws IndexOutOfBoundsException if there is no such lane
         */
        public byte i8(int lane) {
            return (byte) lane(lane, Byte.SIZE);
        }

        /**
         * {@return a lane of 8}
         *
         * @throws IndexOutOfBoundsException if there is no such lane
         */
        public short i16(int lane) {
            return (short) lane(lane, Short.SIZE);
        }

        /**
         * {@return a lane of 4}
         *
         * @throws IndexOutOfBoundsException if there is no such lane
         */
        public int i32(int lane) {
            return (int) lane(lane, Integer.SIZE);
        }

        /**
         * {@return a lane of 2}
         *
         * @throws IndexOutOfBoundsException if there is no such lane
         */
        public long i64(int lane) {
            return lane(lane, Long.SIZE);
        }

        /**
         * {@return a lane of 4}
         *
         * @throws IndexOutOfBoundsException if there is no such lane
         */
        public float f32(int lane) {
            return Float.intBitsToFloat(i32(lane));
        }

        /**
         * {@return a lane of 2}
         *
         * @throws IndexOutOfBoundsException if there is no such lane
         */
        public double f64(int lane) {
            return Double.longBitsToDouble(i64(lane));
        }

        /** {@return a lane, and perhaps others above it} */
        private long lane(int lane, int bits) {
            int inHalf = Long.SIZE / bits;
            Objects.checkIndex(lane, 2 * inHalf);
            return (lane < inHalf ? low : high) >>> (lane % inHalf * bits);
        }

        @Override
        public ValType type() {
            return VecType.V128;
        }
    }

    /**
     * A null reference.
     *
     * @param type its type, nullable
     */
    record NullRef(RefType type) implements Value {

        /** Refuses types without null. */
        public NullRef {
            if (!type.nullable()) {
                throw new IllegalArgumentException("null does not belong to " + type);
            }
        }
    }

    /**
     * A reference to a function.
     *
     * @param function the function
     */
    record FuncRef(WasmFunction function) implements Value {

        /** Refuses null. */
        public FuncRef {
            Objects.requireNonNull(function, "function");
        }

        @Override
        public ValType type() {
            return ValueSlots.FUNCTION;
        }
    }

    /**
     * A reference to a host object, which guests can only hand around.
     *
     * @param object the object
     */
    record ExternRef(Object object) implements Value {

        /** Refuses null. */
        public ExternRef {
            Objects.requireNonNull(object, "object");
        }

        @Override
        public ValType type() {
            return ValueSlots.OBJECT;
        }
    }

    /**
     * A reference to an exception. Equal to references to the same exception only.
     *
     * @param exception the exception
     */
    record ExnRef(TaggedException exception) implements Value {

        /** Refuses null. */
        public ExnRef {
            Objects.requireNonNull(exception, "exception");
        }

        @Override
        public ValType type() {
            return ValueSlots.EXCEPTION;
        }
    }

    /**
     * A reference to a structure.
     *
     * @param struct the structure
     */
    record StructRef(WasmStruct struct) implements Value {

        /** Refuses null. */
        public StructRef {
            Objects.requireNonNull(struct, "struct");
        }

        @Override
        public ValType type() {
            return new RefType(false, struct.type());
        }
    }

    /**
     * A reference to an array.
     *
     * @param array the array
     */
    record ArrayRef(WasmArray array) implements Value {

        /** Refuses null. */
        public ArrayRef {
            Objects.requireNonNull(array, "array");
        }

        @Override
        public ValType type() {
            return new RefType(false, array.type());
        }
    }

    /**
     * An integer of 31 bits as a reference.
     *
     * @param value the integer
     */
    record I31Ref(I31 value) implements Value {

        /** Refuses null. */
        public I31Ref {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public ValType type() {
            return ValueSlots.INTEGER;
        }
    }

    /**
     * A reference to a host object that a guest has converted, so that it can stand beside structures, arrays and
     * integers.
     *
     * @param object the object, which is none of these
     */
    record AnyRef(Object object) implements Value {

        /** Refuses null, structures, arrays and integers of 31 bits, which have cases of their own. */
        public AnyRef {
            Objects.requireNonNull(object, "object");
            if (object instanceof Aggregate || object instanceof I31) {
                throw new IllegalArgumentException("no object of the host: " + object);
            }
        }

        @Override
        public ValType type() {
            return ValueSlots.ANY;
        }
    }
}
