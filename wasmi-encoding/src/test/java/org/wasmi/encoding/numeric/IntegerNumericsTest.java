package org.wasmi.encoding.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/** The integer operators against {@link BigInteger}, over all pairs of edge values. */
class IntegerNumericsTest {

    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        -7,
        8,
        31,
        32,
        33,
        63,
        64,
        100,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x10000,
        0x5555_5555,
        0xAAAA_AAAA,
        0x1234_5678,
        0x9876_5432,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE - 1,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1
    };

    private static final long[] LONGS = {
        0,
        1,
        -1,
        2,
        -2,
        3,
        7,
        -7,
        31,
        32,
        33,
        63,
        64,
        65,
        100,
        0x80,
        0x8000,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        0x5555_5555_5555_5555L,
        0xAAAA_AAAA_AAAA_AAAAL,
        0x1234_5678_9ABC_DEF0L,
        0x9876_5432_10FE_DCBAL,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 1,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1
    };

    @FunctionalInterface
    private interface IntComparison {
        boolean test(int a, int b);
    }

    @FunctionalInterface
    private interface LongComparison {
        boolean test(long a, long b);
    }

    /** A binary operator: whether it sees its operands as signed, and what it should do with them. */
    private record Binary(
            String name, boolean signed, IntBinaryOperator i32, LongBinaryOperator i64, Reference reference) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Reference {
        BigInteger apply(BigInteger a, BigInteger b, int bits);
    }

    private record Comparison(
            String name,
            boolean signed,
            IntComparison i32,
            LongComparison i64,
            BiPredicate<BigInteger, BigInteger> reference) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Unary(
            String name,
            IntUnaryOperator i32,
            LongUnaryOperator i64,
            BiFunction<BigInteger, Integer, BigInteger> reference) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Binary> BINARY = List.of(
            new Binary("add", true, Numerics::i32Add, Numerics::i64Add, (a, b, bits) -> a.add(b)),
            new Binary("sub", true, Numerics::i32Sub, Numerics::i64Sub, (a, b, bits) -> a.subtract(b)),
            new Binary("mul", true, Numerics::i32Mul, Numerics::i64Mul, (a, b, bits) -> a.multiply(b)),
            new Binary("and", true, Numerics::i32And, Numerics::i64And, (a, b, bits) -> a.and(b)),
            new Binary("or", true, Numerics::i32Or, Numerics::i64Or, (a, b, bits) -> a.or(b)),
            new Binary("xor", true, Numerics::i32Xor, Numerics::i64Xor, (a, b, bits) -> a.xor(b)),
            new Binary("shl", false, Numerics::i32Shl, Numerics::i64Shl, (a, b, bits) -> a.shiftLeft(count(b, bits))),
            new Binary(
                    "shr_s", true, Numerics::i32ShrS, Numerics::i64ShrS, (a, b, bits) -> a.shiftRight(count(b, bits))),
            new Binary(
                    "shr_u", false, Numerics::i32ShrU, Numerics::i64ShrU, (a, b, bits) -> a.shiftRight(count(b, bits))),
            new Binary("rotl", false, Numerics::i32Rotl, Numerics::i64Rotl, (a, b, bits) -> a.shiftLeft(count(b, bits))
                    .or(a.shiftRight(bits - count(b, bits)))),
            new Binary("rotr", false, Numerics::i32Rotr, Numerics::i64Rotr, (a, b, bits) -> a.shiftRight(count(b, bits))
                    .or(a.shiftLeft(bits - count(b, bits)))));

    static final List<Binary> DIVISIONS = List.of(
            new Binary("div_s", true, Numerics::i32DivS, Numerics::i64DivS, (a, b, bits) -> a.divide(b)),
            new Binary("div_u", false, Numerics::i32DivU, Numerics::i64DivU, (a, b, bits) -> a.divide(b)),
            new Binary("rem_s", true, Numerics::i32RemS, Numerics::i64RemS, (a, b, bits) -> a.remainder(b)),
            new Binary("rem_u", false, Numerics::i32RemU, Numerics::i64RemU, (a, b, bits) -> a.remainder(b)));

    static final List<Comparison> COMPARISONS = List.of(
            new Comparison("eq", true, Numerics::i32Eq, Numerics::i64Eq, BigInteger::equals),
            new Comparison("ne", true, Numerics::i32Ne, Numerics::i64Ne, (a, b) -> !a.equals(b)),
            new Comparison("lt_s", true, Numerics::i32LtS, Numerics::i64LtS, (a, b) -> a.compareTo(b) < 0),
            new Comparison("lt_u", false, Numerics::i32LtU, Numerics::i64LtU, (a, b) -> a.compareTo(b) < 0),
            new Comparison("gt_s", true, Numerics::i32GtS, Numerics::i64GtS, (a, b) -> a.compareTo(b) > 0),
            new Comparison("gt_u", false, Numerics::i32GtU, Numerics::i64GtU, (a, b) -> a.compareTo(b) > 0),
            new Comparison("le_s", true, Numerics::i32LeS, Numerics::i64LeS, (a, b) -> a.compareTo(b) <= 0),
            new Comparison("le_u", false, Numerics::i32LeU, Numerics::i64LeU, (a, b) -> a.compareTo(b) <= 0),
            new Comparison("ge_s", true, Numerics::i32GeS, Numerics::i64GeS, (a, b) -> a.compareTo(b) >= 0),
            new Comparison("ge_u", false, Numerics::i32GeU, Numerics::i64GeU, (a, b) -> a.compareTo(b) >= 0));

    static final List<Unary> UNARY = List.of(
            new Unary("clz", Numerics::i32Clz, Numerics::i64Clz, (a, bits) -> BigInteger.valueOf(bits - a.bitLength())),
            new Unary(
                    "ctz",
                    Numerics::i32Ctz,
                    Numerics::i64Ctz,
                    (a, bits) -> BigInteger.valueOf(a.signum() == 0 ? bits : a.getLowestSetBit())),
            new Unary(
                    "popcnt", Numerics::i32Popcnt, Numerics::i64Popcnt, (a, bits) -> BigInteger.valueOf(a.bitCount())),
            new Unary("extend8_s", Numerics::i32Extend8S, Numerics::i64Extend8S, (a, bits) -> signed(a, 8)),
            new Unary("extend16_s", Numerics::i32Extend16S, Numerics::i64Extend16S, (a, bits) -> signed(a, 16)));

    @ParameterizedTest
    @FieldSource("BINARY")
    void binaryOperatorsAreExactModuloTheirWidth(Binary operator) {
        for (int a : INTS) {
            for (int b : INTS) {
                assertI32(operator, a, b);
            }
        }
        for (long a : LONGS) {
            for (long b : LONGS) {
                assertI64(operator, a, b);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("DIVISIONS")
    void divisionsAreExactWhereTheyAreDefined(Binary operator) {
        boolean overflows = operator.name().equals("div_s");
        for (int a : INTS) {
            for (int b : INTS) {
                if (b != 0 && !(overflows && a == Integer.MIN_VALUE && b == -1)) {
                    assertI32(operator, a, b);
                }
            }
        }
        for (long a : LONGS) {
            for (long b : LONGS) {
                if (b != 0 && !(overflows && a == Long.MIN_VALUE && b == -1)) {
                    assertI64(operator, a, b);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("DIVISIONS")
    void divisionByZeroTraps(Binary operator) {
        for (int a : INTS) {
            assertTrap(Trap.INTEGER_DIVIDE_BY_ZERO, () -> operator.i32().applyAsInt(a, 0));
        }
        for (long a : LONGS) {
            assertTrap(Trap.INTEGER_DIVIDE_BY_ZERO, () -> operator.i64().applyAsLong(a, 0));
        }
    }

    @Test
    void theOneQuotientThatDoesNotFitTraps() {
        assertTrap(Trap.INTEGER_OVERFLOW, () -> Numerics.i32DivS(Integer.MIN_VALUE, -1));
        assertTrap(Trap.INTEGER_OVERFLOW, () -> Numerics.i64DivS(Long.MIN_VALUE, -1));
    }

    @ParameterizedTest
    @FieldSource("COMPARISONS")
    void comparisonsSeeTheirOperandsWithOrWithoutSign(Comparison operator) {
        for (int a : INTS) {
            for (int b : INTS) {
                assertThat(operator.i32().test(a, b))
                        .as("i32.%s %d %d", operator, a, b)
                        .isEqualTo(operator.reference()
                                .test(big(a, 32, operator.signed()), big(b, 32, operator.signed())));
            }
        }
        for (long a : LONGS) {
            for (long b : LONGS) {
                assertThat(operator.i64().test(a, b))
                        .as("i64.%s %d %d", operator, a, b)
                        .isEqualTo(operator.reference()
                                .test(big(a, 64, operator.signed()), big(b, 64, operator.signed())));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("UNARY")
    void unaryOperatorsCountAndExtend(Unary operator) {
        for (int a : INTS) {
            assertThat(operator.i32().applyAsInt(a))
                    .as("i32.%s %d", operator, a)
                    .isEqualTo(operator.reference().apply(big(a, 32, false), 32).intValue());
        }
        for (long a : LONGS) {
            assertThat(operator.i64().applyAsLong(a))
                    .as("i64.%s %d", operator, a)
                    .isEqualTo(operator.reference().apply(big(a, 64, false), 64).longValue());
        }
    }

    @Test
    void onlyZeroIsZero() {
        for (int a : INTS) {
            assertThat(Numerics.i32Eqz(a)).isEqualTo(a == 0);
        }
        for (long a : LONGS) {
            assertThat(Numerics.i64Eqz(a)).isEqualTo(a == 0);
        }
    }

    @Test
    void widthsChangeByWrappingAndExtending() {
        for (long a : LONGS) {
            BigInteger low = signed(big(a, 64, false), 32);
            assertThat(Numerics.i32WrapI64(a)).isEqualTo(low.intValueExact());
            assertThat(Numerics.i64Extend32S(a)).isEqualTo(low.longValueExact());
        }
        for (int a : INTS) {
            assertThat(Numerics.i64ExtendI32S(a)).isEqualTo(big(a, 32, true).longValueExact());
            assertThat(Numerics.i64ExtendI32U(a)).isEqualTo(big(a, 32, false).longValueExact());
        }
    }

    private static void assertI32(Binary operator, int a, int b) {
        BigInteger expected =
                operator.reference().apply(big(a, 32, operator.signed()), big(b, 32, operator.signed()), 32);
        assertThat(operator.i32().applyAsInt(a, b))
                .as("i32.%s %d %d", operator, a, b)
                .isEqualTo(expected.intValue());
    }

    private static void assertI64(Binary operator, long a, long b) {
        BigInteger expected =
                operator.reference().apply(big(a, 64, operator.signed()), big(b, 64, operator.signed()), 64);
        assertThat(operator.i64().applyAsLong(a, b))
                .as("i64.%s %d %d", operator, a, b)
                .isEqualTo(expected.longValue());
    }

    private static void assertTrap(Trap trap, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(TrapException.class, e -> assertThat(e.trap())
                .isEqualTo(trap));
    }

    private static int count(BigInteger b, int bits) {
        return b.mod(BigInteger.valueOf(bits)).intValueExact();
    }

    private static BigInteger big(long value, int bits, boolean signed) {
        BigInteger big = BigInteger.valueOf(value);
        return signed ? big : big.mod(BigInteger.ONE.shiftLeft(bits));
    }

    private static BigInteger signed(BigInteger value, int bits) {
        BigInteger low = value.mod(BigInteger.ONE.shiftLeft(bits));
        return low.testBit(bits - 1) ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low;
    }

    private static final long[] HALVES = {
        0, 1, 2, -1, -2, Long.MAX_VALUE, Long.MIN_VALUE, 0x1_0000_0000L, 0xFFFF_FFFFL, 0x0123_4567_89AB_CDEFL
    };

    private static BigInteger of128(long low, long high) {
        return BigInteger.valueOf(high).shiftLeft(64).add(unsigned(low));
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    private static void assertHalves(BigInteger expected, long low, long high) {
        assertThat(low).isEqualTo(expected.longValue());
        assertThat(high).isEqualTo(expected.shiftRight(64).longValue());
    }

    @Test
    void sumsAndDifferencesOf128BitsAreThoseOfLargeIntegers() {
        for (long a : HALVES) {
            for (long b : HALVES) {
                for (long c : HALVES) {
                    for (long d : HALVES) {
                        assertHalves(
                                of128(a, b).add(of128(c, d)),
                                Numerics.i64Add128Low(a, b, c, d),
                                Numerics.i64Add128High(a, b, c, d));
                        assertHalves(
                                of128(a, b).subtract(of128(c, d)),
                                Numerics.i64Sub128Low(a, b, c, d),
                                Numerics.i64Sub128High(a, b, c, d));
                    }
                }
            }
        }
    }

    @Test
    void productsOf128BitsAreThoseOfLargeIntegers() {
        for (long a : HALVES) {
            for (long b : HALVES) {
                assertHalves(
                        BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)),
                        Numerics.i64MulWideSLow(a, b),
                        Numerics.i64MulWideSHigh(a, b));
                assertHalves(
                        unsigned(a).multiply(unsigned(b)),
                        Numerics.i64MulWideULow(a, b),
                        Numerics.i64MulWideUHigh(a, b));
            }
        }
    }

    @Test
    void aNumberThat32BitsDoNotHoldIsTheGreatestThatTheyDo() {
        assertThat(Numerics.i32SaturateI64U(0)).isZero();
        assertThat(Numerics.i32SaturateI64U(7)).isEqualTo(7);
        assertThat(Numerics.i32SaturateI64U(0xFFFF_FFFEL)).isEqualTo(-2);
        for (long each : new long[] {0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            assertThat(Numerics.i32SaturateI64U(each)).isEqualTo(-1);
        }
    }

    @Test
    void twoOperatorsInOneGiveWhatTheyGiveApart() {
        for (int a : INTS) {
            for (int b : INTS) {
                for (int c : INTS) {
                    assertThat(Numerics.i32AddShl(a, b, c)).isEqualTo(Numerics.i32Add(a, Numerics.i32Shl(b, c)));
                    assertThat(Numerics.i32XorShl(a, b, c)).isEqualTo(Numerics.i32Xor(a, Numerics.i32Shl(b, c)));
                    assertThat(Numerics.i32XorShrU(a, b, c)).isEqualTo(Numerics.i32Xor(a, Numerics.i32ShrU(b, c)));
                    assertThat(Numerics.i32XorRotl(a, b, c)).isEqualTo(Numerics.i32Rotl(Numerics.i32Xor(a, b), c));
                }
            }
        }
        assertThat(Numerics.i32AddShl(1, 3, 34)).isEqualTo(13);
        assertThat(Numerics.i32XorShl(1, 3, 31)).isEqualTo(0x8000_0001);
        assertThat(Numerics.i32XorShrU(1, -1, 33)).isEqualTo(0x7FFF_FFFE);
        assertThat(Numerics.i32XorRotl(0x8000_0001, 2, -31)).isEqualTo(7);
        assertThat(Numerics.i64XorRotl(0x8000_0000_0000_0001L, 2, 65)).isEqualTo(7);
        for (long a : LONGS) {
            for (long b : LONGS) {
                for (long c : LONGS) {
                    assertThat(Numerics.i64XorRotl(a, b, c)).isEqualTo(Numerics.i64Rotl(Numerics.i64Xor(a, b), c));
                }
            }
        }
    }
}
