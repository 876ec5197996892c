package org.wasmi.encoding.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each method of {@link Vectors} beside what its operator means for lanes that are taken one by one. */
class VectorsTest {
    private static final Map<String, Method> METHODS = Arrays.stream(Vectors.class.getDeclaredMethods())
            .filter(each -> Modifier.isPublic(each.getModifiers()))
            .collect(Collectors.toMap(Method::getName, Function.identity()));

    private static final List<Long> HALVES = new ArrayList<>();
    private static final List<List<Long>> PAIRS = new ArrayList<>();
    private static final List<List<Long>> TRIPLES = new ArrayList<>();

    static {
        for (String hex : """
                0000000000000000 ffffffffffffffff 7f7f7f7f7f7f7f7f 8080808080808080 0001020304050607 fffefdfcfbfaf9f8
                7fff7fff7fff7fff 8000800080008000 7fffffff7fffffff 8000000080000000 7fffffffffffffff 8000000000000000
                0100010001000100 00ff00ff00ff00ff 0123456789abcdef 80ff7f0180007f01 ff80017fff80fe01 0000000100000001
                3f800000bf800000 7fc000007f800000 ff80000000000001 7fa00000ffc00001 4f0000004f800000 cf00000080000000
                3ff0000000000000 c1e0000000200000 41dfffffffc00000 7ff8000000000000 fff0000000000000 7ff4000000000000
                41f0000000000000 bfe0000000000000 404000004b000001 3f0000003fc00000 0020001f00100008 4020000040600000
                """.strip().split("\\s+")) {
            HALVES.add(Long.parseUnsignedLong(hex, 16));
        }
        Random random = new Random(1);
        for (int i = 0; i < 24; i++) {
            HALVES.add(random.nextLong());
        }
        for (long a : HALVES) {
            for (long b : HALVES) {
                PAIRS.add(List.of(a, b));
                TRIPLES.add(List.of(a, b, HALVES.get(random.nextInt(HALVES.size()))));
            }
        }
    }

    /** By method: what it returns, given its arguments. */
    private static final Map<String, Function<List<Long>, Long>> MEANINGS = new TreeMap<>();

    private static void define(String name, Function<List<Long>, Long> meaning) {
        assertThat(MEANINGS.put(name, meaning)).as(name).isNull();
    }

    /** {@return a lane, sign-extended} */
    private static long signed(long half, int width, int lane) {
        return half << (64 - width * (lane + 1)) >> (64 - width);
    }

    /** {@return a lane, zero-extended; of lanes of 64 bits all of it} */
    private static long unsigned(long half, int width, int lane) {
        return half << (64 - width * (lane + 1)) >>> (64 - width);
    }

    private static long lane(boolean isSigned, long half, int width, int lane) {
        return isSigned ? signed(half, width, lane) : unsigned(half, width, lane);
    }

    /** Makes a half of lanes by their numbers. */
    private static long join(int width, LongUnaryOperator lanes) {
        long half = 0;
        for (int i = 0; i < 64 / width; i++) {
            half |= (lanes.applyAsLong(i) << (64 - width) >>> (64 - width)) << (i * width);
        }
        return half;
    }

    private static String shape(int width) {
        return "i" + width + "x" + 128 / width;
    }

    private static void unary(int width, String name, LongUnaryOperator meaning) {
        define(
                shape(width) + name,
                arguments -> join(width, i -> meaning.applyAsLong(signed(arguments.get(0), width, (int) i))));
    }

    private static void binary(int width, String name, boolean isSigned, LongBinaryOperator meaning) {
        define(
                shape(width) + name,
                arguments -> join(
                        width,
                        i -> meaning.applyAsLong(
                                lane(isSigned, arguments.get(0), width, (int) i),
                                lane(isSigned, arguments.get(1), width, (int) i))));
    }

    /** {@return the nearest number of so many bits} */
    private static long saturated(int width, boolean isSigned, long value) {
        long min = isSigned ? -(1L << (width - 1)) : 0;
        long max = isSigned ? (1L << (width - 1)) - 1 : (1L << width) - 1;
        return Math.max(min, Math.min(max, value));
    }

    private static long truth(boolean holds) {
        return holds ? -1 : 0;
    }

    static {
        define("v128Not", a -> -1 - a.get(0));
        define("v128And", a -> join(1, i -> unsigned(a.get(0), 1, (int) i) * unsigned(a.get(1), 1, (int) i)));
        define(
                "v128Andnot",
                a -> join(1, i -> unsigned(a.get(0), 1, (int) i) > unsigned(a.get(1), 1, (int) i) ? 1 : 0));
        define("v128Or", a -> join(1, i -> Math.max(unsigned(a.get(0), 1, (int) i), unsigned(a.get(1), 1, (int) i))));
        define("v128Xor", a -> join(1, i -> unsigned(a.get(0), 1, (int) i) + unsigned(a.get(1), 1, (int) i)));
        define(
                "v128Bitselect",
                a -> join(1, i -> unsigned(a.get(unsigned(a.get(2), 1, (int) i) == 1 ? 0 : 1), 1, (int) i)));
        define("v128AnyTrue", a -> a.get(0) == 0 && a.get(1) == 0 ? 0L : 1L);
        define(
                "i8x16Swizzle",
                a -> join(8, i -> {
                    int number = (int) unsigned(a.get(2), 8, (int) i);
                    return number >= 16 ? 0 : unsigned(a.get(number / 8), 8, number % 8);
                }));
        define(
                "i8x16Shuffle",
                a -> join(8, i -> {
                    int number = (int) unsigned(a.get(4), 8, (int) i) % 32;
                    return unsigned(a.get(number / 8), 8, number % 8);
                }));
        for (int width : new int[] {8, 16, 32, 64}) {
            lanes(width);
        }
        conversions();
        floats();
    }

    private static void lanes(int width) {
        int lanes = 64 / width;
        define(shape(width) + "Splat", a -> join(width, i -> a.get(0)));
        if (width < 32) {
            define(shape(width) + "ExtractLaneS", a -> signed(a.get(0), width, Math.floorMod(a.get(1), lanes)));
            define(shape(width) + "ExtractLaneU", a -> unsigned(a.get(0), width, Math.floorMod(a.get(1), lanes)));
        } else {
            define(shape(width) + "ExtractLane", a -> signed(a.get(0), width, Math.floorMod(a.get(1), lanes)));
        }
        define(
                shape(width) + "ReplaceLane",
                a -> join(
                        width,
                        i -> i == Math.floorMod(a.get(1), lanes) ? a.get(2) : unsigned(a.get(0), width, (int) i)));
        binary(width, "Eq", true, (a, b) -> truth(a == b));
        binary(width, "Ne", true, (a, b) -> truth(a != b));
        binary(width, "LtS", true, (a, b) -> truth(a < b));
        binary(width, "LeS", true, (a, b) -> truth(a <= b));
        unary(width, "Abs", Math::abs);
        unary(width, "Neg", a -> 0 - a);
        binary(width, "Add", true, Long::sum);
        binary(width, "Sub", true, (a, b) -> a - b);
        define(shape(width) + "AllTrue", a -> {
            boolean all = true;
            for (int i = 0; i < 2 * lanes; i++) {
                all &= unsigned(a.get(i / lanes), width, i % lanes) != 0;
            }
            return all ? 1L : 0L;
        });
        define(shape(width) + "Bitmask", a -> {
            long mask = 0;
            for (int i = 0; i < 2 * lanes; i++) {
                mask |= signed(a.get(i / lanes), width, i % lanes) < 0 ? 1L << i : 0;
            }
            return mask;
        });
        define(
                shape(width) + "Shl",
                a -> join(width, i -> signed(a.get(0), width, (int) i) << Math.floorMod(a.get(1), width)));
        define(
                shape(width) + "ShrS",
                a -> join(width, i -> signed(a.get(0), width, (int) i) >> Math.floorMod(a.get(1), width)));
        define(
                shape(width) + "ShrU",
                a -> join(width, i -> unsigned(a.get(0), width, (int) i) >>> Math.floorMod(a.get(1), width)));
        if (width > 8) {
            binary(width, "Mul", true, (a, b) -> a * b);
        }
        if (width < 64) {
            binary(width, "LtU", false, (a, b) -> truth(a < b));
            binary(width, "LeU", false, (a, b) -> truth(a <= b));
            binary(width, "MinS", true, Math::min);
            binary(width, "MinU", false, Math::min);
            binary(width, "MaxS", true, Math::max);
            binary(width, "MaxU", false, Math::max);
        }
        if (width < 32) {
            binary(width, "AddSatS", true, (a, b) -> saturated(width, true, a + b));
            binary(width, "AddSatU", false, (a, b) -> saturated(width, false, a + b));
            binary(width, "SubSatS", true, (a, b) -> saturated(width, true, a - b));
            binary(width, "SubSatU", false, (a, b) -> saturated(width, false, a - b));
            binary(width, "AvgrU", false, (a, b) -> (a + b + 1) / 2);
        }
    }

    private static void conversions() {
        unary(8, "Popcnt", a -> Long.bitCount(a & 0xFF));
        binary(16, "Q15mulrSatS", true, (a, b) -> saturated(16, true, (a * b + 0x4000) >> 15));
        for (int from : new int[] {8, 16, 32}) {
            int to = 2 * from;
            for (boolean isSigned : new boolean[] {true, false}) {
                String ending = shape(from).substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + shape(from).substring(1)
                        + (isSigned ? "S" : "U");
                define(shape(to) + "Extend" + ending, a -> join(to, i -> lane(isSigned, a.get(0), from, (int) i)));
                define(
                        shape(to) + "Extmul" + ending,
                        a -> join(
                                to,
                                i -> lane(isSigned, a.get(0), from, (int) i)
                                        * lane(isSigned, a.get(1), from, (int) i)));
                if (from < 32) {
                    define(
                            shape(to) + "ExtaddPairwise" + ending,
                            a -> join(
                                    to,
                                    i -> lane(isSigned, a.get(0), from, (int) (2 * i))
                                            + lane(isSigned, a.get(0), from, (int) (2 * i + 1))));
                    int lanes = 64 / to;
                    define(
                            shape(from) + "NarrowI" + shape(to).substring(1) + (isSigned ? "S" : "U"),
                            a -> join(
                                    from,
                                    i -> saturated(
                                            from, isSigned, signed(a.get((int) i / lanes), to, (int) i % lanes))));
                }
            }
        }
        define(
                "i32x4DotI16x8S",
                a -> join(
                        32,
                        i -> signed(a.get(0), 16, (int) (2 * i)) * signed(a.get(1), 16, (int) (2 * i))
                                + signed(a.get(0), 16, (int) (2 * i + 1)) * signed(a.get(1), 16, (int) (2 * i + 1))));
        define("i16x8RelaxedDotI8x16I7x16S", VectorsTest::relaxedDot);
        define(
                "i32x4RelaxedDotI8x16I7x16AddS",
                a -> join(
                        32,
                        i -> signed(relaxedDot(a), 16, (int) (2 * i))
                                + signed(relaxedDot(a), 16, (int) (2 * i + 1))
                                + signed(a.get(2), 32, (int) i)));
    }

    private static long relaxedDot(List<Long> a) {
        return join(
                16,
                i -> saturated(
                        16,
                        true,
                        signed(a.get(0), 8, (int) (2 * i)) * signed(a.get(1), 8, (int) (2 * i))
                                + signed(a.get(0), 8, (int) (2 * i + 1)) * signed(a.get(1), 8, (int) (2 * i + 1))));
    }

    private static float f32(List<Long> arguments, int argument, long lane) {
        return Float.intBitsToFloat((int) unsigned(arguments.get(argument), 32, (int) lane));
    }

    private static double f64(List<Long> arguments, int argument) {
        return Double.longBitsToDouble(arguments.get(argument));
    }

    private static long bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** What a float operator does to a lane. */
    private interface F32Operator {
        float apply(float a, float b, float c);
    }

    /** What a double operator does to a lane. */
    private interface F64Operator {
        double apply(double a, double b, double c);
    }

    private static void f32(String name, int operands, F32Operator meaning) {
        define(
                "f32x4" + name,
                a -> join(
                        32,
                        i -> bits(meaning.apply(
                                f32(a, 0, i), operands > 1 ? f32(a, 1, i) : 0, operands > 2 ? f32(a, 2, i) : 0))));
    }

    private static void f64(String name, int operands, F64Operator meaning) {
        define(
                "f64x2" + name,
                a -> bits(meaning.apply(f64(a, 0), operands > 1 ? f64(a, 1) : 0, operands > 2 ? f64(a, 2) : 0)));
    }

    private static void floats() {
        f32("Abs", 1, (a, b, c) -> Numerics.f32Abs(a));
        f32("Neg", 1, (a, b, c) -> Numerics.f32Neg(a));
        f32("Ceil", 1, (a, b, c) -> Numerics.f32Ceil(a));
        f32("Floor", 1, (a, b, c) -> Numerics.f32Floor(a));
        f32("Trunc", 1, (a, b, c) -> Numerics.f32Trunc(a));
        f32("Nearest", 1, (a, b, c) -> Numerics.f32Nearest(a));
        f32("Sqrt", 1, (a, b, c) -> Numerics.f32Sqrt(a));
        f32("Add", 2, (a, b, c) -> a + b);
        f32("Sub", 2, (a, b, c) -> a - b);
        f32("Mul", 2, (a, b, c) -> a * b);
        f32("Div", 2, (a, b, c) -> a / b);
        f32("Min", 2, (a, b, c) -> Numerics.f32Min(a, b));
        f32("Max", 2, (a, b, c) -> Numerics.f32Max(a, b));
        f32("Pmin", 2, (a, b, c) -> b < a ? b : a);
        f32("Pmax", 2, (a, b, c) -> a < b ? b : a);
        f32("RelaxedMadd", 3, (a, b, c) -> (a * b) + c);
        f32("RelaxedNmadd", 3, (a, b, c) -> c - (a * b));
        f64("Abs", 1, (a, b, c) -> Numerics.f64Abs(a));
        f64("Neg", 1, (a, b, c) -> Numerics.f64Neg(a));
        f64("Ceil", 1, (a, b, c) -> Numerics.f64Ceil(a));
        f64("Floor", 1, (a, b, c) -> Numerics.f64Floor(a));
        f64("Trunc", 1, (a, b, c) -> Numerics.f64Trunc(a));
        f64("Nearest", 1, (a, b, c) -> Numerics.f64Nearest(a));
        f64("Sqrt", 1, (a, b, c) -> Numerics.f64Sqrt(a));
        f64("Add", 2, (a, b, c) -> a + b);
        f64("Sub", 2, (a, b, c) -> a - b);
        f64("Mul", 2, (a, b, c) -> a * b);
        f64("Div", 2, (a, b, c) -> a / b);
        f64("Min", 2, (a, b, c) -> Numerics.f64Min(a, b));
        f64("Max", 2, (a, b, c) -> Numerics.f64Max(a, b));
        f64("Pmin", 2, (a, b, c) -> b < a ? b : a);
        f64("Pmax", 2, (a, b, c) -> a < b ? b : a);
        f64("RelaxedMadd", 3, (a, b, c) -> a * b + c);
        f64("RelaxedNmadd", 3, (a, b, c) -> c - a * b);
        define("f32x4Eq", a -> join(32, i -> truth(f32(a, 0, i) == f32(a, 1, i))));
        define("f32x4Ne", a -> join(32, i -> truth(f32(a, 0, i) != f32(a, 1, i))));
        define("f32x4Lt", a -> join(32, i -> truth(f32(a, 0, i) < f32(a, 1, i))));
        define("f32x4Le", a -> join(32, i -> truth(f32(a, 0, i) <= f32(a, 1, i))));
        define("f64x2Eq", a -> truth(f64(a, 0) == f64(a, 1)));
        define("f64x2Ne", a -> truth(f64(a, 0) != f64(a, 1)));
        define("f64x2Lt", a -> truth(f64(a, 0) < f64(a, 1)));
        define("f64x2Le", a -> truth(f64(a, 0) <= f64(a, 1)));
        define("i32x4TruncSatF32x4S", a -> join(32, i -> saturated(32, true, (long) f32(a, 0, i))));
        define("i32x4TruncSatF32x4U", a -> join(32, i -> saturated(32, false, (long) f32(a, 0, i))));
        define("i32x4TruncSatF64x2SZero", a -> join(32, i -> saturated(32, true, (long) f64(a, (int) i))));
        define("i32x4TruncSatF64x2UZero", a -> join(32, i -> saturated(32, false, (long) f64(a, (int) i))));
        define("f32x4ConvertI32x4S", a -> join(32, i -> bits((float) signed(a.get(0), 32, (int) i))));
        define("f32x4ConvertI32x4U", a -> join(32, i -> bits((float) unsigned(a.get(0), 32, (int) i))));
        define("f64x2ConvertI32x4S", a -> bits((double) signed(a.get(0), 32, 0)));
        define("f64x2ConvertI32x4U", a -> bits((double) unsigned(a.get(0), 32, 0)));
        define("f32x4DemoteF64x2Zero", a -> join(32, i -> bits((float) f64(a, (int) i))));
        define("f64x2PromoteF32x4", a -> bits((double) f32(a, 0, 0)));
    }

    @Test
    void eachMethodHasAMeaningHere() {
        assertThat(METHODS.keySet()).containsExactlyInAnyOrderElementsOf(MEANINGS.keySet());
    }

    @TestFactory
    Stream<DynamicTest> methodsDoLaneByLaneWhatTheirOperatorMeans() {
        return METHODS.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
    }

    private static Method method(String name) {
        return Objects.requireNonNull(METHODS.get(name), name);
    }

    private static void check(String name) {
        int operands = method(name).getParameterCount();
        Random random = new Random(2);
        Stream<List<Long>> all =
                switch (operands) {
                    case 1 -> HALVES.stream().map(List::of);
                    case 2 -> PAIRS.stream();
                    case 3 -> TRIPLES.stream();
                    default ->
                        TRIPLES.stream().map(triple -> Stream.concat(
                                        triple.stream(), random.longs(2).boxed())
                                .toList());
                };
        all.forEach(arguments -> {
            long expected = Objects.requireNonNull(MEANINGS.get(name), name).apply(arguments);
            long actual = call(method(name), arguments);
            if (actual != expected && !(name.startsWith("f") && haveSameNumbers(name, actual, expected))) {
                assertThat(Long.toHexString(actual))
                        .as(name + arguments.stream().map(Long::toHexString).toList())
                        .isEqualTo(Long.toHexString(expected));
            }
        });
    }

    /** {@return whether the lanes are the same numbers, or both NaNs that may come out of arithmetic} */
    private static boolean haveSameNumbers(String name, long a, long b) {
        if (name.startsWith("f64")) {
            return (a & b & 0x7FF8_0000_0000_0000L) == 0x7FF8_0000_0000_0000L;
        }
        for (int i = 0; i < 2; i++) {
            long x = unsigned(a, 32, i);
            long y = unsigned(b, 32, i);
            if (x != y && (x & y & 0x7FC0_0000) != 0x7FC0_0000) {
                return false;
            }
        }
        return true;
    }

    private static long call(Method method, List<Long> arguments) {
        Object[] all = new Object[arguments.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = method.getParameterTypes()[i] == int.class
                    ? (Object) arguments.get(i).intValue()
                    : arguments.get(i);
        }
        try {
            return ((Number) method.invoke(null, all)).longValue();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(method.getName(), e);
        }
    }

    /** Examples with numbers that were computed by hand. */
    @ParameterizedTest
    @CsvSource({
        "i8x16AddSatS,       7f80017f00000000, 01ff7f7f00000000, 7f807f7f00000000",
        "i8x16SubSatU,       0001ff0000000000, 01ff010000000000, 0000fe0000000000",
        "i8x16AvgrU,         00ff010200000000, 01ff020200000000, 01ff020200000000",
        "i16x8Q15mulrSatS,   80007fff00014000, 80007fff00014000, 7fff7ffe00002000",
        "i32x4DotI16x8S,     8000800000010002, 8000800000030004, 800000000000000b",
        "i16x8RelaxedDotI8x16I7x16S, 8080000100000102, 8080000200000304, 7fff00020000000b",
        "i8x16NarrowI16x8U,  ffff0100008000ff, 7fff800000000001, ff00000100ff80ff",
        "i16x8NarrowI32x4S,  0000800000007fff, ffff7fffffff8000, 800080007fff7fff",
        "f32x4Pmin,          7fc0000080000000, 3f80000000000000, 7fc0000080000000",
        "f32x4Pmax,          3f80000000000000, 7fc0000080000000, 3f80000000000000",
    })
    void examples(String method, String a, String b, String expected) {
        long actual = call(method(method), List.of(Long.parseUnsignedLong(a, 16), Long.parseUnsignedLong(b, 16)));
        assertThat(actual).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }
}
