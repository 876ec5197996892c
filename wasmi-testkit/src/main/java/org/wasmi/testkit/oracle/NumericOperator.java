package org.wasmi.testkit.oracle;

import java.math.BigInteger;
import java.util.List;
import org.wasmi.testkit.oracle.OracleValue.F32;
import org.wasmi.testkit.oracle.OracleValue.F64;
import org.wasmi.testkit.oracle.OracleValue.I32;
import org.wasmi.testkit.oracle.OracleValue.I64;

/** A numeric operator (Wasm specification, 4.3 and 5.4.7). */
final class NumericOperator {

    /** The names of all operators from 0x45 on. */
    private static final List<String> NAMES = List.of("""
            i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u
            i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u
            f32.eq f32.ne f32.lt f32.gt f32.le f32.ge f64.eq f64.ne f64.lt f64.gt f64.le f64.ge
            i32.clz i32.ctz i32.popcnt i32.add i32.sub i32.mul i32.div_s i32.div_u i32.rem_s i32.rem_u
            i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr
            i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u
            i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr
            f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest f32.sqrt
            f32.add f32.sub f32.mul f32.div f32.min f32.max f32.copysign
            f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest f64.sqrt
            f64.add f64.sub f64.mul f64.div f64.min f64.max f64.copysign
            i32.wrap_i64 i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u
            i64.extend_i32_s i64.extend_i32_u i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u
            f32.convert_i32_s f32.convert_i32_u f32.convert_i64_s f32.convert_i64_u f32.demote_f64
            f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s f64.convert_i64_u f64.promote_f32
            i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64
            i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s
            """.strip().split("\\s+"));

    /** The names of the operators behind the prefix 0xFC, from 0 on. */
    private static final List<String> SATURATING_NAMES = List.of("""
            i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u
            i64.trunc_sat_f32_s i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u
            """.strip().split("\\s+"));

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);
    private static final IntegerOperations I32_OPERATIONS = new IntegerOperations(32);
    private static final IntegerOperations I64_OPERATIONS = new IntegerOperations(64);

    private static final int FIRST = 0x45;
    private static final List<NumericOperator> ALL = all(NAMES);
    private static final List<NumericOperator> SATURATING = all(SATURATING_NAMES);

    private final String type;
    private final String operator;
    private final boolean conversion;
    private final boolean test;

    /** Whether the operator has two operands. */
    final boolean binary;

    private NumericOperator(String name) {
        type = name.substring(0, 3);
        operator = name.substring(4);
        conversion = operator.matches(".*_[if](32|64).*");
        binary = !conversion && !operator.matches("eqz|clz|ctz|popcnt|abs|neg|ceil|floor|trunc|nearest|sqrt|extend.*");
        test = operator.matches("eqz|(eq|ne|lt|gt|le|ge)(_.)?");
    }

    /**
     * {@return the operator of an opcode}
     *
     * @throws IllegalArgumentException if there is none
     */
    static NumericOperator of(int opcode) {
        if (opcode >= FIRST && opcode < FIRST + ALL.size()) {
            return ALL.get(opcode - FIRST);
        } else if (opcode >= 0xFC00 && opcode < 0xFC00 + SATURATING.size()) {
            return SATURATING.get(opcode - 0xFC00);
        }
        throw new IllegalArgumentException("the oracle does not know opcode 0x" + Integer.toHexString(opcode));
    }

    private static List<NumericOperator> all(List<String> names) {
        return names.stream().map(NumericOperator::new).toList();
    }

    /** {@return the result of this operator with one operand} */
    OracleValue unary(OracleValue value) {
        if (conversion) {
            return conversion(value);
        }
        return switch (type) {
            case "i32" -> integer(I32_OPERATIONS.unary(operator, unsigned(value)));
            case "i64" -> integer(I64_OPERATIONS.unary(operator, unsigned(value)));
            case "f32" -> unaryF32(operator, (F32) value);
            default -> unaryF64(operator, (F64) value);
        };
    }

    /** {@return the result of this operator with two operands} */
    OracleValue binary(OracleValue a, OracleValue b) {
        return switch (type) {
            case "i32" -> integer(I32_OPERATIONS.binary(operator, unsigned(a), unsigned(b)));
            case "i64" -> integer(I64_OPERATIONS.binary(operator, unsigned(a), unsigned(b)));
            case "f32" -> binaryF32(operator, (F32) a, (F32) b);
            default -> binaryF64(operator, (F64) a, (F64) b);
        };
    }

    private static OracleValue unaryF32(String operator, F32 value) {
        return switch (operator) {
            case "abs" -> new F32(value.bits() & 0x7FFF_FFFF);
            case "neg" -> new F32(value.bits() ^ 0x8000_0000);
            // A double has more than twice the precision of a float, so that the second rounding is harmless.
            case "sqrt" -> f32((float) Math.sqrt(value.f32()));
            default -> f32((float) FloatOperations.rounded(operator, value.f32()));
        };
    }

    private static OracleValue unaryF64(String operator, F64 value) {
        return switch (operator) {
            case "abs" -> new F64(value.bits() & 0x7FFF_FFFF_FFFF_FFFFL);
            case "neg" -> new F64(value.bits() ^ 0x8000_0000_0000_0000L);
            case "sqrt" -> f64(Math.sqrt(value.f64()));
            default -> f64(FloatOperations.rounded(operator, value.f64()));
        };
    }

    private static OracleValue binaryF32(String operator, F32 a, F32 b) {
        return switch (operator) {
            case "add" -> f32(a.f32() + b.f32());
            case "sub" -> f32(a.f32() - b.f32());
            case "mul" -> f32(a.f32() * b.f32());
            case "div" -> f32(a.f32() / b.f32());
            case "min" -> f32((float) FloatOperations.min(a.f32(), b.f32()));
            case "max" -> f32((float) FloatOperations.max(a.f32(), b.f32()));
            case "copysign" -> new F32((a.bits() & 0x7FFF_FFFF) | (b.bits() & 0x8000_0000));
            default -> new I32(FloatOperations.compare(operator, a.f32(), b.f32()) ? 1 : 0);
        };
    }

    private static OracleValue binaryF64(String operator, F64 a, F64 b) {
        return switch (operator) {
            case "add" -> f64(a.f64() + b.f64());
            case "sub" -> f64(a.f64() - b.f64());
            case "mul" -> f64(a.f64() * b.f64());
            case "div" -> f64(a.f64() / b.f64());
            case "min" -> f64(FloatOperations.min(a.f64(), b.f64()));
            case "max" -> f64(FloatOperations.max(a.f64(), b.f64()));
            case "copysign" -> new F64((a.bits() & 0x7FFF_FFFF_FFFF_FFFFL) | (b.bits() & 0x8000_0000_0000_0000L));
            default -> new I32(FloatOperations.compare(operator, a.f64(), b.f64()) ? 1 : 0);
        };
    }

    private OracleValue conversion(OracleValue value) {
        boolean isSigned = operator.endsWith("_s");
        return switch (operator.substring(0, operator.indexOf('_'))) {
            case "wrap" -> new I32((int) value.i64());
            case "extend" -> integer(whole(value, isSigned));
            case "trunc" -> integer(truncation(isSigned, value));
            case "convert" -> {
                BigInteger whole = whole(value, isSigned);
                yield type.equals("f32") ? f32(whole.floatValue()) : f64(whole.doubleValue());
            }
            case "demote" -> f32((float) value.f64());
            case "promote" -> f64(value.f32());
            case "reinterpret" -> reinterpreted(value);
            default -> throw new IllegalArgumentException("no conversion " + operator);
        };
    }

    private BigInteger truncation(boolean isSigned, OracleValue value) {
        int width = type.equals("i32") ? 32 : 64;
        BigInteger least = isSigned ? BigInteger.ONE.shiftLeft(width - 1).negate() : BigInteger.ZERO;
        BigInteger greatest =
                BigInteger.ONE.shiftLeft(isSigned ? width - 1 : width).subtract(BigInteger.ONE);
        double number = value instanceof F32 ? value.f32() : value.f64();
        return operator.contains("_sat_")
                ? FloatOperations.saturated(number, least, greatest)
                : FloatOperations.truncated(number, least, greatest);
    }

    private static OracleValue reinterpreted(OracleValue value) {
        if (value instanceof F32 number) {
            return new I32(number.bits());
        } else if (value instanceof F64 number) {
            return new I64(number.bits());
        } else if (value instanceof I32 number) {
            return new F32(number.value());
        }
        return new F64(value.i64());
    }

    private static BigInteger whole(OracleValue value, boolean isSigned) {
        IntegerOperations operations = value instanceof I32 ? I32_OPERATIONS : I64_OPERATIONS;
        return isSigned ? operations.signed(unsigned(value)) : unsigned(value);
    }

    private static BigInteger unsigned(OracleValue value) {
        if (value instanceof I32 number) {
            return BigInteger.valueOf(number.value() & 0xFFFF_FFFFL);
        }
        BigInteger number = BigInteger.valueOf(value.i64());
        return number.signum() < 0 ? number.add(TWO_TO_64) : number;
    }

    /** {@return the result from a number in its signed or unsigned range; that of a test is an i32} */
    private OracleValue integer(BigInteger number) {
        return test || type.equals("i32") ? new I32(number.intValue()) : new I64(number.longValue());
    }

    private static OracleValue f32(float value) {
        return new F32(Float.floatToRawIntBits(value));
    }

    private static OracleValue f64(double value) {
        return new F64(Double.doubleToRawLongBits(value));
    }
}
