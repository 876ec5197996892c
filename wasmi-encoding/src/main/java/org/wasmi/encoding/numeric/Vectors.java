package org.wasmi.encoding.numeric;

/**
 * The meaning of the vector operators (Wasm specification, 4.3.4), for executors and tests. A v128 is two longs:
 * its lower half has the lanes with the lower numbers, and in each half lane 0 is the lowest bits. Each method computes
 * one half of the result, or a number, so that vectors need no objects.
 *
 * <p>Each operator has a method with its name in camel case: {@link #i8x16AddSatS} is {@code i8x16.add_sat_s}. The
 * parameters and the result depend on the operator:
 *
 * <ul>
 *   <li>Most methods take one half of each operand and return the same half of the result. Shifts also take the count.
 *   <li>Narrowing methods ({@link #i8x16NarrowI16x8S}, {@link #f32x4DemoteF64x2Zero}) take both halves of an operand.
 *   <li>Widening methods ({@link #i16x8ExtendI8x16S}, {@link #i16x8ExtmulI8x16S}, {@link #f64x2PromoteF32x4}) take half
 *       of a half. One method serves {@code low}, {@code high} and loads that extend.
 *   <li>Methods that choose bytes ({@link #i8x16Swizzle}, {@link #i8x16Shuffle}) take all bytes to choose from, and one
 *       half of the indices.
 *   <li>Methods that return a number ({@link #v128AnyTrue}, {@link #i8x16Bitmask}) take both halves; a condition is 1
 *       or 0.
 *   <li>Methods for one lane ({@link #i8x16ExtractLaneS}, {@link #i8x16ReplaceLane}) take the half that has the lane;
 *       they ignore the bit of the lane's number that selects the half.
 * </ul>
 *
 * <p>Comparisons with greater and greater or equal have no methods: swap the operands of less and less or equal.
 * Relaxed operators make the choices of the specification's deterministic profile (appendix A.2): {@code relaxed_madd}
 * rounds twice, {@code relaxed_dot} takes all bytes as signed. Those that are then the same as another operator have no
 * method.
 *
 * <p>Integer lanes are computed side by side in one long where that takes fewer steps than one by one. NaNs of each
 * lane are as in {@link Numerics}.
 */
public final class Vectors {
    /** By width of lanes: the highest bit of each. */
    private static final long HIGH8 = 0x8080_8080_8080_8080L;

    private static final long HIGH16 = 0x8000_8000_8000_8000L;
    private static final long HIGH32 = 0x8000_0000_8000_0000L;

    /** The lower half of each 16 bits. */
    private static final long LOW8 = 0x00FF_00FF_00FF_00FFL;

    /** The lower half of each 32 bits. */
    private static final long LOW16 = 0x0000_FFFF_0000_FFFFL;

    private static final long LOW32 = 0xFFFF_FFFFL;

    /** By width of lanes: 1 in each. */
    private static final long ONE8 = 0x0101_0101_0101_0101L;

    private static final long ONE16 = 0x0001_0001_0001_0001L;

    private Vectors() {}

    // Lanes side by side; high has the highest bit of each.

    private static long add(long a, long b, long high) {
        return ((a & ~high) + (b & ~high)) ^ ((a ^ b) & high);
    }

    private static long sub(long a, long b, long high) {
        return ((a | high) - (b & ~high)) ^ ((a ^ ~b) & high);
    }

    /** {@return all bits of each lane of which the highest is set} */
    private static long mask(long bits, long high) {
        long ones = bits & high;
        return (ones << 1) - (ones >>> Long.numberOfTrailingZeros(high));
    }

    private static long choose(long mask, long a, long b) {
        return b ^ ((a ^ b) & mask);
    }

    /** {@return the highest bit of each lane that is not zero} */
    private static long nonZero(long a, long high) {
        return (((a & ~high) + ~high) | a) & high;
    }

    private static long eq(long a, long b, long high) {
        return ~mask(nonZero(a ^ b, high), high);
    }

    private static long ltU(long a, long b, long high) {
        // What a subtraction borrows beyond each lane.
        return mask((~a & b) | (~(a ^ b) & sub(a, b, high)), high);
    }

    private static long ltS(long a, long b, long high) {
        return ltU(a ^ high, b ^ high, high);
    }

    private static long abs(long a, long high) {
        long negative = mask(a, high);
        return sub(a ^ negative, negative, high);
    }

    private static long addSatU(long a, long b, long high) {
        long sum = add(a, b, high);
        return sum | mask((a & b) | ((a | b) & ~sum), high);
    }

    private static long subSatU(long a, long b, long high) {
        return sub(a, b, high) & ~ltU(a, b, high);
    }

    private static long addSatS(long a, long b, long high) {
        long sum = add(a, b, high);
        return choose(mask((a ^ sum) & (b ^ sum), high), mask(a, high) ^ ~high, sum);
    }

    private static long subSatS(long a, long b, long high) {
        long difference = sub(a, b, high);
        return choose(mask((a ^ b) & (a ^ difference), high), mask(a, high) ^ ~high, difference);
    }

    private static long avgrU(long a, long b, long high) {
        return (a | b) - (((a ^ b) >>> 1) & ~high);
    }

    /** {@return the bits of each lane but the {@code n} highest} */
    private static long shrU(long a, int n, long high) {
        return (a >>> n) & ((high >>> n << 1) - (high >>> Long.numberOfTrailingZeros(high)));
    }

    // Lanes of numbers.

    private static int low(long half) {
        return (int) half;
    }

    private static int high(long half) {
        return (int) (half >>> 32);
    }

    private static long pack(int low, int high) {
        return (low & LOW32) | ((long) high << 32);
    }

    private static float lowFloat(long half) {
        return Float.intBitsToFloat((int) half);
    }

    private static float highFloat(long half) {
        return Float.intBitsToFloat((int) (half >>> 32));
    }

    private static long pack(float low, float high) {
        return pack(Float.floatToRawIntBits(low), Float.floatToRawIntBits(high));
    }

    private static long pack(boolean low, boolean high) {
        return pack(low ? -1 : 0, high ? -1 : 0);
    }

    private static double real(long half) {
        return Double.longBitsToDouble(half);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** {@return 16 bits, sign-extended} */
    private static int s16(long half, int lane) {
        return (short) (half >>> (lane << 4));
    }

    private static long pack16(int a, int b, int c, int d) {
        return (a & 0xFFFFL) | (b & 0xFFFFL) << 16 | (c & 0xFFFFL) << 32 | (long) d << 48;
    }

    // v128: bits

    /** {@return the bits that are not set} */
    public static long v128Not(long a) {
        return ~a;
    }

    /** {@return the bits that are set in both} */
    public static long v128And(long a, long b) {
        return a & b;
    }

    /** {@return the bits that are set in {@code a} only} */
    public static long v128Andnot(long a, long b) {
        return a & ~b;
    }

    /** {@return the bits that are set in either} */
    public static long v128Or(long a, long b) {
        return a | b;
    }

    /** {@return the bits that are set in one only} */
    public static long v128Xor(long a, long b) {
        return a ^ b;
    }

    /** {@return the bits of {@code a} where {@code c} has ones, else those of {@code b}} */
    public static long v128Bitselect(long a, long b, long c) {
        return choose(c, a, b);
    }

    /** {@return whether a bit is set} */
    public static int v128AnyTrue(long low, long high) {
        return (low | high) != 0 ? 1 : 0;
    }

    // Bytes by number

    /** {@return the bytes of a vector of which {@code s} has the numbers; 0 for numbers beyond 15} */
    public static long i8x16Swizzle(long low, long high, long s) {
        long result = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int number = (int) (s >>> shift) & 0xFF;
            long half = number < 8 ? low : high;
            long chosen = number < 16 ? (half >>> (number << 3)) & 0xFF : 0;
            result |= chosen << shift;
        }
        return result;
    }

    /** {@return the bytes of two vectors of which {@code s} has the numbers, those of the second from 16 on} */
    public static long i8x16Shuffle(long aLow, long aHigh, long bLow, long bHigh, long s) {
        // Most shuffles are of whole lanes: then the numbers of a lane's bytes follow each other.
        long lanes = s & 0x0000_001C_0000_001CL;
        if (lanes * 0x0101_0101L + 0x0302_0100_0302_0100L == s) {
            return (chosen(aLow, aHigh, bLow, bHigh, (int) lanes) & LOW32)
                    | chosen(aLow, aHigh, bLow, bHigh, (int) (lanes >>> 32)) << 32;
        }
        long result = 0;
        lanes = s & 0x001E_001E_001E_001EL;
        if (lanes * 0x0101 + 0x0100_0100_0100_0100L == s) {
            for (int shift = 0; shift < Long.SIZE; shift += Short.SIZE) {
                result |= (chosen(aLow, aHigh, bLow, bHigh, (int) (s >>> shift)) & 0xFFFF) << shift;
            }
            return result;
        }
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            result |= (chosen(aLow, aHigh, bLow, bHigh, (int) (s >>> shift)) & 0xFF) << shift;
        }
        return result;
    }

    /** {@return the half that has the byte with a number, shifted so that the byte is the lowest} */
    private static long chosen(long aLow, long aHigh, long bLow, long bHigh, int number) {
        long low = (number & 16) == 0 ? aLow : bLow;
        long high = (number & 16) == 0 ? aHigh : bHigh;
        return ((number & 8) == 0 ? low : high) >>> (number << 3);
    }

    // i8x16: lanes

    /** {@return a lane of that value everywhere, its lower 8 bits} */
    public static long i8x16Splat(int value) {
        return (value & 0xFF) * ONE8;
    }

    /** {@return a lane, sign-extended} */
    public static int i8x16ExtractLaneS(long half, int lane) {
        return (byte) (half >>> (lane << 3));
    }

    /** {@return a lane, zero-extended} */
    public static int i8x16ExtractLaneU(long half, int lane) {
        return (int) (half >>> (lane << 3)) & 0xFF;
    }

    /** {@return the half with another value of a lane} */
    public static long i8x16ReplaceLane(long half, int lane, int value) {
        return choose(0xFFL << (lane << 3), (long) value << (lane << 3), half);
    }

    // i8x16: comparisons; all bits of a lane are set where they hold

    /** {@return where the lanes are equal} */
    public static long i8x16Eq(long a, long b) {
        return eq(a, b, HIGH8);
    }

    /** {@return where the lanes differ} */
    public static long i8x16Ne(long a, long b) {
        return ~eq(a, b, HIGH8);
    }

    /** {@return where {@code a} is less, signed} */
    public static long i8x16LtS(long a, long b) {
        return ltS(a, b, HIGH8);
    }

    /** {@return where {@code a} is less, unsigned} */
    public static long i8x16LtU(long a, long b) {
        return ltU(a, b, HIGH8);
    }

    /** {@return where {@code a} is less or equal, signed} */
    public static long i8x16LeS(long a, long b) {
        return ~ltS(b, a, HIGH8);
    }

    /** {@return where {@code a} is less or equal, unsigned} */
    public static long i8x16LeU(long a, long b) {
        return ~ltU(b, a, HIGH8);
    }

    // i8x16: arithmetic and bits

    /** {@return the absolute values; that of the least is itself} */
    public static long i8x16Abs(long a) {
        return abs(a, HIGH8);
    }

    /** {@return the negated values} */
    public static long i8x16Neg(long a) {
        return sub(0, a, HIGH8);
    }

    /** {@return the number of bits that are set in each lane} */
    public static long i8x16Popcnt(long a) {
        long pairs = a - ((a >>> 1) & 0x5555_5555_5555_5555L);
        long nibbles = (pairs & 0x3333_3333_3333_3333L) + ((pairs >>> 2) & 0x3333_3333_3333_3333L);
        return (nibbles + (nibbles >>> 4)) & 0x0F0F_0F0F_0F0F_0F0FL;
    }

    /** {@return whether no lane is zero} */
    public static int i8x16AllTrue(long low, long high) {
        return (nonZero(low, HIGH8) & nonZero(high, HIGH8)) == HIGH8 ? 1 : 0;
    }

    /** {@return the highest bit of each lane} */
    public static int i8x16Bitmask(long low, long high) {
        return highBits8(low) | highBits8(high) << 8;
    }

    private static int highBits8(long half) {
        // The product has bit 8k of the lanes at 56 + k, and no two bits at the same place.
        return (int) ((((half & HIGH8) >>> 7) * 0x0102_0408_1020_4080L) >>> 56);
    }

    /** {@return the lanes shifted left by {@code n} modulo 8} */
    public static long i8x16Shl(long a, int n) {
        int count = n & 7;
        return (a << count) & ((0xFFL << count & 0xFFL) * ONE8);
    }

    /** {@return the lanes shifted right by {@code n} modulo 8, with their sign} */
    public static long i8x16ShrS(long a, int n) {
        int count = n & 7;
        long sign = HIGH8 >>> count;
        return sub(shrU(a, count, HIGH8) ^ sign, sign, HIGH8);
    }

    /** {@return the lanes shifted right by {@code n} modulo 8, with zeros} */
    public static long i8x16ShrU(long a, int n) {
        return shrU(a, n & 7, HIGH8);
    }

    /** {@return the sums, modulo 2^8} */
    public static long i8x16Add(long a, long b) {
        return add(a, b, HIGH8);
    }

    /** {@return the sums, saturated as signed} */
    public static long i8x16AddSatS(long a, long b) {
        return addSatS(a, b, HIGH8);
    }

    /** {@return the sums, saturated as unsigned} */
    public static long i8x16AddSatU(long a, long b) {
        return addSatU(a, b, HIGH8);
    }

    /** {@return the differences, modulo 2^8} */
    public static long i8x16Sub(long a, long b) {
        return sub(a, b, HIGH8);
    }

    /** {@return the differences, saturated as signed} */
    public static long i8x16SubSatS(long a, long b) {
        return subSatS(a, b, HIGH8);
    }

    /** {@return the differences, saturated as unsigned} */
    public static long i8x16SubSatU(long a, long b) {
        return subSatU(a, b, HIGH8);
    }

    /** {@return the lesser lanes, signed} */
    public static long i8x16MinS(long a, long b) {
        return choose(ltS(a, b, HIGH8), a, b);
    }

    /** {@return the lesser lanes, unsigned} */
    public static long i8x16MinU(long a, long b) {
        return choose(ltU(a, b, HIGH8), a, b);
    }

    /** {@return the greater lanes, signed} */
    public static long i8x16MaxS(long a, long b) {
        return choose(ltS(a, b, HIGH8), b, a);
    }

    /** {@return the greater lanes, unsigned} */
    public static long i8x16MaxU(long a, long b) {
        return choose(ltU(a, b, HIGH8), b, a);
    }

    /** {@return the means, halves rounded up, unsigned} */
    public static long i8x16AvgrU(long a, long b) {
        return avgrU(a, b, HIGH8);
    }

    // i16x8: lanes

    /** {@return a lane of that value everywhere, its lower 16 bits} */
    public static long i16x8Splat(int value) {
        return (value & 0xFFFF) * ONE16;
    }

    /** {@return a lane, sign-extended} */
    public static int i16x8ExtractLaneS(long half, int lane) {
        return (short) (half >>> (lane << 4));
    }

    /** {@return a lane, zero-extended} */
    public static int i16x8ExtractLaneU(long half, int lane) {
        return (int) (half >>> (lane << 4)) & 0xFFFF;
    }

    /** {@return the half with another value of a lane} */
    public static long i16x8ReplaceLane(long half, int lane, int value) {
        return choose(0xFFFFL << (lane << 4), (long) value << (lane << 4), half);
    }

    // i16x8: comparisons; all bits of a lane are set where they hold

    /** {@return where the lanes are equal} */
    public static long i16x8Eq(long a, long b) {
        return eq(a, b, HIGH16);
    }

    /** {@return where the lanes differ} */
    public static long i16x8Ne(long a, long b) {
        return ~eq(a, b, HIGH16);
    }

    /** {@return where {@code a} is less, signed} */
    public static long i16x8LtS(long a, long b) {
        return ltS(a, b, HIGH16);
    }

    /** {@return where {@code a} is less, unsigned} */
    public static long i16x8LtU(long a, long b) {
        return ltU(a, b, HIGH16);
    }

    /** {@return where {@code a} is less or equal, signed} */
    public static long i16x8LeS(long a, long b) {
        return ~ltS(b, a, HIGH16);
    }

    /** {@return where {@code a} is less or equal, unsigned} */
    public static long i16x8LeU(long a, long b) {
        return ~ltU(b, a, HIGH16);
    }

    // i16x8: arithmetic and bits

    /** {@return the absolute values; that of the least is itself} */
    public static long i16x8Abs(long a) {
        return abs(a, HIGH16);
    }

    /** {@return the negated values} */
    public static long i16x8Neg(long a) {
        return sub(0, a, HIGH16);
    }

    /** {@return whether no lane is zero} */
    public static int i16x8AllTrue(long low, long high) {
        return (nonZero(low, HIGH16) & nonZero(high, HIGH16)) == HIGH16 ? 1 : 0;
    }

    /** {@return the highest bit of each lane} */
    public static int i16x8Bitmask(long low, long high) {
        return highBits16(low) | highBits16(high) << 4;
    }

    private static int highBits16(long half) {
        // The product has bit 16k of the lanes at 60 + k, and no two bits at the same place.
        return (int) ((((half & HIGH16) >>> 15) * 0x1000_2000_4000_8000L) >>> 60);
    }

    /** {@return the lanes shifted left by {@code n} modulo 16} */
    public static long i16x8Shl(long a, int n) {
        int count = n & 15;
        return (a << count) & ((0xFFFFL << count & 0xFFFFL) * ONE16);
    }

    /** {@return the lanes shifted right by {@code n} modulo 16, with their sign} */
    public static long i16x8ShrS(long a, int n) {
        int count = n & 15;
        long sign = HIGH16 >>> count;
        return sub(shrU(a, count, HIGH16) ^ sign, sign, HIGH16);
    }

    /** {@return the lanes shifted right by {@code n} modulo 16, with zeros} */
    public static long i16x8ShrU(long a, int n) {
        return shrU(a, n & 15, HIGH16);
    }

    /** {@return the sums, modulo 2^16} */
    public static long i16x8Add(long a, long b) {
        return add(a, b, HIGH16);
    }

    /** {@return the sums, saturated as signed} */
    public static long i16x8AddSatS(long a, long b) {
        return addSatS(a, b, HIGH16);
    }

    /** {@return the sums, saturated as unsigned} */
    public static long i16x8AddSatU(long a, long b) {
        return addSatU(a, b, HIGH16);
    }

    /** {@return the differences, modulo 2^16} */
    public static long i16x8Sub(long a, long b) {
        return sub(a, b, HIGH16);
    }

    /** {@return the differences, saturated as signed} */
    public static long i16x8SubSatS(long a, long b) {
        return subSatS(a, b, HIGH16);
    }

    /** {@return the differences, saturated as unsigned} */
    public static long i16x8SubSatU(long a, long b) {
        return subSatU(a, b, HIGH16);
    }

    /** {@return the products, modulo 2^16} */
    public static long i16x8Mul(long a, long b) {
        return (a * b & 0xFFFF)
                | ((a >>> 16) * (b >>> 16) & 0xFFFF) << 16
                | ((a >>> 32) * (b >>> 32) & 0xFFFF) << 32
                | ((a >>> 48) * (b >>> 48)) << 48;
    }

    /** {@return the lesser lanes, signed} */
    public static long i16x8MinS(long a, long b) {
        return choose(ltS(a, b, HIGH16), a, b);
    }

    /** {@return the lesser lanes, unsigned} */
    public static long i16x8MinU(long a, long b) {
        return choose(ltU(a, b, HIGH16), a, b);
    }

    /** {@return the greater lanes, signed} */
    public static long i16x8MaxS(long a, long b) {
        return choose(ltS(a, b, HIGH16), b, a);
    }

    /** {@return the greater lanes, unsigned} */
    public static long i16x8MaxU(long a, long b) {
        return choose(ltU(a, b, HIGH16), b, a);
    }

    /** {@return the means, halves rounded up, unsigned} */
    public static long i16x8AvgrU(long a, long b) {
        return avgrU(a, b, HIGH16);
    }

    /** {@return the products of fractions of 15 bits, rounded and saturated} */
    public static long i16x8Q15mulrSatS(long a, long b) {
        return pack16(
                q15mulr(s16(a, 0), s16(b, 0)),
                q15mulr(s16(a, 1), s16(b, 1)),
                q15mulr(s16(a, 2), s16(b, 2)),
                q15mulr(s16(a, 3), s16(b, 3)));
    }

    private static int q15mulr(int a, int b) {
        return Math.min((a * b + 0x4000) >> 15, Short.MAX_VALUE);
    }

    // i32x4: lanes

    /** {@return a lane of that value everywhere} */
    public static long i32x4Splat(int value) {
        return pack(value, value);
    }

    /** {@return a lane} */
    public static int i32x4ExtractLane(long half, int lane) {
        return (int) (half >>> (lane << 5));
    }

    /** {@return the half with another value of a lane} */
    public static long i32x4ReplaceLane(long half, int lane, int value) {
        return choose(LOW32 << (lane << 5), (long) value << (lane << 5), half);
    }

    // i32x4: comparisons; all bits of a lane are set where they hold

    /** {@return where the lanes are equal} */
    public static long i32x4Eq(long a, long b) {
        return eq(a, b, HIGH32);
    }

    /** {@return where the lanes differ} */
    public static long i32x4Ne(long a, long b) {
        return ~eq(a, b, HIGH32);
    }

    /** {@return where {@code a} is less, signed} */
    public static long i32x4LtS(long a, long b) {
        return ltS(a, b, HIGH32);
    }

    /** {@return where {@code a} is less, unsigned} */
    public static long i32x4LtU(long a, long b) {
        return ltU(a, b, HIGH32);
    }

    /** {@return where {@code a} is less or equal, signed} */
    public static long i32x4LeS(long a, long b) {
        return ~ltS(b, a, HIGH32);
    }

    /** {@return where {@code a} is less or equal, unsigned} */
    public static long i32x4LeU(long a, long b) {
        return ~ltU(b, a, HIGH32);
    }

    // i32x4: arithmetic and bits

    /** {@return the absolute values; that of the least is itself} */
    public static long i32x4Abs(long a) {
        return abs(a, HIGH32);
    }

    /** {@return the negated values} */
    public static long i32x4Neg(long a) {
        return sub(0, a, HIGH32);
    }

    /** {@return whether no lane is zero} */
    public static int i32x4AllTrue(long low, long high) {
        return (nonZero(low, HIGH32) & nonZero(high, HIGH32)) == HIGH32 ? 1 : 0;
    }

    /** {@return the highest bit of each lane} */
    public static int i32x4Bitmask(long low, long high) {
        return highBits32(low) | highBits32(high) << 2;
    }

    private static int highBits32(long half) {
        return ((int) (half >>> 31) & 1) | ((int) (half >>> 62) & 2);
    }

    /** {@return the lanes shifted left by {@code n} modulo 32} */
    public static long i32x4Shl(long a, int n) {
        int count = n & 31;
        return (a << count) & ((0xFFFFFFFFL << count & 0xFFFFFFFFL) * 0x1_0000_0001L);
    }

    /** {@return the lanes shifted right by {@code n} modulo 32, with their sign} */
    public static long i32x4ShrS(long a, int n) {
        int count = n & 31;
        long sign = HIGH32 >>> count;
        return sub(shrU(a, count, HIGH32) ^ sign, sign, HIGH32);
    }

    /** {@return the lanes shifted right by {@code n} modulo 32, with zeros} */
    public static long i32x4ShrU(long a, int n) {
        return shrU(a, n & 31, HIGH32);
    }

    /** {@return the sums, modulo 2^32} */
    public static long i32x4Add(long a, long b) {
        return add(a, b, HIGH32);
    }

    /** {@return the differences, modulo 2^32} */
    public static long i32x4Sub(long a, long b) {
        return sub(a, b, HIGH32);
    }

    /** {@return the products, modulo 2^32} */
    public static long i32x4Mul(long a, long b) {
        return (a * b & LOW32) | ((a >>> 32) * (b >>> 32)) << 32;
    }

    /** {@return the lesser lanes, signed} */
    public static long i32x4MinS(long a, long b) {
        return choose(ltS(a, b, HIGH32), a, b);
    }

    /** {@return the lesser lanes, unsigned} */
    public static long i32x4MinU(long a, long b) {
        return choose(ltU(a, b, HIGH32), a, b);
    }

    /** {@return the greater lanes, signed} */
    public static long i32x4MaxS(long a, long b) {
        return choose(ltS(a, b, HIGH32), b, a);
    }

    /** {@return the greater lanes, unsigned} */
    public static long i32x4MaxU(long a, long b) {
        return choose(ltU(a, b, HIGH32), b, a);
    }

    /** {@return the sums of two products of signed 16 bits each} */
    public static long i32x4DotI16x8S(long a, long b) {
        return pack(s16(a, 0) * s16(b, 0) + s16(a, 1) * s16(b, 1), s16(a, 2) * s16(b, 2) + s16(a, 3) * s16(b, 3));
    }

    // i64x2: lanes

    /** {@return a lane of that value everywhere} */
    public static long i64x2Splat(long value) {
        return value;
    }

    /** {@return a lane, which is all of its half} */
    public static long i64x2ExtractLane(long half, int lane) {
        return half;
    }

    /** {@return the half with another value of a lane, which is all of it} */
    public static long i64x2ReplaceLane(long half, int lane, long value) {
        return value;
    }

    // i64x2: comparisons; all bits of a lane are set where they hold

    /** {@return where the lanes are equal} */
    public static long i64x2Eq(long a, long b) {
        return a == b ? -1 : 0;
    }

    /** {@return where the lanes differ} */
    public static long i64x2Ne(long a, long b) {
        return a != b ? -1 : 0;
    }

    /** {@return where {@code a} is less, signed} */
    public static long i64x2LtS(long a, long b) {
        return a < b ? -1 : 0;
    }

    /** {@return where {@code a} is less or equal, signed} */
    public static long i64x2LeS(long a, long b) {
        return a <= b ? -1 : 0;
    }

    // i64x2: arithmetic and bits

    /** {@return the absolute value; that of the least is itself} */
    public static long i64x2Abs(long a) {
        return Math.abs(a);
    }

    /** {@return the negated value} */
    public static long i64x2Neg(long a) {
        return -a;
    }

    /** {@return whether no lane is zero} */
    public static int i64x2AllTrue(long low, long high) {
        return low != 0 && high != 0 ? 1 : 0;
    }

    /** {@return the highest bit of each lane} */
    public static int i64x2Bitmask(long low, long high) {
        return (int) (low >>> 63) | ((int) (high >>> 62) & 2);
    }

    /** {@return the lane shifted left by {@code n} modulo 64} */
    public static long i64x2Shl(long a, int n) {
        return a << n;
    }

    /** {@return the lane shifted right by {@code n} modulo 64, with its sign} */
    public static long i64x2ShrS(long a, int n) {
        return a >> n;
    }

    /** {@return the lane shifted right by {@code n} modulo 64, with zeros} */
    public static long i64x2ShrU(long a, int n) {
        return a >>> n;
    }

    /** {@return the sums, modulo 2^64} */
    public static long i64x2Add(long a, long b) {
        return a + b;
    }

    /** {@return the differences, modulo 2^64} */
    public static long i64x2Sub(long a, long b) {
        return a - b;
    }

    /** {@return the product, modulo 2^64} */
    public static long i64x2Mul(long a, long b) {
        return a * b;
    }

    // Integers of other widths

    /** {@return the lanes of two halves, saturated to signed 8 bits} */
    public static long i8x16NarrowI16x8S(long low, long high) {
        return pack(narrow8S(low), narrow8S(high));
    }

    private static int narrow8S(long half) {
        return evenBytes(i16x8MaxS(i16x8MinS(half, 0x7F * ONE16), 0xFF80_FF80_FF80_FF80L));
    }

    /** {@return the lanes of two halves as signed, saturated to unsigned 8 bits} */
    public static long i8x16NarrowI16x8U(long low, long high) {
        return pack(narrow8U(low), narrow8U(high));
    }

    private static int narrow8U(long half) {
        return evenBytes(i16x8MaxS(i16x8MinS(half, 0xFF * ONE16), 0));
    }

    /** {@return the lower 8 bits of each 16} */
    private static int evenBytes(long half) {
        long bytes = half & LOW8;
        long pairs = (bytes | bytes >>> 8) & LOW16;
        return (int) (pairs | pairs >>> 16);
    }

    /** {@return the lanes of two halves, saturated to signed 16 bits} */
    public static long i16x8NarrowI32x4S(long low, long high) {
        return pack16(narrow16S(low(low)), narrow16S(high(low)), narrow16S(low(high)), narrow16S(high(high)));
    }

    private static int narrow16S(int lane) {
        return Math.max(Math.min(lane, Short.MAX_VALUE), Short.MIN_VALUE);
    }

    /** {@return the lanes of two halves as signed, saturated to unsigned 16 bits} */
    public static long i16x8NarrowI32x4U(long low, long high) {
        return pack16(narrow16U(low(low)), narrow16U(high(low)), narrow16U(low(high)), narrow16U(high(high)));
    }

    private static int narrow16U(int lane) {
        return Math.max(Math.min(lane, 0xFFFF), 0);
    }

    /** {@return four signed lanes of 8 bits as 16 bits} */
    public static long i16x8ExtendI8x16S(int lanes) {
        return sub(i16x8ExtendI8x16U(lanes) ^ 0x80 * ONE16, 0x80 * ONE16, HIGH16);
    }

    /** {@return four unsigned lanes of 8 bits as 16 bits} */
    public static long i16x8ExtendI8x16U(int lanes) {
        long pairs = ((lanes & LOW32) | (long) lanes << 16) & LOW16;
        return (pairs | pairs << 8) & LOW8;
    }

    /** {@return two signed lanes of 16 bits as 32 bits} */
    public static long i32x4ExtendI16x8S(int lanes) {
        return pack((short) lanes, lanes >> 16);
    }

    /** {@return two unsigned lanes of 16 bits as 32 bits} */
    public static long i32x4ExtendI16x8U(int lanes) {
        return pack(lanes & 0xFFFF, lanes >>> 16);
    }

    /** {@return a signed lane of 32 bits as 64 bits} */
    public static long i64x2ExtendI32x4S(int lane) {
        return lane;
    }

    /** {@return an unsigned lane of 32 bits as 64 bits} */
    public static long i64x2ExtendI32x4U(int lane) {
        return lane & LOW32;
    }

    /** {@return the products of four signed lanes of 8 bits} */
    public static long i16x8ExtmulI8x16S(int a, int b) {
        return i16x8Mul(i16x8ExtendI8x16S(a), i16x8ExtendI8x16S(b));
    }

    /** {@return the products of four unsigned lanes of 8 bits} */
    public static long i16x8ExtmulI8x16U(int a, int b) {
        return i16x8Mul(i16x8ExtendI8x16U(a), i16x8ExtendI8x16U(b));
    }

    /** {@return the products of two signed lanes of 16 bits} */
    public static long i32x4ExtmulI16x8S(int a, int b) {
        return pack((short) a * (short) b, (a >> 16) * (b >> 16));
    }

    /** {@return the products of two unsigned lanes of 16 bits} */
    public static long i32x4ExtmulI16x8U(int a, int b) {
        return pack((a & 0xFFFF) * (b & 0xFFFF), (a >>> 16) * (b >>> 16));
    }

    /** {@return the product of a signed lane of 32 bits} */
    public static long i64x2ExtmulI32x4S(int a, int b) {
        return (long) a * b;
    }

    /** {@return the product of an unsigned lane of 32 bits} */
    public static long i64x2ExtmulI32x4U(int a, int b) {
        return (a & LOW32) * (b & LOW32);
    }

    /** {@return the sums of two neighbours, signed 8 bits} */
    public static long i16x8ExtaddPairwiseI8x16S(long a) {
        return sub(i16x8ExtaddPairwiseI8x16U(a ^ HIGH8), 0x100 * ONE16, HIGH16);
    }

    /** {@return the sums of two neighbours, unsigned 8 bits} */
    public static long i16x8ExtaddPairwiseI8x16U(long a) {
        return (a & LOW8) + ((a >>> 8) & LOW8);
    }

    /** {@return the sums of two neighbours, signed 16 bits} */
    public static long i32x4ExtaddPairwiseI16x8S(long a) {
        return pack(s16(a, 0) + s16(a, 1), s16(a, 2) + s16(a, 3));
    }

    /** {@return the sums of two neighbours, unsigned 16 bits} */
    public static long i32x4ExtaddPairwiseI16x8U(long a) {
        return (a & LOW16) + ((a >>> 16) & LOW16);
    }

    // f32x4: comparisons; all bits of a lane are set where they hold

    /** {@return where the lanes are equal} */
    public static long f32x4Eq(long a, long b) {
        return pack(lowFloat(a) == lowFloat(b), highFloat(a) == highFloat(b));
    }

    /** {@return where the lanes differ, or one is NaN} */
    public static long f32x4Ne(long a, long b) {
        return pack(lowFloat(a) != lowFloat(b), highFloat(a) != highFloat(b));
    }

    /** {@return where {@code a} is less} */
    public static long f32x4Lt(long a, long b) {
        return pack(lowFloat(a) < lowFloat(b), highFloat(a) < highFloat(b));
    }

    /** {@return where {@code a} is less or equal} */
    public static long f32x4Le(long a, long b) {
        return pack(lowFloat(a) <= lowFloat(b), highFloat(a) <= highFloat(b));
    }

    // f32x4: arithmetic

    /** {@return the absolute values, a NaN's other bits unchanged} */
    public static long f32x4Abs(long a) {
        return a & ~HIGH32;
    }

    /** {@return the values with the opposite sign, a NaN's other bits unchanged} */
    public static long f32x4Neg(long a) {
        return a ^ HIGH32;
    }

    /** {@return the least integral values that are not less} */
    public static long f32x4Ceil(long a) {
        return pack(Numerics.f32Ceil(lowFloat(a)), Numerics.f32Ceil(highFloat(a)));
    }

    /** {@return the greatest integral values that are not greater} */
    public static long f32x4Floor(long a) {
        return pack(Numerics.f32Floor(lowFloat(a)), Numerics.f32Floor(highFloat(a)));
    }

    /** {@return the integral values, towards zero} */
    public static long f32x4Trunc(long a) {
        return pack(Numerics.f32Trunc(lowFloat(a)), Numerics.f32Trunc(highFloat(a)));
    }

    /** {@return the nearest integral values, those between two the even one} */
    public static long f32x4Nearest(long a) {
        return pack(Numerics.f32Nearest(lowFloat(a)), Numerics.f32Nearest(highFloat(a)));
    }

    /** {@return the square roots} */
    public static long f32x4Sqrt(long a) {
        return pack(Numerics.f32Sqrt(lowFloat(a)), Numerics.f32Sqrt(highFloat(a)));
    }

    /** {@return the sums} */
    public static long f32x4Add(long a, long b) {
        return pack(Numerics.f32Add(lowFloat(a), lowFloat(b)), Numerics.f32Add(highFloat(a), highFloat(b)));
    }

    /** {@return the differences} */
    public static long f32x4Sub(long a, long b) {
        return pack(Numerics.f32Sub(lowFloat(a), lowFloat(b)), Numerics.f32Sub(highFloat(a), highFloat(b)));
    }

    /** {@return the products} */
    public static long f32x4Mul(long a, long b) {
        return pack(Numerics.f32Mul(lowFloat(a), lowFloat(b)), Numerics.f32Mul(highFloat(a), highFloat(b)));
    }

    /** {@return the quotients} */
    public static long f32x4Div(long a, long b) {
        return pack(Numerics.f32Div(lowFloat(a), lowFloat(b)), Numerics.f32Div(highFloat(a), highFloat(b)));
    }

    /** {@return the lesser values, NaN where either is NaN; -0 is less than +0} */
    public static long f32x4Min(long a, long b) {
        return pack(Numerics.f32Min(lowFloat(a), lowFloat(b)), Numerics.f32Min(highFloat(a), highFloat(b)));
    }

    /** {@return the greater values, NaN where either is NaN; -0 is less than +0} */
    public static long f32x4Max(long a, long b) {
        return pack(Numerics.f32Max(lowFloat(a), lowFloat(b)), Numerics.f32Max(highFloat(a), highFloat(b)));
    }

    /** {@code b} where it is less, else {@code a} */
    public static long f32x4Pmin(long a, long b) {
        return choose(f32x4Lt(b, a), b, a);
    }

    /** {@code b} where it is greater, else {@code a} */
    public static long f32x4Pmax(long a, long b) {
        return choose(f32x4Lt(a, b), b, a);
    }

    /** {@code a * b + c}, rounded after each */
    public static long f32x4RelaxedMadd(long a, long b, long c) {
        return f32x4Add(f32x4Mul(a, b), c);
    }

    /** {@code -(a * b) + c}, rounded after each */
    public static long f32x4RelaxedNmadd(long a, long b, long c) {
        return f32x4Add(f32x4Mul(f32x4Neg(a), b), c);
    }

    // f64x2: comparisons; all bits of a lane are set where they hold

    /** {@return where the lanes are equal} */
    public static long f64x2Eq(long a, long b) {
        return real(a) == real(b) ? -1 : 0;
    }

    /** {@return where the lanes differ, or one is NaN} */
    public static long f64x2Ne(long a, long b) {
        return real(a) != real(b) ? -1 : 0;
    }

    /** {@return where {@code a} is less} */
    public static long f64x2Lt(long a, long b) {
        return real(a) < real(b) ? -1 : 0;
    }

    /** {@return where {@code a} is less or equal} */
    public static long f64x2Le(long a, long b) {
        return real(a) <= real(b) ? -1 : 0;
    }

    // f64x2: arithmetic

    /** {@return the absolute values, a NaN's other bits unchanged} */
    public static long f64x2Abs(long a) {
        return a & Long.MAX_VALUE;
    }

    /** {@return the values with the opposite sign, a NaN's other bits unchanged} */
    public static long f64x2Neg(long a) {
        return a ^ Long.MIN_VALUE;
    }

    /** {@return the least integral values that are not less} */
    public static long f64x2Ceil(long a) {
        return bits(Numerics.f64Ceil(real(a)));
    }

    /** {@return the greatest integral values that are not greater} */
    public static long f64x2Floor(long a) {
        return bits(Numerics.f64Floor(real(a)));
    }

    /** {@return the integral values, towards zero} */
    public static long f64x2Trunc(long a) {
        return bits(Numerics.f64Trunc(real(a)));
    }

    /** {@return the nearest integral values, those between two the even one} */
    public static long f64x2Nearest(long a) {
        return bits(Numerics.f64Nearest(real(a)));
    }

    /** {@return the square roots} */
    public static long f64x2Sqrt(long a) {
        return bits(Numerics.f64Sqrt(real(a)));
    }

    /** {@return the sums} */
    public static long f64x2Add(long a, long b) {
        return bits(Numerics.f64Add(real(a), real(b)));
    }

    /** {@return the differences} */
    public static long f64x2Sub(long a, long b) {
        return bits(Numerics.f64Sub(real(a), real(b)));
    }

    /** {@return the products} */
    public static long f64x2Mul(long a, long b) {
        return bits(Numerics.f64Mul(real(a), real(b)));
    }

    /** {@return the quotients} */
    public static long f64x2Div(long a, long b) {
        return bits(Numerics.f64Div(real(a), real(b)));
    }

    /** {@return the lesser values, NaN where either is NaN; -0 is less than +0} */
    public static long f64x2Min(long a, long b) {
        return bits(Numerics.f64Min(real(a), real(b)));
    }

    /** {@return the greater values, NaN where either is NaN; -0 is less than +0} */
    public static long f64x2Max(long a, long b) {
        return bits(Numerics.f64Max(real(a), real(b)));
    }

    /** {@code b} where it is less, else {@code a} */
    public static long f64x2Pmin(long a, long b) {
        return choose(f64x2Lt(b, a), b, a);
    }

    /** {@code b} where it is greater, else {@code a} */
    public static long f64x2Pmax(long a, long b) {
        return choose(f64x2Lt(a, b), b, a);
    }

    /** {@code a * b + c}, rounded after each */
    public static long f64x2RelaxedMadd(long a, long b, long c) {
        return f64x2Add(f64x2Mul(a, b), c);
    }

    /** {@code -(a * b) + c}, rounded after each */
    public static long f64x2RelaxedNmadd(long a, long b, long c) {
        return f64x2Add(f64x2Mul(f64x2Neg(a), b), c);
    }

    // Conversions

    /** {@return the values towards zero, saturated; 0 for NaN} */
    public static long i32x4TruncSatF32x4S(long a) {
        return pack(Numerics.i32TruncSatF32S(lowFloat(a)), Numerics.i32TruncSatF32S(highFloat(a)));
    }

    /** {@return the values towards zero, saturated; 0 for NaN} */
    public static long i32x4TruncSatF32x4U(long a) {
        return pack(Numerics.i32TruncSatF32U(lowFloat(a)), Numerics.i32TruncSatF32U(highFloat(a)));
    }

    /** {@return the lanes of two halves towards zero, saturated; 0 for NaN} */
    public static long i32x4TruncSatF64x2SZero(long low, long high) {
        return pack(Numerics.i32TruncSatF64S(real(low)), Numerics.i32TruncSatF64S(real(high)));
    }

    /** {@return the lanes of two halves towards zero, saturated; 0 for NaN} */
    public static long i32x4TruncSatF64x2UZero(long low, long high) {
        return pack(Numerics.i32TruncSatF64U(real(low)), Numerics.i32TruncSatF64U(real(high)));
    }

    /** {@return the nearest values} */
    public static long f32x4ConvertI32x4S(long a) {
        return pack(Numerics.f32ConvertI32S(low(a)), Numerics.f32ConvertI32S(high(a)));
    }

    /** {@return the nearest values} */
    public static long f32x4ConvertI32x4U(long a) {
        return pack(Numerics.f32ConvertI32U(low(a)), Numerics.f32ConvertI32U(high(a)));
    }

    /** {@return the value, which is exact} */
    public static long f64x2ConvertI32x4S(int lane) {
        return bits(Numerics.f64ConvertI32S(lane));
    }

    /** {@return the value, which is exact} */
    public static long f64x2ConvertI32x4U(int lane) {
        return bits(Numerics.f64ConvertI32U(lane));
    }

    /** {@return the nearest values of the lanes of two halves} */
    public static long f32x4DemoteF64x2Zero(long low, long high) {
        return pack(Numerics.f32DemoteF64(real(low)), Numerics.f32DemoteF64(real(high)));
    }

    /** {@return the value of the bits of a lane, which is exact} */
    public static long f64x2PromoteF32x4(int lane) {
        return bits(Numerics.f64PromoteF32(Float.intBitsToFloat(lane)));
    }

    // Relaxed dot products

    /** {@return the sums of two products of signed 8 bits each, saturated} */
    public static long i16x8RelaxedDotI8x16I7x16S(long a, long b) {
        return addSatS(i16x8Mul(evenS8(a), evenS8(b)), i16x8Mul(i16x8ShrS(a, 8), i16x8ShrS(b, 8)), HIGH16);
    }

    /** {@return the lower 8 bits of each 16, sign-extended} */
    private static long evenS8(long half) {
        return sub((half & LOW8) ^ 0x80 * ONE16, 0x80 * ONE16, HIGH16);
    }

    /** {@code c} and the sums of two of {@link #i16x8RelaxedDotI8x16I7x16S} */
    public static long i32x4RelaxedDotI8x16I7x16AddS(long a, long b, long c) {
        return i32x4Add(i32x4ExtaddPairwiseI16x8S(i16x8RelaxedDotI8x16I7x16S(a, b)), c);
    }
}
