package org.wasmi.testkit.oracle;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;
import static org.wasmi.encoding.error.Trap.INTEGER_DIVIDE_BY_ZERO;
import static org.wasmi.encoding.error.Trap.INTEGER_OVERFLOW;

import java.math.BigInteger;

/**
 * Integer operators of one width, over whole numbers of any size (Wasm specification, 4.3.2). A value is its unsigned
 * interpretation, from 0 to 2^width - 1.
 */
final class IntegerOperations {
    private final int width;
    private final BigInteger modulus;

    IntegerOperations(int width) {
        this.width = width;
        modulus = ONE.shiftLeft(width);
    }

    private BigInteger wrap(BigInteger number) {
        return number.mod(modulus);
    }

    BigInteger signed(BigInteger value) {
        return value.testBit(width - 1) ? value.subtract(modulus) : value;
    }

    private static BigInteger truth(boolean value) {
        return value ? ONE : ZERO;
    }

    /** {@return the result of a test or an operator with one operand} */
    BigInteger unary(String operator, BigInteger value) {
        return switch (operator) {
            case "eqz" -> truth(value.signum() == 0);
            case "clz" -> BigInteger.valueOf((long) width - value.bitLength());
            case "ctz" -> BigInteger.valueOf(value.signum() == 0 ? width : value.getLowestSetBit());
            case "popcnt" -> BigInteger.valueOf(value.bitCount());
            case "extend8_s" -> extend(value, 8);
            case "extend16_s" -> extend(value, 16);
            case "extend32_s" -> extend(value, 32);
            default -> throw new IllegalArgumentException("no integer operator " + operator);
        };
    }

    /** {@return the lowest bits as a signed number} */
    private BigInteger extend(BigInteger value, int bits) {
        BigInteger low = value.mod(ONE.shiftLeft(bits));
        return wrap(low.testBit(bits - 1) ? low.subtract(ONE.shiftLeft(bits)) : low);
    }

    /** {@return the result of a comparison or an operator with two operands} */
    BigInteger binary(String operator, BigInteger a, BigInteger b) {
        int count = b.mod(BigInteger.valueOf(width)).intValue();
        return switch (operator) {
            case "eq" -> truth(a.equals(b));
            case "ne" -> truth(!a.equals(b));
            case "lt_s" -> truth(signed(a).compareTo(signed(b)) < 0);
            case "lt_u" -> truth(a.compareTo(b) < 0);
            case "gt_s" -> truth(signed(a).compareTo(signed(b)) > 0);
            case "gt_u" -> truth(a.compareTo(b) > 0);
            case "le_s" -> truth(signed(a).compareTo(signed(b)) <= 0);
            case "le_u" -> truth(a.compareTo(b) <= 0);
            case "ge_s" -> truth(signed(a).compareTo(signed(b)) >= 0);
            case "ge_u" -> truth(a.compareTo(b) >= 0);
            case "add" -> wrap(a.add(b));
            case "sub" -> wrap(a.subtract(b));
            case "mul" -> wrap(a.multiply(b));
            case "div_s" -> quotient(signed(a), signed(b));
            case "div_u" -> a.divide(divisor(b));
            case "rem_s" -> wrap(signed(a).remainder(divisor(signed(b))));
            case "rem_u" -> a.remainder(divisor(b));
            case "and" -> a.and(b);
            case "or" -> a.or(b);
            case "xor" -> a.xor(b);
            case "shl" -> wrap(a.shiftLeft(count));
            case "shr_s" -> wrap(signed(a).shiftRight(count));
            case "shr_u" -> a.shiftRight(count);
            case "rotl" -> rotated(a, count);
            case "rotr" -> rotated(a, width - count);
            default -> throw new IllegalArgumentException("no integer operator " + operator);
        };
    }

    private BigInteger quotient(BigInteger a, BigInteger b) {
        BigInteger quotient = a.divide(divisor(b));
        if (quotient.bitLength() >= width) {
            throw new OracleTrap(INTEGER_OVERFLOW);
        }
        return wrap(quotient);
    }

    private static BigInteger divisor(BigInteger number) {
        if (number.signum() == 0) {
            throw new OracleTrap(INTEGER_DIVIDE_BY_ZERO);
        }
        return number;
    }

    private BigInteger rotated(BigInteger value, int left) {
        BigInteger wide = value.shiftLeft(left);
        return wrap(wide).or(wide.shiftRight(width));
    }
}
