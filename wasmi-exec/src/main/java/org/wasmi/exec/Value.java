package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

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

    /** {@return a reference to an object of the host} */
    static Value externRef(Object object) {
        return new ExternRef(object);
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
     * {@return the zero or null reference that slots of a type begin with}
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
     * A vector.
     *
     * @param low its lower 64 bits
     * @param high its upper 64 bits
     */
    record V128(long low, long high) implements Value {
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
            return Values.FUNCTION;
        }
    }

    /**
     * A reference to an object of the host, which guests can only hand around.
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
            return Values.OBJECT;
        }
    }
}
