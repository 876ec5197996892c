package org.wasmi.encoding.numeric;

import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/**
 * The meaning of the numeric operators (Wasm specification, 4.3), for constant evaluation, executors and tests.
 * Each operator has a method with its name in camel case: {@link #i32DivS} is {@code i32.div_s}. Operands and results
 * are Java primitives of the same width; unsigned integers are held in signed ones, and comparisons return a boolean.
 * An operator with a result of 128 bits has a method for each half: {@link #i64Add128Low} and {@link
 * #i64Add128High}.
 *
 * <p>NaNs: results of arithmetic are NaNs that the specification allows (4.3.3). This relies on a JVM that quiets NaNs
 * in arithmetic and moves them unchanged, as JVMs for x86-64 and AArch64 do. {@code abs}, {@code neg} and {@code
 * copysign} change only the sign, and reinterpretations change nothing.
 *
 * <p>One flat list of tiny methods, so that the JVM inlines them anywhere; hence its length.
 */
public final class Numerics {

    private Numerics() {}

    // i32: arithmetic and bits

    /** {@return the sum, modulo 2^32} */
    public static int i32Add(int a, int b) {
        return a + b;
    }

    /** {@return the difference, modulo 2^32} */
    public static int i32Sub(int a, int b) {
        return a - b;
    }

    /** {@return the product, modulo 2^32} */
    public static int i32Mul(int a, int b) {
        return a * b;
    }

    /**
     * {@return the signed quotient, towards zero}
     *
     * @throws TrapException {@link Trap#INTEGER_OVERFLOW} or {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static int i32DivS(int a, int b) {
        if (b == 0) {
            throw divideByZero();
        }
        if (b == -1 && a == Integer.MIN_VALUE) {
            throw overflow();
        }
        return a / b;
    }

    /**
     * {@return the unsigned quotient, towards zero}
     *
     * @throws TrapException {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static int i32DivU(int a, int b) {
        if (b == 0) {
            throw divideByZero();
        }
        return Integer.divideUnsigned(a, b);
    }

    /**
     * {@return the signed remainder, with the sign of the dividend}
     *
     * @throws TrapException {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static int i32RemS(int a, int b) {
        if (b == 0) {
            throw divideByZero();
        }
        return a % b;
    }

    /**
     * {@return the unsigned remainder}
     *
     * @throws TrapException {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static int i32RemU(int a, int b) {
        if (b == 0) {
            throw divideByZero();
        }
        return Integer.remainderUnsigned(a, b);
    }

    /** {@return the bitwise conjunction} */
    public static int i32And(int a, int b) {
        return a & b;
    }

    /** {@return the bitwise disjunction} */
    public static int i32Or(int a, int b) {
        return a | b;
    }

    /** {@return the bitwise exclusive disjunction} */
    public static int i32Xor(int a, int b) {
        return a ^ b;
    }

    /** {@return {@code a} shifted left by {@code b} modulo 32} */
    public static int i32Shl(int a, int b) {
        return a << b;
    }

    /** {@return the sum, modulo 2^32, of {@code a} and {@code b} shifted left by {@code c} modulo 32} */
    public static int i32AddShl(int a, int b, int c) {
        return i32Add(a, i32Shl(b, c));
    }

    /** {@return the bitwise exclusive disjunction of {@code a} and {@code b} shifted left by {@code c} modulo 32} */
    public static int i32XorShl(int a, int b, int c) {
        return i32Xor(a, i32Shl(b, c));
    }

    /**
     * {@return the bitwise exclusive disjunction of {@code a} and {@code b} shifted right by {@code c} modulo 32,
     * without sign}
     */
    public static int i32XorShrU(int a, int b, int c) {
        return i32Xor(a, i32ShrU(b, c));
    }

    /** {@return the bitwise exclusive disjunction of {@code a} and {@code b}, rotated left by {@code c}} */
    public static int i32XorRotl(int a, int b, int c) {
        return i32Rotl(i32Xor(a, b), c);
    }

    /** {@return {@code a} shifted right by {@code b} modulo 32, extended with its sign} */
    public static int i32ShrS(int a, int b) {
        return a >> b;
    }

    /** {@return {@code a} shifted right by {@code b} modulo 32, extended with zeros} */
    public static int i32ShrU(int a, int b) {
        return a >>> b;
    }

    /** {@return {@code a} rotated left by {@code b} modulo 32} */
    public static int i32Rotl(int a, int b) {
        return Integer.rotateLeft(a, b);
    }

    /** {@return {@code a} rotated right by {@code b} modulo 32} */
    public static int i32Rotr(int a, int b) {
        return Integer.rotateRight(a, b);
    }

    /** {@return the number of leading zero bits, 32 if all are zero} */
    public static int i32Clz(int a) {
        return Integer.numberOfLeadingZeros(a);
    }

    /** {@return the number of trailing zero bits, 32 if all are zero} */
    public static int i32Ctz(int a) {
        return Integer.numberOfTrailingZeros(a);
    }

    /** {@return the number of one bits} */
    public static int i32Popcnt(int a) {
        return Integer.bitCount(a);
    }

    /** {@return the lowest 8 bits, extended with their sign} */
    public static int i32Extend8S(int a) {
        return (byte) a;
    }

    /** {@return the lowest 16 bits, extended with their sign} */
    public static int i32Extend16S(int a) {
        return (short) a;
    }

    // i32: comparisons

    /** {@return whether {@code a} is zero} */
    public static boolean i32Eqz(int a) {
        return a == 0;
    }

    /** {@return whether the operands are equal} */
    public static boolean i32Eq(int a, int b) {
        return a == b;
    }

    /** {@return whether the operands are different} */
    public static boolean i32Ne(int a, int b) {
        return a != b;
    }

    /** {@return whether {@code a} is less than {@code b}, signed} */
    public static boolean i32LtS(int a, int b) {
        return a < b;
    }

    /** {@return whether {@code a} is less than {@code b}, unsigned} */
    public static boolean i32LtU(int a, int b) {
        return Integer.compareUnsigned(a, b) < 0;
    }

    /** {@return whether {@code a} is greater than {@code b}, signed} */
    public static boolean i32GtS(int a, int b) {
        return a > b;
    }

    /** {@return whether {@code a} is greater than {@code b}, unsigned} */
    public static boolean i32GtU(int a, int b) {
        return Integer.compareUnsigned(a, b) > 0;
    }

    /** {@return whether {@code a} is less than or equal to {@code b}, signed} */
    public static boolean i32LeS(int a, int b) {
        return a <= b;
    }

    /** {@return whether {@code a} is less than or equal to {@code b}, unsigned} */
    public static boolean i32LeU(int a, int b) {
        return Integer.compareUnsigned(a, b) <= 0;
    }

    /** {@return whether {@code a} is greater than or equal to {@code b}, signed} */
    public static boolean i32GeS(int a, int b) {
        return a >= b;
    }

    /** {@return whether {@code a} is greater than or equal to {@code b}, unsigned} */
    public static boolean i32GeU(int a, int b) {
        return Integer.compareUnsigned(a, b) >= 0;
    }

    // i64: arithmetic and bits

    /** {@return the sum, modulo 2^64} */
    public static long i64Add(long a, long b) {
        return a + b;
    }

    /** {@return the difference, modulo 2^64} */
    public static long i64Sub(long a, long b) {
        return a - b;
    }

    /** {@return the product, modulo 2^64} */
    public static long i64Mul(long a, long b) {
        return a * b;
    }

    /**
     * {@return the signed quotient, towards zero}
     *
     * @throws TrapException {@link Trap#INTEGER_OVERFLOW} or {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static long i64DivS(long a, long b) {
        if (b == 0) {
            throw divideByZero();
        }
        if (b == -1 && a == Long.MIN_VALUE) {
            throw overflow();
        }
        return a / b;
    }

    /**
     * {@return the unsigned quotient, towards zero}
     *
     * @throws TrapException {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static long i64DivU(long a, long b) {
        if (b == 0) {
            throw divideByZero();
        }
        return Long.divideUnsigned(a, b);
    }

    /**
     * {@return the signed remainder, with the sign of the dividend}
     *
     * @throws TrapException {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static long i64RemS(long a, long b) {
        if (b == 0) {
            throw divideByZero();
        }
        return a % b;
    }

    /**
     * {@return the unsigned remainder}
     *
     * @throws TrapException {@link Trap#INTEGER_DIVIDE_BY_ZERO}
     */
    public static long i64RemU(long a, long b) {
        if (b == 0) {
            throw divideByZero();
        }
        return Long.remainderUnsigned(a, b);
    }

    /** {@return the bitwise conjunction} */
    public static long i64And(long a, long b) {
        return a & b;
    }

    /** {@return the bitwise disjunction} */
    public static long i64Or(long a, long b) {
        return a | b;
    }

    /** {@return the bitwise exclusive disjunction} */
    public static long i64Xor(long a, long b) {
        return a ^ b;
    }

    /** {@return {@code a} shifted left by {@code b} modulo 64} */
    public static long i64Shl(long a, long b) {
        return a << b;
    }

    /** {@return {@code a} shifted right by {@code b} modulo 64, extended with its sign} */
    public static long i64ShrS(long a, long b) {
        return a >> b;
    }

    /** {@return {@code a} shifted right by {@code b} modulo 64, extended with zeros} */
    public static long i64ShrU(long a, long b) {
        return a >>> b;
    }

    /** {@return {@code a} rotated left by {@code b} modulo 64} */
    public static long i64Rotl(long a, long b) {
        return Long.rotateLeft(a, (int) b);
    }

    /** {@return the bitwise exclusive disjunction of {@code a} and {@code b}, rotated left by {@code c}} */
    public static long i64XorRotl(long a, long b, long c) {
        return i64Rotl(i64Xor(a, b), c);
    }

    /** {@return {@code a} rotated right by {@code b} modulo 64} */
    public static long i64Rotr(long a, long b) {
        return Long.rotateRight(a, (int) b);
    }

    /** {@return the number of leading zero bits, 64 if all are zero} */
    public static long i64Clz(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    /** {@return the number of trailing zero bits, 64 if all are zero} */
    public static long i64Ctz(long a) {
        return Long.numberOfTrailingZeros(a);
    }

    /** {@return the number of one bits} */
    public static long i64Popcnt(long a) {
        return Long.bitCount(a);
    }

    /** {@return the lowest 8 bits, extended with their sign} */
    public static long i64Extend8S(long a) {
        return (byte) a;
    }

    /** {@return the lowest 16 bits, extended with their sign} */
    public static long i64Extend16S(long a) {
        return (short) a;
    }

    /** {@return the lowest 32 bits, extended with their sign} */
    public static long i64Extend32S(long a) {
        return (int) a;
    }

    // i64: comparisons

    /** {@return whether {@code a} is zero} */
    public static boolean i64Eqz(long a) {
        return a == 0;
    }

    /** {@return whether the operands are equal} */
    public static boolean i64Eq(long a, long b) {
        return a == b;
    }

    /** {@return whether the operands are different} */
    public static boolean i64Ne(long a, long b) {
        return a != b;
    }

    /** {@return whether {@code a} is less than {@code b}, signed} */
    public static boolean i64LtS(long a, long b) {
        return a < b;
    }

    /** {@return whether {@code a} is less than {@code b}, unsigned} */
    public static boolean i64LtU(long a, long b) {
        return Long.compareUnsigned(a, b) < 0;
    }

    /** {@return whether {@code a} is greater than {@code b}, signed} */
    public static boolean i64GtS(long a, long b) {
        return a > b;
    }

    /** {@return whether {@code a} is greater than {@code b}, unsigned} */
    public static boolean i64GtU(long a, long b) {
        return Long.compareUnsigned(a, b) > 0;
    }

    /** {@return whether {@code a} is less than or equal to {@code b}, signed} */
    public static boolean i64LeS(long a, long b) {
        return a <= b;
    }

    /** {@return whether {@code a} is less than or equal to {@code b}, unsigned} */
    public static boolean i64LeU(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0;
    }

    /** {@return whether {@code a} is greater than or equal to {@code b}, signed} */
    public static boolean i64GeS(long a, long b) {
        return a >= b;
    }

    /** {@return whether {@code a} is greater than or equal to {@code b}, unsigned} */
    public static boolean i64GeU(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0;
    }

    // f32: arithmetic

    /** {@return the sum} */
    public static float f32Add(float a, float b) {
        return a + b;
    }

    /** {@return the difference} */
    public static float f32Sub(float a, float b) {
        return a - b;
    }

    /** {@return the product} */
    public static float f32Mul(float a, float b) {
        return a * b;
    }

    /** {@return a product, rounded, plus a number} */
    public static float f32MulAdd(float a, float b, float c) {
        return f32Add(f32Mul(a, b), c);
    }

    /** {@return a product, rounded, minus a number} */
    public static float f32MulSub(float a, float b, float c) {
        return f32Sub(f32Mul(a, b), c);
    }

    /** {@return a number minus a product, which is rounded} */
    public static float f32SubMul(float a, float b, float c) {
        return f32Sub(a, f32Mul(b, c));
    }

    /** {@return the quotient} */
    public static float f32Div(float a, float b) {
        return a / b;
    }

    /** {@return the lesser operand, NaN if either is NaN; -0 is less than +0} */
    public static float f32Min(float a, float b) {
        // A sum quiets a NaN; Math.min may return it as it is.
        return Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.min(a, b);
    }

    /** {@return the greater operand, NaN if either is NaN; -0 is less than +0} */
    public static float f32Max(float a, float b) {
        // A sum quiets a NaN; Math.max may return it as it is.
        return Float.isNaN(a) || Float.isNaN(b) ? a + b : Math.max(a, b);
    }

    /** {@return {@code a} with the sign of {@code b}, a NaN's other bits unchanged} */
    public static float f32Copysign(float a, float b) {
        return Float.intBitsToFloat(
                (Float.floatToRawIntBits(a) & Integer.MAX_VALUE) | (Float.floatToRawIntBits(b) & Integer.MIN_VALUE));
    }

    /** {@return {@code a} without its sign, a NaN's other bits unchanged} */
    public static float f32Abs(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) & Integer.MAX_VALUE);
    }

    /** {@return {@code a} with the opposite sign, a NaN's other bits unchanged} */
    public static float f32Neg(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Integer.MIN_VALUE);
    }

    /** {@return the least integral value that is not less, -0 for what rounds up to zero} */
    public static float f32Ceil(float a) {
        return (float) Math.ceil(a);
    }

    /** {@return the greatest integral value that is not greater} */
    public static float f32Floor(float a) {
        return (float) Math.floor(a);
    }

    /** {@return the integral value without the fraction, of the same sign} */
    public static float f32Trunc(float a) {
        return (float) (a < 0 ? Math.ceil(a) : Math.floor(a));
    }

    /** {@return the nearest integral value, the even one of two, of the same sign} */
    public static float f32Nearest(float a) {
        return Float.isNaN(a) ? a + a : (float) Math.rint(a);
    }

    /** {@return the square root} */
    public static float f32Sqrt(float a) {
        // Rounding twice is exact here: a double has more than twice the precision of a float.
        return (float) Math.sqrt(a);
    }

    // f32: comparisons; with a NaN only ne, not_lt and not_le are true

    /** {@return whether the operands are equal} */
    public static boolean f32Eq(float a, float b) {
        return a == b;
    }

    /** {@return whether the operands are different} */
    public static boolean f32Ne(float a, float b) {
        return a != b;
    }

    /** {@return whether {@code a} is less than {@code b}} */
    public static boolean f32Lt(float a, float b) {
        return a < b;
    }

    /** {@return whether {@code a} is greater than {@code b}} */
    public static boolean f32Gt(float a, float b) {
        return a > b;
    }

    /** {@return whether {@code a} is less than or equal to {@code b}} */
    public static boolean f32Le(float a, float b) {
        return a <= b;
    }

    /** {@return whether {@code a} is greater than or equal to {@code b}} */
    public static boolean f32Ge(float a, float b) {
        return a >= b;
    }

    /** {@return the negation of {@code lt}: true if an operand is NaN} */
    public static boolean f32NotLt(float a, float b) {
        return !(a < b);
    }

    /** {@return the negation of {@code le}: true if an operand is NaN} */
    public static boolean f32NotLe(float a, float b) {
        return !(a <= b);
    }

    // f64: arithmetic

    /** {@return the sum} */
    public static double f64Add(double a, double b) {
        return a + b;
    }

    /** {@return the difference} */
    public static double f64Sub(double a, double b) {
        return a - b;
    }

    /** {@return the product} */
    public static double f64Mul(double a, double b) {
        return a * b;
    }

    /** {@return a product, rounded, plus a number} */
    public static double f64MulAdd(double a, double b, double c) {
        return f64Add(f64Mul(a, b), c);
    }

    /** {@return a product, rounded, minus a number} */
    public static double f64MulSub(double a, double b, double c) {
        return f64Sub(f64Mul(a, b), c);
    }

    /** {@return a number minus a product, which is rounded} */
    public static double f64SubMul(double a, double b, double c) {
        return f64Sub(a, f64Mul(b, c));
    }

    /** {@return the quotient} */
    public static double f64Div(double a, double b) {
        return a / b;
    }

    /** {@return the lesser operand, NaN if either is NaN; -0 is less than +0} */
    public static double f64Min(double a, double b) {
        // A sum quiets a NaN; Math.min may return it as it is.
        return Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.min(a, b);
    }

    /** {@return the greater operand, NaN if either is NaN; -0 is less than +0} */
    public static double f64Max(double a, double b) {
        // A sum quiets a NaN; Math.max may return it as it is.
        return Double.isNaN(a) || Double.isNaN(b) ? a + b : Math.max(a, b);
    }

    /** {@return {@code a} with the sign of {@code b}, a NaN's other bits unchanged} */
    public static double f64Copysign(double a, double b) {
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(a) & Long.MAX_VALUE) | (Double.doubleToRawLongBits(b) & Long.MIN_VALUE));
    }

    /** {@return {@code a} without its sign, a NaN's other bits unchanged} */
    public static double f64Abs(double a) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Long.MAX_VALUE);
    }

    /** {@return {@code a} with the opposite sign, a NaN's other bits unchanged} */
    public static double f64Neg(double a) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) ^ Long.MIN_VALUE);
    }

    /** {@return the least integral value that is not less, -0 for what rounds up to zero} */
    public static double f64Ceil(double a) {
        return Double.isNaN(a) ? a + a : Math.ceil(a);
    }

    /** {@return the greatest integral value that is not greater} */
    public static double f64Floor(double a) {
        return Double.isNaN(a) ? a + a : Math.floor(a);
    }

    /** {@return the integral value without the fraction, of the same sign} */
    public static double f64Trunc(double a) {
        return a < 0 ? Math.ceil(a) : f64Floor(a);
    }

    /** {@return the nearest integral value, the even one of two, of the same sign} */
    public static double f64Nearest(double a) {
        return Double.isNaN(a) ? a + a : Math.rint(a);
    }

    /** {@return the square root} */
    public static double f64Sqrt(double a) {
        return Math.sqrt(a);
    }

    // f64: comparisons; with a NaN only ne, not_lt and not_le are true

    /** {@return whether the operands are equal} */
    public static boolean f64Eq(double a, double b) {
        return a == b;
    }

    /** {@return whether the operands are different} */
    public static boolean f64Ne(double a, double b) {
        return a != b;
    }

    /** {@return whether {@code a} is less than {@code b}} */
    public static boolean f64Lt(double a, double b) {
        return a < b;
    }

    /** {@return whether {@code a} is greater than {@code b}} */
    public static boolean f64Gt(double a, double b) {
        return a > b;
    }

    /** {@return whether {@code a} is less than or equal to {@code b}} */
    public static boolean f64Le(double a, double b) {
        return a <= b;
    }

    /** {@return whether {@code a} is greater than or equal to {@code b}} */
    public static boolean f64Ge(double a, double b) {
        return a >= b;
    }

    /** {@return the negation of {@code lt}: true if an operand is NaN} */
    public static boolean f64NotLt(double a, double b) {
        return !(a < b);
    }

    /** {@return the negation of {@code le}: true if an operand is NaN} */
    public static boolean f64NotLe(double a, double b) {
        return !(a <= b);
    }

    // Conversions between integers

    /** {@return the lowest 32 bits} */
    public static int i32WrapI64(long a) {
        return (int) a;
    }

    /** {@return {@code a}, extended with its sign} */
    public static long i64ExtendI32S(int a) {
        return a;
    }

    /** {@return {@code a}, extended with zeros} */
    public static long i64ExtendI32U(int a) {
        return a & 0xFFFF_FFFFL;
    }

    // Truncations that trap

    /**
     * {@return {@code a} without its fraction, as a signed integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static int i32TruncF32S(float a) {
        if (a >= -0x1p31f && a < 0x1p31f) {
            return (int) a;
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as an unsigned integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static int i32TruncF32U(float a) {
        if (a > -1 && a < 0x1p32f) {
            return (int) (long) a;
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as a signed integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static int i32TruncF64S(double a) {
        if (a > -0x1.00000002p31 && a < 0x1p31) {
            return (int) a;
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as an unsigned integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static int i32TruncF64U(double a) {
        if (a > -1 && a < 0x1p32) {
            return (int) (long) a;
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as a signed integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static long i64TruncF32S(float a) {
        if (a >= -0x1p63f && a < 0x1p63f) {
            return (long) a;
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as an unsigned integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static long i64TruncF32U(float a) {
        if (a > -1 && a < 0x1p64f) {
            return i64TruncSatF32U(a);
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as a signed integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static long i64TruncF64S(double a) {
        if (a >= -0x1p63 && a < 0x1p63) {
            return (long) a;
        }
        throw untruncatable(a);
    }

    /**
     * {@return {@code a} without its fraction, as an unsigned integer}
     *
     * @throws TrapException {@link Trap#INVALID_CONVERSION_TO_INTEGER} for NaN, {@link Trap#INTEGER_OVERFLOW} for what
     *     does not fit
     */
    public static long i64TruncF64U(double a) {
        if (a > -1 && a < 0x1p64) {
            return i64TruncSatF64U(a);
        }
        throw untruncatable(a);
    }

    // Truncations that saturate: NaN becomes 0, what does not fit the nearest that does

    /** {@return {@code a} without its fraction, as a signed integer} */
    public static int i32TruncSatF32S(float a) {
        return (int) a;
    }

    /** {@return {@code a} without its fraction, as an unsigned integer} */
    public static int i32TruncSatF32U(float a) {
        return (int) Math.max(0, Math.min((long) a, 0xFFFF_FFFFL));
    }

    /** {@return {@code a} without its fraction, as a signed integer} */
    public static int i32TruncSatF64S(double a) {
        return (int) a;
    }

    /** {@return {@code a} without its fraction, as an unsigned integer} */
    public static int i32TruncSatF64U(double a) {
        return (int) Math.max(0, Math.min((long) a, 0xFFFF_FFFFL));
    }

    /** {@return {@code a} without its fraction, as a signed integer} */
    public static long i64TruncSatF32S(float a) {
        return (long) a;
    }

    /** {@return {@code a} without its fraction, as an unsigned integer} */
    public static long i64TruncSatF32U(float a) {
        return a >= 0x1p63f ? (long) (a - 0x1p63f) | Long.MIN_VALUE : Math.max(0, (long) a);
    }

    /** {@return {@code a} without its fraction, as a signed integer} */
    public static long i64TruncSatF64S(double a) {
        return (long) a;
    }

    /** {@return {@code a} without its fraction, as an unsigned integer} */
    public static long i64TruncSatF64U(double a) {
        return a >= 0x1p63 ? (long) (a - 0x1p63) | Long.MIN_VALUE : Math.max(0, (long) a);
    }

    // Conversions to floats, rounded to the nearest, to the even one of two

    /** {@return {@code a}, signed, as a float} */
    public static float f32ConvertI32S(int a) {
        return (float) a;
    }

    /** {@return {@code a}, unsigned, as a float} */
    public static float f32ConvertI32U(int a) {
        return (float) (a & 0xFFFF_FFFFL);
    }

    /** {@return {@code a}, signed, as a float} */
    public static float f32ConvertI64S(long a) {
        return (float) a;
    }

    /** {@return {@code a}, unsigned, as a float} */
    public static float f32ConvertI64U(long a) {
        // The lost bit stays in as a sticky one, so that halving does not round.
        return a >= 0 ? (float) a : (float) ((a >>> 1) | (a & 1)) * 2;
    }

    /** {@return {@code a}, signed, as a float} */
    public static double f64ConvertI32S(int a) {
        return a;
    }

    /** {@return {@code a}, unsigned, as a float} */
    public static double f64ConvertI32U(int a) {
        return (double) (a & 0xFFFF_FFFFL);
    }

    /** {@return {@code a}, signed, as a float} */
    public static double f64ConvertI64S(long a) {
        return (double) a;
    }

    /** {@return {@code a}, unsigned, as a float} */
    public static double f64ConvertI64U(long a) {
        // The lost bit stays in as a sticky one, so that halving does not round.
        return a >= 0 ? (double) a : (double) ((a >>> 1) | (a & 1)) * 2;
    }

    /** {@return {@code a}, rounded} */
    public static float f32DemoteF64(double a) {
        return (float) a;
    }

    /** {@return {@code a}, which is exact} */
    public static double f64PromoteF32(float a) {
        return a;
    }

    // Reinterpretations: the bits unchanged, those of NaNs too

    /** {@return the bits} */
    public static int i32ReinterpretF32(float a) {
        return Float.floatToRawIntBits(a);
    }

    /** {@return the bits} */
    public static long i64ReinterpretF64(double a) {
        return Double.doubleToRawLongBits(a);
    }

    /** {@return the float of these bits} */
    public static float f32ReinterpretI32(int a) {
        return Float.intBitsToFloat(a);
    }

    /** {@return the float of these bits} */
    public static double f64ReinterpretI64(long a) {
        return Double.longBitsToDouble(a);
    }

    // Integers of 128 bits: the lower half comes first

    /** {@return the lower half of the sum, modulo 2^128} */
    public static long i64Add128Low(long aLow, long aHigh, long bLow, long bHigh) {
        return aLow + bLow;
    }

    /** {@return the upper half of the sum, modulo 2^128} */
    public static long i64Add128High(long aLow, long aHigh, long bLow, long bHigh) {
        return aHigh + bHigh + (Long.compareUnsigned(aLow + bLow, aLow) < 0 ? 1 : 0);
    }

    /** {@return the lower half of the difference, modulo 2^128} */
    public static long i64Sub128Low(long aLow, long aHigh, long bLow, long bHigh) {
        return aLow - bLow;
    }

    /** {@return the upper half of the difference, modulo 2^128} */
    public static long i64Sub128High(long aLow, long aHigh, long bLow, long bHigh) {
        return aHigh - bHigh - (Long.compareUnsigned(aLow, bLow) < 0 ? 1 : 0);
    }

    /** {@return the lower half of the signed product} */
    public static long i64MulWideSLow(long a, long b) {
        return a * b;
    }

    /** {@return the upper half of the signed product} */
    public static long i64MulWideSHigh(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    /** {@return the lower half of the unsigned product} */
    public static long i64MulWideULow(long a, long b) {
        return a * b;
    }

    /** {@return the upper half of the unsigned product} */
    public static long i64MulWideUHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    // Indices of 64 bits

    /** {@return the number, or 2^32-1 if it is greater, all unsigned} */
    public static int i32SaturateI64U(long a) {
        return a >>> 32 == 0 ? (int) a : -1;
    }

    // Traps, apart from the hot methods to keep those small

    private static TrapException divideByZero() {
        return new TrapException(Trap.INTEGER_DIVIDE_BY_ZERO);
    }

    private static TrapException overflow() {
        return new TrapException(Trap.INTEGER_OVERFLOW);
    }

    private static TrapException untruncatable(double a) {
        return new TrapException(Double.isNaN(a) ? Trap.INVALID_CONVERSION_TO_INTEGER : Trap.INTEGER_OVERFLOW);
    }
}
