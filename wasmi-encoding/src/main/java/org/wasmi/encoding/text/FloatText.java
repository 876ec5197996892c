package org.wasmi.encoding.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Exact text for floats: it parses to the same bits, NaNs included. Unlike that of {@code Double.toString}, the text
 * does not depend on the JDK.
 */
public final class FloatText {
    private static final Pattern NUMBER = Pattern.compile(
            "([0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?|0[xX][0-9a-fA-F]+(\\.[0-9a-fA-F]*)?([pP][+-]?[0-9]+)?)");

    private static final String NAN_BITS = "nan:0x";

    private static final int F32_SIGN = Integer.MIN_VALUE;
    private static final int F32_SIGNIFICAND = 0x007F_FFFF;
    private static final int F32_INFINITY = 0x7F80_0000;
    private static final int F32_CANONICAL = 0x7FC0_0000;
    private static final long F64_SIGN = Long.MIN_VALUE;
    private static final long F64_SIGNIFICAND = 0x000F_FFFF_FFFF_FFFFL;
    private static final long F64_INFINITY = 0x7FF0_0000_0000_0000L;
    private static final long F64_CANONICAL = 0x7FF8_0000_0000_0000L;

    private FloatText() {}

    /** {@return the text for the bits of an f32} */
    public static String ofF32(int bits) {
        String sign = bits < 0 ? "-" : "";
        int magnitude = bits & ~F32_SIGN;
        if (magnitude == F32_CANONICAL) {
            return sign + "nan";
        } else if (magnitude > F32_INFINITY) {
            return sign + NAN_BITS + Integer.toHexString(magnitude & F32_SIGNIFICAND);
        } else if (magnitude == F32_INFINITY) {
            return sign + "inf";
        }
        float value = Float.intBitsToFloat(magnitude);
        return sign + shortest(new BigDecimal(value), text -> Float.parseFloat(text) == value);
    }

    /** {@return the text for the bits of an f64} */
    public static String ofF64(long bits) {
        String sign = bits < 0 ? "-" : "";
        long magnitude = bits & ~F64_SIGN;
        if (magnitude == F64_CANONICAL) {
            return sign + "nan";
        } else if (magnitude > F64_INFINITY) {
            return sign + NAN_BITS + Long.toHexString(magnitude & F64_SIGNIFICAND);
        } else if (magnitude == F64_INFINITY) {
            return sign + "inf";
        }
        double value = Double.longBitsToDouble(magnitude);
        return sign + shortest(new BigDecimal(value), text -> Double.parseDouble(text) == value);
    }

    private static String shortest(BigDecimal exact, Predicate<String> isExact) {
        for (int digits = 1; ; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            String text = rounded.scale() < 0 && rounded.scale() > -16 ? rounded.toPlainString() : rounded.toString();
            if (isExact.test(text)) {
                return text;
            }
        }
    }

    /**
     * {@return the bits of the f32 that a text denotes}
     *
     * @throws NumberFormatException if it stands for none
     */
    public static int toF32(String text) {
        String magnitude = withoutSign(text);
        int sign = text.startsWith("-") ? F32_SIGN : 0;
        if (magnitude.equals("nan")) {
            return sign | F32_CANONICAL;
        } else if (magnitude.startsWith(NAN_BITS)) {
            return sign | F32_INFINITY | (int) significand(magnitude, F32_SIGNIFICAND);
        } else if (magnitude.equals("inf")) {
            return sign | F32_INFINITY;
        }
        int bits = Float.floatToRawIntBits(Float.parseFloat(number(magnitude)));
        if (bits == F32_INFINITY) {
            throw new NumberFormatException("'" + text + "' is out of range");
        }
        return sign | bits;
    }

    /**
     * {@return the bits of the f64 that a text denotes}
     *
     * @throws NumberFormatException if it stands for none
     */
    public static long toF64(String text) {
        String magnitude = withoutSign(text);
        long sign = text.startsWith("-") ? F64_SIGN : 0;
        if (magnitude.equals("nan")) {
            return sign | F64_CANONICAL;
        } else if (magnitude.startsWith(NAN_BITS)) {
            return sign | F64_INFINITY | significand(magnitude, F64_SIGNIFICAND);
        } else if (magnitude.equals("inf")) {
            return sign | F64_INFINITY;
        }
        long bits = Double.doubleToRawLongBits(Double.parseDouble(number(magnitude)));
        if (bits == F64_INFINITY) {
            throw new NumberFormatException("'" + text + "' is out of range");
        }
        return sign | bits;
    }

    private static String withoutSign(String text) {
        return text.startsWith("-") ? text.substring(1) : text;
    }

    private static long significand(String nan, long greatest) {
        long bits = Long.parseUnsignedLong(nan, NAN_BITS.length(), nan.length(), 16);
        if (bits <= 0 || bits > greatest) {
            throw new NumberFormatException("'" + nan + "' is not a NaN");
        }
        return bits;
    }

    private static String number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException("'" + text + "' is not a number");
        }
        // Java wants the exponent that Wasm's text format lets one leave out.
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        return hexadecimal && text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text;
    }
}
