package org.wasmi.cli;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import org.wasmi.encoding.text.FloatText;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmArray;
import org.wasmi.exec.WasmStruct;

/** Values as text: integers as signed decimal numbers, floats so that they read back exactly. */
final class ValueText {
    /** How many structures and arrays are shown within one another, and how many fields or elements of each. */
    private static final int SHOWN_DEPTH = 3;

    private static final int SHOWN_FIELDS = 16;

    private ValueText() {}

    /** {@return the text of a value} */
    static String format(Value value) {
        return format(value, SHOWN_DEPTH);
    }

    private static String format(Value value, int depth) {
        if (value instanceof Value.I32 number) {
            return Integer.toString(number.value());
        } else if (value instanceof Value.I64 number) {
            return Long.toString(number.value());
        } else if (value instanceof Value.F32 number) {
            return FloatText.ofF32(number.bits());
        } else if (value instanceof Value.F64 number) {
            return FloatText.ofF64(number.bits());
        } else if (value instanceof Value.V128 vector) {
            return String.format(
                    "i32x4 0x%08x 0x%08x 0x%08x 0x%08x", vector.i32(0), vector.i32(1), vector.i32(2), vector.i32(3));
        } else if (value instanceof Value.NullRef) {
            return "null";
        } else if (value instanceof Value.FuncRef reference) {
            return "funcref " + reference.function().type();
        } else if (value instanceof Value.StructRef reference) {
            WasmStruct struct = reference.struct();
            return parts("(struct", struct.fieldCount(), struct::get, depth);
        } else if (value instanceof Value.ArrayRef reference) {
            WasmArray array = reference.array();
            return parts("(array", array.length(), array::get, depth);
        } else if (value instanceof Value.I31Ref integer) {
            return "(i31 " + integer.value() + ")";
        }
        return value instanceof Value.AnyRef ? "anyref" : value instanceof Value.ExnRef ? "exnref" : "externref";
    }

    private static String parts(String begin, int count, IntFunction<Value> part, int depth) {
        StringJoiner text = new StringJoiner(" ", begin + (count == 0 ? "" : " "), ")");
        int shown = depth == 0 ? 0 : Math.min(count, SHOWN_FIELDS);
        for (int i = 0; i < shown; i++) {
            text.add(format(part.apply(i), depth - 1));
        }
        if (shown < count) {
            text.add("...");
        }
        return text.toString();
    }

    /**
     * {@return the value that a text stands for} Integers are signed or unsigned, decimal or hexadecimal; floats are
     * decimal or hexadecimal, {@code inf}, {@code nan} or {@code nan:0x1}; a vector is a shape and its lanes, such as
     * {@code f64x2 1.5 -0}; of the references there is {@code null}.
     *
     * @throws IllegalArgumentException if it stands for none of the type
     */
    static Value parse(ValType type, String text) {
        try {
            if (type instanceof NumType number) {
                return switch (number) {
                    case I32 -> Value.i32(integer(text, 32).intValue());
                    case I64 -> Value.i64(integer(text, 64).longValue());
                    case F32 -> new Value.F32(FloatText.toF32(withoutPlus(text)));
                    case F64 -> new Value.F64(FloatText.toF64(withoutPlus(text)));
                };
            } else if (type instanceof VecType) {
                return vector(text.strip().split("\\s+", -1));
            } else if (type instanceof RefType reference && text.equals("null")) {
                return Value.nullRef(reference);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not of type " + type, e);
        }
        throw new IllegalArgumentException("'" + text + "' is not of type " + type);
    }

    /** {@return a vector of the words that follow {@code v128.const} in the text format} */
    private static Value vector(String[] words) {
        ByteBuffer lanes = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i < words.length && lanes.hasRemaining(); i++) {
            String lane = words[i];
            switch (words[0]) {
                case "i8x16" -> lanes.put(integer(lane, 8).byteValue());
                case "i16x8" -> lanes.putShort(integer(lane, 16).shortValue());
                case "i32x4" -> lanes.putInt(integer(lane, 32).intValue());
                case "i64x2" -> lanes.putLong(integer(lane, 64).longValue());
                case "f32x4" -> lanes.putInt(FloatText.toF32(withoutPlus(lane)));
                case "f64x2" -> lanes.putLong(FloatText.toF64(withoutPlus(lane)));
                default -> throw new NumberFormatException("no shape of vectors");
            }
        }
        if (lanes.hasRemaining() || !words[0].endsWith("x" + (words.length - 1))) {
            throw new NumberFormatException("wrong number of lanes");
        }
        return new Value.V128(lanes.getLong(0), lanes.getLong(Long.BYTES));
    }

    private static String withoutPlus(String text) {
        return text.startsWith("+") ? text.substring(1) : text;
    }

    private static BigInteger integer(String text, int bits) {
        String digits = text.startsWith("-") ? text.substring(1) : withoutPlus(text);
        boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        String bare = hexadecimal ? digits.substring(2) : digits;
        if (bare.isEmpty() || !Character.isLetterOrDigit(bare.charAt(0))) {
            throw new NumberFormatException("no digits");
        }
        BigInteger magnitude = new BigInteger(bare, hexadecimal ? 16 : 10);
        BigInteger value = text.startsWith("-") ? magnitude.negate() : magnitude;
        if (value.bitLength() > (value.signum() < 0 ? bits - 1 : bits)) {
            throw new NumberFormatException("out of range");
        }
        return value;
    }
}
