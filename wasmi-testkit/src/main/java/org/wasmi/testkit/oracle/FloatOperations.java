package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.INTEGER_OVERFLOW;
import static org.wasmi.encoding.error.Trap.INVALID_CONVERSION_TO_INTEGER;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Float operators whose results are exact or rounded once, over doubles, which hold every f32 too (Wasm specification,
 * 4.3.3). Which NaN a NaN result is, is left open, as the specification does.
 */
final class FloatOperations {
    private FloatOperations() {}

    /** {@return the integral number that rounding leads to, with the sign of the operand even where that is 0} */
    static double rounded(String operator, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return value;
        }
        RoundingMode mode =
                switch (operator) {
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    case "trunc" -> RoundingMode.DOWN;
                    case "nearest" -> RoundingMode.HALF_EVEN;
                    default -> throw new IllegalArgumentException("no rounding " + operator);
                };
        return Math.copySign(new BigDecimal(value).setScale(0, mode).doubleValue(), value);
    }

    static double min(double a, double b) {
        return -max(-a, -b);
    }

    static double max(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.NaN;
        }
        if (a == 0 && b == 0) {
            return isNegativeZero(a) ? b : a;
        }
        return a > b ? a : b;
    }

    private static boolean isNegativeZero(double value) {
        return 1 / value < 0 && value == 0;
    }

    static boolean compare(String operator, double a, double b) {
        return switch (operator) {
            case "eq" -> a == b;
            case "ne" -> a != b;
            case "lt" -> a < b;
            case "gt" -> a > b;
            case "le" -> a <= b;
            case "ge" -> a >= b;
            default -> throw new IllegalArgumentException("no comparison " + operator);
        };
    }

    /** {@return a float without its fraction, if it is within the bounds} */
    static BigInteger truncated(double value, BigInteger least, BigInteger greatest) {
        if (Double.isNaN(value)) {
            throw new OracleTrap(INVALID_CONVERSION_TO_INTEGER);
        }
        if (Double.isInfinite(value)) {
            throw new OracleTrap(INTEGER_OVERFLOW);
        }
        BigInteger whole = new BigDecimal(value).toBigInteger();
        if (whole.compareTo(least) < 0 || whole.compareTo(greatest) > 0) {
            throw new OracleTrap(INTEGER_OVERFLOW);
        }
        return whole;
    }

    /** {@return a float without its fraction, or the bound that is nearest; 0 for NaN} */
    static BigInteger saturated(double value, BigInteger least, BigInteger greatest) {
        if (Double.isNaN(value)) {
            return BigInteger.ZERO;
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? least : greatest;
        }
        return new BigDecimal(value).toBigInteger().max(least).min(greatest);
    }
}
