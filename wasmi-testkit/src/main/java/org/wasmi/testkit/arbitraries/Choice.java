package org.wasmi.testkit.arbitraries;

import java.util.List;
import java.util.Random;

/** Random choices. */
final class Choice {
    private final Random random;

    Choice(Random random) {
        this.random = random;
    }

    /** {@return a number from 0 to {@code bound - 1}} */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int greatest) {
        return least + random.nextInt(greatest - least + 1);
    }

    /** {@return true so many times in a hundred} */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** {@return the index of one of the weights, each as often as it says} */
    int weighted(int... weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int rest = random.nextInt(sum);
        int index = 0;
        while (rest >= weights[index]) {
            rest -= weights[index++];
        }
        return index;
    }

    /** {@return an integer, with a liking for those where something changes} */
    int i32() {
        return switch (weighted(40, 25, 20, 15)) {
            case 0 -> between(-4, 40);
            case 1 -> edge(32).intValue();
            case 2 -> between(-70_000, 70_000);
            default -> random.nextInt();
        };
    }

    /** {@return an integer, with a liking for those where something changes} */
    long i64() {
        return switch (weighted(35, 30, 20, 15)) {
            case 0 -> between(-4, 70);
            case 1 -> edge(64);
            case 2 -> i32();
            default -> random.nextLong();
        };
    }

    /** A power of two or its neighbour, of either sign. */
    private Long edge(int width) {
        long power = 1L << below(width);
        return (percent(50) ? power : -power) + between(-1, 1);
    }

    /** {@return the bits of a float, with a liking for those where something changes} */
    int f32() {
        return switch (weighted(30, 40, 15, 15)) {
            case 0 -> of(F32_SPECIALS);
            case 1 -> Float.floatToRawIntBits(between(-20, 20) / 4f);
            case 2 -> Float.floatToRawIntBits((float) i64());
            default -> random.nextInt();
        };
    }

    /** {@return the bits of a float, with a liking for those where something changes} */
    long f64() {
        return switch (weighted(30, 40, 15, 15)) {
            case 0 -> of(F64_SPECIALS);
            case 1 -> Double.doubleToRawLongBits(between(-20, 20) / 4d);
            case 2 -> Double.doubleToRawLongBits((double) i64());
            default -> random.nextLong();
        };
    }

    /**
     * Zeros, infinities, NaNs quiet and signalling, the ends of the normal and subnormal ranges, bounds of integers.
     */
    private static final List<Integer> F32_SPECIALS = List.of(
            0,
            0x8000_0000,
            0x7F80_0000,
            0xFF80_0000,
            0x7FC0_0000,
            0xFFC0_0000,
            0x7FA0_0001,
            0xFF80_0001,
            1,
            0x807F_FFFF,
            0x0080_0000,
            0x7F7F_FFFF,
            0x4F00_0000,
            0xCF00_0000,
            0x5F00_0000,
            0x5F80_0000,
            0x4EFF_FFFF,
            0x3F00_0000,
            0x4B00_0001);

    private static final List<Long> F64_SPECIALS = List.of(
            0L,
            0x8000_0000_0000_0000L,
            0x7FF0_0000_0000_0000L,
            0xFFF0_0000_0000_0000L,
            0x7FF8_0000_0000_0000L,
            0xFFF8_0000_0000_0000L,
            0x7FF4_0000_0000_0001L,
            0xFFF0_0000_0000_0001L,
            1L,
            0x800F_FFFF_FFFF_FFFFL,
            0x0010_0000_0000_0000L,
            0x7FEF_FFFF_FFFF_FFFFL,
            0x41E0_0000_0000_0000L,
            0xC1E0_0000_0000_0000L,
            0x41DF_FFFF_FFC0_0000L,
            0x43E0_0000_0000_0000L,
            0x43F0_0000_0000_0000L,
            0x3FE0_0000_0000_0000L,
            0x4330_0000_0000_0001L);
}
