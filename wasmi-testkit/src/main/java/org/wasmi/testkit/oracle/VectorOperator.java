package org.wasmi.testkit.oracle;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmi.testkit.oracle.OracleValue.F32;
import org.wasmi.testkit.oracle.OracleValue.F64;
import org.wasmi.testkit.oracle.OracleValue.I32;
import org.wasmi.testkit.oracle.OracleValue.I64;
import org.wasmi.testkit.oracle.OracleValue.V128;

/**
 * An operator on vectors but a constant, load or store (Wasm specification, 4.3.4 and 5.4.8): lane by lane, on 16
 * bytes. Relaxed operators do what the deterministic profile wants.
 */
final class VectorOperator {

    /** Each line: the first code, then the names of operators with consecutive codes. */
    private static final String TABLE = """
            0D i8x16.shuffle i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat
            15 i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane i16x8.extract_lane_s
            19 i16x8.extract_lane_u i16x8.replace_lane i32x4.extract_lane i32x4.replace_lane i64x2.extract_lane
            1E i64x2.replace_lane f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane f64x2.replace_lane
            23 i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u i8x16.ge_s i8x16.ge_u
            2D i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u i16x8.le_s i16x8.le_u i16x8.ge_s i16x8.ge_u
            37 i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u i32x4.le_s i32x4.le_u i32x4.ge_s i32x4.ge_u
            41 f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge
            47 f64x2.eq f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge
            4D v128.not v128.and v128.andnot v128.or v128.xor v128.bitselect v128.any_true
            5E f32x4.demote_f64x2_zero f64x2.promote_low_f32x4
            60 i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true i8x16.bitmask i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u
            67 f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest i8x16.shl i8x16.shr_s i8x16.shr_u i8x16.add
            6F i8x16.add_sat_s i8x16.add_sat_u i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u f64x2.ceil f64x2.floor
            76 i8x16.min_s i8x16.min_u i8x16.max_s i8x16.max_u f64x2.trunc i8x16.avgr_u i16x8.extadd_pairwise_i8x16_s
            7D i16x8.extadd_pairwise_i8x16_u i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u
            80 i16x8.abs i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true i16x8.bitmask i16x8.narrow_i32x4_s
            86 i16x8.narrow_i32x4_u i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s i16x8.extend_low_i8x16_u
            8A i16x8.extend_high_i8x16_u i16x8.shl i16x8.shr_s i16x8.shr_u i16x8.add i16x8.add_sat_s i16x8.add_sat_u
            91 i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u f64x2.nearest i16x8.mul i16x8.min_s i16x8.min_u i16x8.max_s
            99 i16x8.max_u
            9B i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s i16x8.extmul_low_i8x16_u
            9F i16x8.extmul_high_i8x16_u i32x4.abs i32x4.neg
            A3 i32x4.all_true i32x4.bitmask
            A7 i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s i32x4.extend_low_i16x8_u i32x4.extend_high_i16x8_u
            AB i32x4.shl i32x4.shr_s i32x4.shr_u i32x4.add
            B1 i32x4.sub
            B5 i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u i32x4.dot_i16x8_s
            BC i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extmul_low_i16x8_u i32x4.extmul_high_i16x8_u
            C0 i64x2.abs i64x2.neg
            C3 i64x2.all_true i64x2.bitmask
            C7 i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u i64x2.extend_high_i32x4_u
            CB i64x2.shl i64x2.shr_s i64x2.shr_u i64x2.add
            D1 i64x2.sub
            D5 i64x2.mul i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s
            DC i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s i64x2.extmul_low_i32x4_u i64x2.extmul_high_i32x4_u
            E0 f32x4.abs f32x4.neg
            E3 f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax
            EC f64x2.abs f64x2.neg
            EF f64x2.sqrt f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax
            F8 i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u
            FC i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero
            FE f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u
            100 i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u
            103 i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero f32x4.relaxed_madd f32x4.relaxed_nmadd
            107 f64x2.relaxed_madd f64x2.relaxed_nmadd i8x16.relaxed_laneselect i16x8.relaxed_laneselect
            10B i32x4.relaxed_laneselect i64x2.relaxed_laneselect f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min
            110 f64x2.relaxed_max i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s
            113 i32x4.relaxed_dot_i8x16_i7x16_add_s
            """;

    private static final Map<Integer, VectorOperator> BY_CODE = new HashMap<>();

    static {
        for (String line : TABLE.lines().toList()) {
            String[] fields = line.split(" ", -1);
            int code = Integer.parseInt(fields[0], 16);
            for (int i = 1; i < fields.length; i++) {
                BY_CODE.put(code++, new VectorOperator(fields[i]));
            }
        }
    }

    private final String name;

    /** What is behind the dot. */
    private final String operator;

    /** The width of the lanes, those of another shape if the name has one at its end. */
    private final int width;

    private final int otherWidth;
    private final boolean isFloat;

    private VectorOperator(String name) {
        this.name = name;
        operator = name.substring(name.indexOf('.') + 1).replaceFirst("^relaxed_", "");
        isFloat = name.charAt(0) == 'f';
        width = name.startsWith("v128") ? 8 : Integer.parseInt(name.substring(1, name.indexOf('x')));
        Matcher other = Pattern.compile("_[if](\\d+)x\\d+").matcher(operator);
        otherWidth = other.find() ? Integer.parseInt(other.group(1)) : 0;
    }

    /**
     * {@return the operator of a code behind the prefix}
     *
     * @throws IllegalArgumentException if there is none
     */
    static VectorOperator of(int code) {
        VectorOperator found = BY_CODE.get(code);
        if (found == null) {
            throw new IllegalArgumentException(
                    "the oracle does not know vector operator 0x" + Integer.toHexString(code));
        }
        return found;
    }

    /** {@return the number of operands} */
    int operands() {
        if (operator.matches("bitselect|laneselect|n?madd|.*_add_s")) {
            return 3;
        }
        return operator.matches("(extract_lane|extend_|extadd_|trunc_|convert_|demote_|promote_).*"
                        + "|splat|not|any_true|all_true|bitmask|abs|neg|popcnt|ceil|floor|trunc|nearest|sqrt")
                ? 1
                : 2;
    }

    /**
     * {@return the result}
     *
     * @param values the operands
     * @param immediates the number of the lane, or 16 of bytes
     */
    OracleValue apply(List<OracleValue> values, long... immediates) {
        OracleValue a = values.get(0);
        OracleValue last = values.get(values.size() - 1);
        return switch (operator) {
            case "splat" -> lanes(i -> bits(a));
            case "extract_lane_s" -> new I32((int) signed(a, (int) immediates[0]));
            case "extract_lane_u" -> new I32((int) unsigned(a, (int) immediates[0]));
            case "extract_lane" -> number(unsigned(a, (int) immediates[0]));
            case "replace_lane" -> lanes(i -> i == immediates[0] ? bits(last) : unsigned(a, i));
            case "any_true" -> new I32(a.equals(new V128(0, 0)) ? 0 : 1);
            case "all_true" -> {
                int all = 1;
                for (int i = 0; i < 128 / width; i++) {
                    all = signed(a, i) == 0 ? 0 : all;
                }
                yield new I32(all);
            }
            case "bitmask" -> {
                int mask = 0;
                for (int i = 0; i < 128 / width; i++) {
                    mask += signed(a, i) < 0 ? 1 << i : 0;
                }
                yield new I32(mask);
            }
            case "shl" -> lanes(i -> signed(a, i) << Math.floorMod(last.i32(), width));
            case "shr_s" -> lanes(i -> signed(a, i) >> Math.floorMod(last.i32(), width));
            case "shr_u" -> lanes(i -> unsigned(a, i) >>> Math.floorMod(last.i32(), width));
            case "shuffle" -> lanes(i -> unsigned(immediates[i] < 16 ? a : last, (int) immediates[i] % 16));
            case "swizzle" -> lanes(i -> unsigned(last, i) < 16 ? unsigned(a, (int) unsigned(last, i)) : 0);
            case "bitselect", "laneselect" ->
                lanes(i -> (unsigned(a, i) & unsigned(last, i)) | (unsigned(values.get(1), i) & ~unsigned(last, i)));
            default -> otherWidth > 0 ? conversion(values) : laneByLane(values);
        };
    }

    /** The operators that change the width or kind of lanes. */
    private OracleValue conversion(List<OracleValue> values) {
        OracleValue a = values.get(0);
        OracleValue b = values.get(values.size() - 1);
        boolean isSigned = !operator.matches(".*_u(_zero)?");
        int first = operator.contains("_high_") ? 64 / otherWidth : 0;
        String what = operator.substring(0, operator.indexOf('_'));
        return switch (what) {
            case "extend" -> lanes(i -> other(a, first + i, isSigned));
            case "extmul" -> lanes(i -> other(a, first + i, isSigned) * other(b, first + i, isSigned));
            case "extadd" -> lanes(i -> other(a, 2 * i, isSigned) + other(a, 2 * i + 1, isSigned));
            case "narrow" -> {
                int half = 64 / width;
                yield lanes(i -> saturated(isSigned, other(i < half ? a : b, i % half, true)));
            }
            case "dot" ->
                name.startsWith("i32x4.dot")
                        ? lanes(i -> other(a, 2 * i, true) * other(b, 2 * i, true)
                                + other(a, 2 * i + 1, true) * other(b, 2 * i + 1, true))
                        : relaxedDot(values);
            case "trunc" -> lanes(i -> i >= 128 / otherWidth ? 0 : truncated(real(otherWidth, a, i), isSigned));
            case "convert" -> lanes(i -> isSigned ? floatBits(lane(a, 32, i, true)) : floatBits(lane(a, 32, i, false)));
            case "demote" -> lanes(i -> i < 2 ? floatBits((float) real(64, a, i)) : 0);
            case "promote" -> lanes(i -> floatBits(real(32, a, i)));
            default -> throw new IllegalArgumentException("the oracle does not know " + name);
        };
    }

    private OracleValue relaxedDot(List<OracleValue> values) {
        if (values.size() == 2) {
            return lanes(i -> pairOfProducts(values, i));
        }
        return lanes(i ->
                pairOfProducts(values, 2 * i) + pairOfProducts(values, 2 * i + 1) + lane(values.get(2), 32, i, true));
    }

    private static long pairOfProducts(List<OracleValue> values, int pair) {
        long sum = 0;
        for (int i = 2 * pair; i < 2 * pair + 2; i++) {
            sum += lane(values.get(0), 8, i, true) * lane(values.get(1), 8, i, true);
        }
        return Math.min(sum, Short.MAX_VALUE);
    }

    private long truncated(double value, boolean isSigned) {
        BigInteger least = BigInteger.valueOf(isSigned ? Integer.MIN_VALUE : 0);
        BigInteger greatest = BigInteger.valueOf(isSigned ? Integer.MAX_VALUE : 0xFFFF_FFFFL);
        return FloatOperations.saturated(value, least, greatest).longValue();
    }

    private OracleValue laneByLane(List<OracleValue> values) {
        return lanes(i -> {
            if (isFloat) {
                return floatLane(values, i);
            }
            boolean isSigned = !operator.endsWith("_u");
            long a = isSigned ? signed(values.get(0), i) : unsigned(values.get(0), i);
            OracleValue last = values.get(values.size() - 1);
            return integerLane(isSigned, a, isSigned ? signed(last, i) : unsigned(last, i));
        });
    }

    private long integerLane(boolean isSigned, long a, long b) {
        return switch (operator.replaceFirst("_[su]$", "")) {
            case "not" -> -1 - a;
            case "and" -> a & b;
            case "andnot" -> a & (-1 - b);
            case "or" -> a | b;
            case "xor" -> a ^ b;
            case "eq" -> a == b ? -1 : 0;
            case "ne" -> a != b ? -1 : 0;
            case "lt" -> a < b ? -1 : 0;
            case "gt" -> a > b ? -1 : 0;
            case "le" -> a <= b ? -1 : 0;
            case "ge" -> a >= b ? -1 : 0;
            case "abs" -> a < 0 ? -a : a;
            case "neg" -> -a;
            case "popcnt" -> Long.bitCount(a & 0xFF);
            case "add" -> a + b;
            case "sub" -> a - b;
            case "mul" -> a * b;
            case "add_sat" -> saturated(isSigned, a + b);
            case "sub_sat" -> saturated(isSigned, a - b);
            case "min" -> Math.min(a, b);
            case "max" -> Math.max(a, b);
            case "avgr" -> (a + b + 1) / 2;
            case "q15mulr_sat", "q15mulr" -> saturated(true, (a * b + 0x4000) >> 15);
            default -> throw new IllegalArgumentException("the oracle does not know " + name);
        };
    }

    private long saturated(boolean isSigned, long value) {
        long least = isSigned ? -(1L << (width - 1)) : 0;
        long greatest = isSigned ? (1L << (width - 1)) - 1 : (1L << width) - 1;
        return value < least ? least : Math.min(value, greatest);
    }

    private long floatLane(List<OracleValue> values, int lane) {
        long bits = unsigned(values.get(0), lane);
        long sign = 1L << (width - 1);
        double a = real(width, values.get(0), lane);
        OracleValue last = values.get(values.size() - 1);
        double b = real(width, values.get(Math.min(1, values.size() - 1)), lane);
        return switch (operator) {
            case "abs" -> bits & ~sign;
            case "neg" -> bits ^ sign;
            case "eq", "ne", "lt", "gt", "le", "ge" -> FloatOperations.compare(operator, a, b) ? -1 : 0;
            case "ceil", "floor", "trunc", "nearest" -> floatBits(FloatOperations.rounded(operator, a));
            // With doubles, rounding to a float afterwards is harmless for each of these.
            case "sqrt" -> floatBits(Math.sqrt(a));
            case "add" -> floatBits(a + b);
            case "sub" -> floatBits(a - b);
            case "mul" -> floatBits(a * b);
            case "div" -> floatBits(a / b);
            case "min" -> floatBits(FloatOperations.min(a, b));
            case "max" -> floatBits(FloatOperations.max(a, b));
            case "pmin" -> b < a ? unsigned(last, lane) : bits;
            case "pmax" -> a < b ? unsigned(last, lane) : bits;
            case "madd" -> floatBits(rounded(a * b) + real(width, last, lane));
            case "nmadd" -> floatBits(rounded(-a * b) + real(width, last, lane));
            default -> throw new IllegalArgumentException("the oracle does not know " + name);
        };
    }

    private double rounded(double value) {
        return width == 32 ? (float) value : value;
    }

    private long floatBits(double value) {
        return width == 32 ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
    }

    /** An integer is rounded once. */
    private long floatBits(long value) {
        return width == 32 ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits((double) value);
    }

    // Lanes

    /** {@return the vector of lanes by their numbers} */
    private V128 lanes(IntToLongFunction lane) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 128 / width; i++) {
            long value = lane.applyAsLong(i);
            for (int k = 0; k < width / 8; k++) {
                bytes[i * width / 8 + k] = (byte) (value >> (8 * k));
            }
        }
        return vector(bytes);
    }

    static V128 vector(byte[] bytes) {
        return new V128(number(bytes, 0, 8), number(bytes, 8, 8));
    }

    static byte[] bytes(OracleValue vector) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (((V128) vector).low() >> (8 * i));
            bytes[8 + i] = (byte) (((V128) vector).high() >> (8 * i));
        }
        return bytes;
    }

    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | (bytes[from + i] & 0xFF);
        }
        return number;
    }

    private static long lane(OracleValue vector, int width, int lane, boolean isSigned) {
        long number = number(bytes(vector), lane * width / 8, width / 8);
        int unused = 64 - width;
        return isSigned ? number << unused >> unused : number;
    }

    private long signed(OracleValue vector, int lane) {
        return lane(vector, width, lane, true);
    }

    private long unsigned(OracleValue vector, int lane) {
        return lane(vector, width, lane, false);
    }

    private long other(OracleValue vector, int lane, boolean isSigned) {
        return lane(vector, otherWidth, lane, isSigned);
    }

    private static double real(int width, OracleValue vector, int lane) {
        long bits = lane(vector, width, lane, false);
        return width == 32 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    private static long bits(OracleValue value) {
        if (value instanceof I32 number) {
            return number.value();
        } else if (value instanceof F32 number) {
            return number.bits();
        } else if (value instanceof F64 number) {
            return number.bits();
        }
        return value.i64();
    }

    private OracleValue number(long bits) {
        if (isFloat) {
            return width == 32 ? new F32((int) bits) : new F64(bits);
        }
        return width == 32 ? new I32((int) bits) : new I64(bits);
    }
}
