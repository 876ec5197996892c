package org.wasmi.encoding.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The float operators: exact results rounded once, the special values, and the bits of NaNs. */
class FloatNumericsTest {

    private static final int F32_QUIET = 0x0040_0000;
    private static final int F32_CANONICAL = 0x7FC0_0000;
    private static final long F64_QUIET = 0x0008_0000_0000_0000L;
    private static final long F64_CANONICAL = 0x7FF8_0000_0000_0000L;

    private static final int[] F32_NANS = {
        0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0xFFA0_0000, 0x7FFF_FFFF, 0x7FC1_2345, 0xFF81_2345
    };

    private static final long[] F64_NANS = {
        0x7FF8_0000_0000_0000L,
        0xFFF8_0000_0000_0000L,
        0x7FF0_0000_0000_0001L,
        0xFFF4_0000_0000_0000L,
        0x7FFF_FFFF_FFFF_FFFFL,
        0x7FF8_1234_5678_9ABCL,
        0xFFF0_1234_5678_9ABCL
    };

    private static final float[] FLOATS = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -0.5f,
        1.5f,
        -1.5f,
        2.5f,
        -2.5f,
        0.1f,
        3f,
        1e10f,
        -1e10f,
        16777215f,
        16777216f,
        8388607.5f,
        8388608f,
        0x1.fffffep22f,
        0.99999994f,
        1.0000001f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0x1p-75f,
        0x1.8p63f
    };

    private static final double[] DOUBLES = {
        0d,
        -0d,
        1d,
        -1d,
        0.5,
        -0.5,
        1.5,
        -1.5,
        2.5,
        -2.5,
        0.1,
        3d,
        1e10,
        -1e10,
        9007199254740991d,
        9007199254740992d,
        4503599627370495.5,
        4503599627370496d,
        0.49999999999999994,
        0.9999999999999999,
        1.0000000000000002,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        0x1p-540,
        0x1.8p63
    };

    @FunctionalInterface
    private interface FloatBinaryOperator {
        float apply(float a, float b);
    }

    @FunctionalInterface
    private interface FloatUnaryOperator {
        float apply(float a);
    }

    private record Binary(
            String name, FloatBinaryOperator f32, DoubleBinaryOperator f64, BinaryOperator<BigDecimal> reference) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Unary(String name, FloatUnaryOperator f32, DoubleUnaryOperator f64) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Rounding(String name, FloatUnaryOperator f32, DoubleUnaryOperator f64, RoundingMode mode) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Binary> EXACTLY_ROUNDED = List.of(
            new Binary("add", Numerics::f32Add, Numerics::f64Add, BigDecimal::add),
            new Binary("sub", Numerics::f32Sub, Numerics::f64Sub, BigDecimal::subtract),
            new Binary("mul", Numerics::f32Mul, Numerics::f64Mul, BigDecimal::multiply),
            new Binary("min", Numerics::f32Min, Numerics::f64Min, BigDecimal::min),
            new Binary("max", Numerics::f32Max, Numerics::f64Max, BigDecimal::max));

    /** All binary operators that propagate NaNs as arithmetic does. */
    static final List<Binary> BINARY = Stream.concat(
                    EXACTLY_ROUNDED.stream(),
                    Stream.of(new Binary("div", Numerics::f32Div, Numerics::f64Div, BigDecimal::divide)))
            .toList();

    static final List<Rounding> ROUNDINGS = List.of(
            new Rounding("ceil", Numerics::f32Ceil, Numerics::f64Ceil, RoundingMode.CEILING),
            new Rounding("floor", Numerics::f32Floor, Numerics::f64Floor, RoundingMode.FLOOR),
            new Rounding("trunc", Numerics::f32Trunc, Numerics::f64Trunc, RoundingMode.DOWN),
            new Rounding("nearest", Numerics::f32Nearest, Numerics::f64Nearest, RoundingMode.HALF_EVEN));

    /** All unary operators that propagate NaNs as arithmetic does. */
    static final List<Unary> UNARY = List.of(
            new Unary("ceil", Numerics::f32Ceil, Numerics::f64Ceil),
            new Unary("floor", Numerics::f32Floor, Numerics::f64Floor),
            new Unary("trunc", Numerics::f32Trunc, Numerics::f64Trunc),
            new Unary("nearest", Numerics::f32Nearest, Numerics::f64Nearest),
            new Unary("sqrt", Numerics::f32Sqrt, Numerics::f64Sqrt));

    @ParameterizedTest
    @FieldSource("EXACTLY_ROUNDED")
    void resultsAreTheExactOnesRoundedOnce(Binary operator) {
        for (float a : FLOATS) {
            for (float b : FLOATS) {
                BigDecimal exact = operator.reference().apply(new BigDecimal(a), new BigDecimal(b));
                if (exact.signum() != 0) {
                    assertThat(operator.f32().apply(a, b))
                            .as("f32.%s %s %s", operator, a, b)
                            .isEqualTo(exact.floatValue());
                }
            }
        }
        for (double a : DOUBLES) {
            for (double b : DOUBLES) {
                BigDecimal exact = operator.reference().apply(new BigDecimal(a), new BigDecimal(b));
                if (exact.signum() != 0) {
                    assertThat(operator.f64().applyAsDouble(a, b))
                            .as("f64.%s %s %s", operator, a, b)
                            .isEqualTo(exact.doubleValue());
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROUNDINGS")
    void roundingsGiveTheIntegralValueAndKeepTheSign(Rounding operator) {
        for (float a : FLOATS) {
            float expected =
                    Math.copySign(new BigDecimal(a).setScale(0, operator.mode()).floatValue(), a);
            assertBits(operator.f32().apply(a), expected, "f32." + operator + " " + a);
        }
        for (double a : DOUBLES) {
            double expected =
                    Math.copySign(new BigDecimal(a).setScale(0, operator.mode()).doubleValue(), a);
            assertBits(operator.f64().applyAsDouble(a), expected, "f64." + operator + " " + a);
        }
        for (float a : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertBits(operator.f32().apply(a), a, "f32." + operator + " " + a);
            assertBits(operator.f64().applyAsDouble(a), a, "f64." + operator + " " + a);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "div, 1, 3, 0.33333334, 0.3333333333333333",
        "div, 1, 0, Infinity, Infinity",
        "div, 1, -0, -Infinity, -Infinity",
        "div, -0, 1, -0, -0",
        "div, 0, 0, NaN, NaN",
        "div, Infinity, Infinity, NaN, NaN",
        "add, Infinity, -Infinity, NaN, NaN",
        "add, 0, -0, 0, 0",
        "add, -0, -0, -0, -0",
        "sub, 1, 1, 0, 0",
        "sub, -0, 0, -0, -0",
        "sub, Infinity, Infinity, NaN, NaN",
        "mul, 0, Infinity, NaN, NaN",
        "mul, -0, 1, -0, -0",
        "min, 0, -0, -0, -0",
        "min, -0, 0, -0, -0",
        "max, 0, -0, 0, 0",
        "max, -0, 0, 0, 0",
        "min, Infinity, 1, 1, 1",
        "max, -Infinity, 1, 1, 1",
        "min, NaN, 1, NaN, NaN",
        "max, 1, NaN, NaN, NaN",
    })
    void specialValues(String name, float a, float b, float f32, double f64) {
        Binary operator = BINARY.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(Float.compare(operator.f32().apply(a, b), f32)).isZero();
        assertThat(Double.compare(operator.f64().applyAsDouble(a, b), f64)).isZero();
    }

    @Test
    void squareRootsAreRoundedOnce() {
        for (float a : FLOATS) {
            if (a > 0) {
                assertBits(Numerics.f32Sqrt(a), root(a).floatValue(), "f32.sqrt " + a);
            }
        }
        for (double a : DOUBLES) {
            if (a > 0) {
                assertBits(Numerics.f64Sqrt(a), root(a).doubleValue(), "f64.sqrt " + a);
            }
        }
        assertBits(Numerics.f32Sqrt(-0f), -0f, "f32.sqrt -0");
        assertBits(Numerics.f64Sqrt(-0d), -0d, "f64.sqrt -0");
        assertThat(Numerics.f32Sqrt(-1)).isNaN();
        assertThat(Numerics.f64Sqrt(-1)).isNaN();
    }

    /** 60 digits decide the rounding of any root. */
    private static BigDecimal root(double a) {
        return new BigDecimal(a).sqrt(new MathContext(60));
    }

    @ParameterizedTest
    @FieldSource("BINARY")
    void arithmeticQuietsNansAndKeepsCanonicalOnesCanonical(Binary operator) {
        for (int nan : F32_NANS) {
            float a = Float.intBitsToFloat(nan);
            for (float b : FLOATS) {
                assertAllowedNan(operator.f32().apply(a, b), isCanonical(a));
                assertAllowedNan(operator.f32().apply(b, a), isCanonical(a));
            }
            for (int other : F32_NANS) {
                float b = Float.intBitsToFloat(other);
                assertAllowedNan(operator.f32().apply(a, b), isCanonical(a) && isCanonical(b));
            }
        }
        for (long nan : F64_NANS) {
            double a = Double.longBitsToDouble(nan);
            for (double b : DOUBLES) {
                assertAllowedNan(operator.f64().applyAsDouble(a, b), isCanonical(a));
                assertAllowedNan(operator.f64().applyAsDouble(b, a), isCanonical(a));
            }
            for (long other : F64_NANS) {
                double b = Double.longBitsToDouble(other);
                assertAllowedNan(operator.f64().applyAsDouble(a, b), isCanonical(a) && isCanonical(b));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("UNARY")
    void roundingQuietsNansAndKeepsCanonicalOnesCanonical(Unary operator) {
        for (int nan : F32_NANS) {
            float a = Float.intBitsToFloat(nan);
            assertAllowedNan(operator.f32().apply(a), isCanonical(a));
        }
        for (long nan : F64_NANS) {
            double a = Double.longBitsToDouble(nan);
            assertAllowedNan(operator.f64().applyAsDouble(a), isCanonical(a));
        }
    }

    @Test
    void newNansAreCanonical() {
        assertAllowedNan(Numerics.f32Div(0, 0), true);
        assertAllowedNan(Numerics.f64Div(0, 0), true);
        assertAllowedNan(Numerics.f32Sqrt(-1), true);
        assertAllowedNan(Numerics.f64Sqrt(-1), true);
        assertAllowedNan(Numerics.f32Sub(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY), true);
        assertAllowedNan(Numerics.f64Mul(Double.POSITIVE_INFINITY, 0), true);
    }

    @Test
    void changesOfWidthQuietNansAndKeepCanonicalOnesCanonical() {
        for (int nan : F32_NANS) {
            float a = Float.intBitsToFloat(nan);
            assertAllowedNan(Numerics.f64PromoteF32(a), isCanonical(a));
        }
        for (long nan : F64_NANS) {
            double a = Double.longBitsToDouble(nan);
            assertAllowedNan(Numerics.f32DemoteF64(a), isCanonical(a));
        }
    }

    @Test
    void changesOfWidthRoundOnce() {
        for (float a : FLOATS) {
            assertBits(
                    Numerics.f64PromoteF32(a),
                    Math.copySign(new BigDecimal(a).doubleValue(), a),
                    "f64.promote_f32 " + a);
        }
        for (double a : DOUBLES) {
            assertThat(Numerics.f32DemoteF64(a)).as("f32.demote_f64 %s", a).isEqualTo(new BigDecimal(a).floatValue());
        }
        assertBits(Numerics.f32DemoteF64(-Double.MIN_VALUE), -0f, "f32.demote_f64 of the least double");
        assertBits(Numerics.f32DemoteF64(0x1.000001p0), 1f, "f32.demote_f64 of a tie");
        assertBits(Numerics.f32DemoteF64(0x1.0000010000001p0), 0x1.000002p0f, "f32.demote_f64 above a tie");
        assertBits(Numerics.f32DemoteF64(0x1.fffffep127), Float.MAX_VALUE, "f32.demote_f64 of the greatest float");
        assertBits(Numerics.f32DemoteF64(0x1.ffffffp127), Float.POSITIVE_INFINITY, "f32.demote_f64 beyond the floats");
    }

    @Test
    void signOperatorsChangeTheSignBitOnly() {
        for (int bits : f32Bits()) {
            float a = Float.intBitsToFloat(bits);
            assertThat(Numerics.i32ReinterpretF32(a)).isEqualTo(bits);
            assertThat(Numerics.i32ReinterpretF32(Numerics.f32ReinterpretI32(bits)))
                    .isEqualTo(bits);
            assertThat(Float.floatToRawIntBits(Numerics.f32Abs(a))).isEqualTo(bits & 0x7FFF_FFFF);
            assertThat(Float.floatToRawIntBits(Numerics.f32Neg(a))).isEqualTo(bits ^ 0x8000_0000);
            for (int other : f32Bits()) {
                float b = Float.intBitsToFloat(other);
                assertThat(Float.floatToRawIntBits(Numerics.f32Copysign(a, b)))
                        .isEqualTo((bits & 0x7FFF_FFFF) | (other & 0x8000_0000));
            }
        }
        for (long bits : f64Bits()) {
            double a = Double.longBitsToDouble(bits);
            assertThat(Numerics.i64ReinterpretF64(a)).isEqualTo(bits);
            assertThat(Numerics.i64ReinterpretF64(Numerics.f64ReinterpretI64(bits)))
                    .isEqualTo(bits);
            assertThat(Double.doubleToRawLongBits(Numerics.f64Abs(a))).isEqualTo(bits & Long.MAX_VALUE);
            assertThat(Double.doubleToRawLongBits(Numerics.f64Neg(a))).isEqualTo(bits ^ Long.MIN_VALUE);
            for (long other : f64Bits()) {
                double b = Double.longBitsToDouble(other);
                assertThat(Double.doubleToRawLongBits(Numerics.f64Copysign(a, b)))
                        .isEqualTo((bits & Long.MAX_VALUE) | (other & Long.MIN_VALUE));
            }
        }
    }

    private static int[] f32Bits() {
        int[] bits = Arrays.copyOf(F32_NANS, F32_NANS.length + FLOATS.length);
        for (int i = 0; i < FLOATS.length; i++) {
            bits[F32_NANS.length + i] = Float.floatToRawIntBits(FLOATS[i]);
        }
        return bits;
    }

    private static long[] f64Bits() {
        long[] bits = Arrays.copyOf(F64_NANS, F64_NANS.length + DOUBLES.length);
        for (int i = 0; i < DOUBLES.length; i++) {
            bits[F64_NANS.length + i] = Double.doubleToRawLongBits(DOUBLES[i]);
        }
        return bits;
    }

    @ParameterizedTest(name = "{0} {1}: eq {2}, lt {3}, gt {4}")
    @CsvSource({
        "1, 1, true, false, false",
        "1, 2, false, true, false",
        "2, 1, false, false, true",
        "0, -0, true, false, false",
        "-0, 0, true, false, false",
        "-Infinity, Infinity, false, true, false",
        "Infinity, Infinity, true, false, false",
        "NaN, NaN, false, false, false",
        "NaN, 1, false, false, false",
        "1, NaN, false, false, false",
    })
    void comparisons(float a, float b, boolean eq, boolean lt, boolean gt) {
        assertThat(Numerics.f32Eq(a, b)).isEqualTo(eq);
        assertThat(Numerics.f32Ne(a, b)).isEqualTo(!eq);
        assertThat(Numerics.f32Lt(a, b)).isEqualTo(lt);
        assertThat(Numerics.f32Gt(a, b)).isEqualTo(gt);
        assertThat(Numerics.f32Le(a, b)).isEqualTo(lt || eq);
        assertThat(Numerics.f32Ge(a, b)).isEqualTo(gt || eq);
        assertThat(Numerics.f32NotLt(a, b)).isEqualTo(!lt);
        assertThat(Numerics.f32NotLe(a, b)).isEqualTo(!(lt || eq));
        assertThat(Numerics.f64Eq(a, b)).isEqualTo(eq);
        assertThat(Numerics.f64Ne(a, b)).isEqualTo(!eq);
        assertThat(Numerics.f64Lt(a, b)).isEqualTo(lt);
        assertThat(Numerics.f64Gt(a, b)).isEqualTo(gt);
        assertThat(Numerics.f64Le(a, b)).isEqualTo(lt || eq);
        assertThat(Numerics.f64Ge(a, b)).isEqualTo(gt || eq);
        assertThat(Numerics.f64NotLt(a, b)).isEqualTo(!lt);
        assertThat(Numerics.f64NotLe(a, b)).isEqualTo(!(lt || eq));
    }

    @Test
    void productsAreRoundedBeforeTheyAreAdded() {
        // Exactly, 1 + 2^-23 squared is 1 + 2^-22 + 2^-46; a fused operation would leave 2^-46.
        float f = 1 + 0x1p-23f;
        assertBits(Numerics.f32MulAdd(f, f, -(1 + 0x1p-22f)), 0f, "f32.mul_add");
        assertBits(Numerics.f32MulSub(f, f, 1 + 0x1p-22f), 0f, "f32.mul_sub");
        assertBits(Numerics.f32SubMul(1 + 0x1p-22f, f, f), 0f, "f32.sub_mul");
        double d = 1 + 0x1p-52;
        assertBits(Numerics.f64MulAdd(d, d, -(1 + 0x1p-51)), 0.0, "f64.mul_add");
        assertBits(Numerics.f64MulSub(d, d, 1 + 0x1p-51), 0.0, "f64.mul_sub");
        assertBits(Numerics.f64SubMul(1 + 0x1p-51, d, d), 0.0, "f64.sub_mul");
        for (float a : FLOATS) {
            for (float b : FLOATS) {
                for (float c : FLOATS) {
                    assertSame(Numerics.f32MulAdd(a, b, c), Numerics.f32Add(Numerics.f32Mul(a, b), c));
                    assertSame(Numerics.f32MulSub(a, b, c), Numerics.f32Sub(Numerics.f32Mul(a, b), c));
                    assertSame(Numerics.f32SubMul(a, b, c), Numerics.f32Sub(a, Numerics.f32Mul(b, c)));
                    assertSame(Numerics.f64MulAdd(a, b, c), Numerics.f64Add(Numerics.f64Mul(a, b), c));
                    assertSame(Numerics.f64MulSub(a, b, c), Numerics.f64Sub(Numerics.f64Mul(a, b), c));
                    assertSame(Numerics.f64SubMul(a, b, c), Numerics.f64Sub(a, Numerics.f64Mul(b, c)));
                }
            }
        }
    }

    private static void assertSame(double actual, double expected) {
        assertThat(Double.doubleToLongBits(actual)).isEqualTo(Double.doubleToLongBits(expected));
    }

    private static void assertBits(float actual, float expected, String what) {
        assertThat(Float.floatToRawIntBits(actual)).as(what).isEqualTo(Float.floatToRawIntBits(expected));
    }

    private static void assertBits(double actual, double expected, String what) {
        assertThat(Double.doubleToRawLongBits(actual)).as(what).isEqualTo(Double.doubleToRawLongBits(expected));
    }

    private static boolean isCanonical(float a) {
        return (Float.floatToRawIntBits(a) & 0x7FFF_FFFF) == F32_CANONICAL;
    }

    private static boolean isCanonical(double a) {
        return (Double.doubleToRawLongBits(a) & Long.MAX_VALUE) == F64_CANONICAL;
    }

    private static void assertAllowedNan(float actual, boolean canonical) {
        assertThat(actual).isNaN();
        assertThat(Float.floatToRawIntBits(actual) & F32_QUIET).isNotZero();
        if (canonical) {
            assertThat(isCanonical(actual)).isTrue();
        }
    }

    private static void assertAllowedNan(double actual, boolean canonical) {
        assertThat(actual).isNaN();
        assertThat(Double.doubleToRawLongBits(actual) & F64_QUIET).isNotZero();
        if (canonical) {
            assertThat(isCanonical(actual)).isTrue();
        }
    }

    /** The library's method keeps it only where HotSpot has compiled the caller. */
    @Test
    void nearestKeepsTheSignOfNaN() {
        for (int bits : new int[] {0xFFC0_0000, 0x7FC0_0000, 0xFFF0_0000}) {
            assertThat(Float.floatToRawIntBits(Numerics.f32Nearest(Float.intBitsToFloat(bits))))
                    .isEqualTo(bits);
        }
        for (long bits : new long[] {0xFFF8_0000_0000_0000L, 0x7FF8_0000_0000_0000L}) {
            assertThat(Double.doubleToRawLongBits(Numerics.f64Nearest(Double.longBitsToDouble(bits))))
                    .isEqualTo(bits);
        }
    }
}
