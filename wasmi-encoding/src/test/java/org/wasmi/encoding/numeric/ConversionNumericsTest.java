package org.wasmi.encoding.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/** The conversions between integers and floats against exact arithmetic, around all ends of the integer types. */
class ConversionNumericsTest {

    private static final double[] ENDS = {
        0,
        1,
        0.5,
        0.9999999,
        1.5,
        100.75,
        16777217,
        0x1p31,
        0x1p32,
        0x1p53,
        0x1p62,
        0x1p63,
        0x1p64,
        0x1p65,
        0x1.8p63,
        1e30,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY
    };

    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        16777215,
        16777216,
        16777217,
        16777219,
        33554433,
        33554435,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFF_FFFFL,
        0xFFFF_FF80L,
        0xFFFF_FF7FL,
        0x1F_FFFF_FFFF_FFFFL,
        0x20_0000_0000_0000L,
        0x20_0000_0000_0001L,
        0x20_0000_0000_0003L,
        0x7FFF_FFBF_FFFF_FFFFL,
        0x7FFF_FFC0_0000_0000L,
        0x8000_0080_0000_0000L,
        0x8000_0080_0000_0001L,
        0x8000_0000_0000_0400L,
        0x8000_0000_0000_0401L,
        0xFFFF_FE80_0000_0000L,
        0xFFFF_FE80_0000_0001L,
        0xFFFF_FFFF_FFFF_FC00L,
        0xFFFF_FFFF_FFFF_FBFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    /** A truncation; the integers it gives are boxed as longs, unsigned ones of 32 bits sign-extended. */
    private record Truncation(String name, int bits, boolean signed, boolean fromF32, DoubleFunction<Number> operator) {
        BigInteger least() {
            return signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        }

        BigInteger greatest() {
            return BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record Conversion(String name, int bits, boolean signed, boolean toF32, LongFunction<Number> operator) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Truncation> TRAPPING = List.of(
            new Truncation("i32.trunc_f32_s", 32, true, true, a -> Numerics.i32TruncF32S((float) a)),
            new Truncation("i32.trunc_f32_u", 32, false, true, a -> Numerics.i32TruncF32U((float) a)),
            new Truncation("i32.trunc_f64_s", 32, true, false, Numerics::i32TruncF64S),
            new Truncation("i32.trunc_f64_u", 32, false, false, Numerics::i32TruncF64U),
            new Truncation("i64.trunc_f32_s", 64, true, true, a -> Numerics.i64TruncF32S((float) a)),
            new Truncation("i64.trunc_f32_u", 64, false, true, a -> Numerics.i64TruncF32U((float) a)),
            new Truncation("i64.trunc_f64_s", 64, true, false, Numerics::i64TruncF64S),
            new Truncation("i64.trunc_f64_u", 64, false, false, Numerics::i64TruncF64U));

    static final List<Truncation> SATURATING = List.of(
            new Truncation("i32.trunc_sat_f32_s", 32, true, true, a -> Numerics.i32TruncSatF32S((float) a)),
            new Truncation("i32.trunc_sat_f32_u", 32, false, true, a -> Numerics.i32TruncSatF32U((float) a)),
            new Truncation("i32.trunc_sat_f64_s", 32, true, false, Numerics::i32TruncSatF64S),
            new Truncation("i32.trunc_sat_f64_u", 32, false, false, Numerics::i32TruncSatF64U),
            new Truncation("i64.trunc_sat_f32_s", 64, true, true, a -> Numerics.i64TruncSatF32S((float) a)),
            new Truncation("i64.trunc_sat_f32_u", 64, false, true, a -> Numerics.i64TruncSatF32U((float) a)),
            new Truncation("i64.trunc_sat_f64_s", 64, true, false, Numerics::i64TruncSatF64S),
            new Truncation("i64.trunc_sat_f64_u", 64, false, false, Numerics::i64TruncSatF64U));

    static final List<Conversion> CONVERSIONS = List.of(
            new Conversion("f32.convert_i32_s", 32, true, true, a -> Numerics.f32ConvertI32S((int) a)),
            new Conversion("f32.convert_i32_u", 32, false, true, a -> Numerics.f32ConvertI32U((int) a)),
            new Conversion("f32.convert_i64_s", 64, true, true, Numerics::f32ConvertI64S),
            new Conversion("f32.convert_i64_u", 64, false, true, Numerics::f32ConvertI64U),
            new Conversion("f64.convert_i32_s", 32, true, false, a -> Numerics.f64ConvertI32S((int) a)),
            new Conversion("f64.convert_i32_u", 32, false, false, a -> Numerics.f64ConvertI32U((int) a)),
            new Conversion("f64.convert_i64_s", 64, true, false, Numerics::f64ConvertI64S),
            new Conversion("f64.convert_i64_u", 64, false, false, Numerics::f64ConvertI64U));

    @ParameterizedTest
    @FieldSource("TRAPPING")
    void truncationsTrapExactlyWhereTheResultDoesNotFit(Truncation truncation) {
        for (double a : around(truncation.fromF32())) {
            if (Double.isInfinite(a) || !fits(exact(a), truncation)) {
                assertTrap(Trap.INTEGER_OVERFLOW, truncation, a);
            } else {
                assertThat(truncation.operator().apply(a).longValue())
                        .as("%s %s", truncation, a)
                        .isEqualTo(canonical(exact(a), truncation.bits()));
            }
        }
        assertTrap(Trap.INVALID_CONVERSION_TO_INTEGER, truncation, Double.NaN);
    }

    @ParameterizedTest
    @FieldSource("SATURATING")
    void saturatingTruncationsGiveTheNearestThatFits(Truncation truncation) {
        for (double a : around(truncation.fromF32())) {
            BigInteger expected = Double.isInfinite(a)
                    ? (a > 0 ? truncation.greatest() : truncation.least())
                    : exact(a).max(truncation.least()).min(truncation.greatest());
            assertThat(truncation.operator().apply(a).longValue())
                    .as("%s %s", truncation, a)
                    .isEqualTo(canonical(expected, truncation.bits()));
        }
        assertThat(truncation.operator().apply(Double.NaN).longValue()).isZero();
    }

    @ParameterizedTest
    @FieldSource("CONVERSIONS")
    void conversionsRoundOnce(Conversion conversion) {
        for (long a : LONGS) {
            BigInteger value = BigInteger.valueOf(conversion.bits() == 32 ? (int) a : a);
            if (!conversion.signed()) {
                value = value.mod(BigInteger.ONE.shiftLeft(conversion.bits()));
            }
            Number expected = conversion.toF32() ? (Number) value.floatValue() : (Number) value.doubleValue();
            assertThat(conversion.operator().apply(a))
                    .as("%s %d", conversion, a)
                    .isEqualTo(expected);
        }
    }

    /** The ends and their neighbours, with both signs; as doubles that are floats if need be. */
    private static double[] around(boolean floats) {
        return DoubleStream.of(ENDS)
                .flatMap(a -> floats
                        ? DoubleStream.of((float) a, Math.nextUp((float) a), Math.nextDown((float) a))
                        : DoubleStream.of(a, Math.nextUp(a), Math.nextDown(a), a - 1, a + 1))
                .flatMap(a -> DoubleStream.of(a, -a))
                .toArray();
    }

    private static BigInteger exact(double a) {
        return new BigDecimal(a).toBigInteger();
    }

    private static boolean fits(BigInteger value, Truncation truncation) {
        return value.compareTo(truncation.least()) >= 0 && value.compareTo(truncation.greatest()) <= 0;
    }

    private static long canonical(BigInteger value, int bits) {
        return bits == 32 ? value.intValue() : value.longValue();
    }

    private static void assertTrap(Trap trap, Truncation truncation, double a) {
        assertThatThrownBy(() -> truncation.operator().apply(a))
                .as("%s %s", truncation, a)
                .isInstanceOfSatisfying(
                        TrapException.class, e -> assertThat(e.trap()).isEqualTo(trap));
    }
}
