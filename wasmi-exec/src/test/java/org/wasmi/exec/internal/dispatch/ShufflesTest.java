package org.wasmi.exec.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Guest;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Value;

/** The forms of shuffles, and what shuffles of each form yield on every executor. */
class ShufflesTest {
    private static final FuncType TYPE =
            Guest.type(List.of(VecType.V128, VecType.V128), List.of(VecType.V128, VecType.V128));
    private static final Value.V128 A = Value.V128.i64x2(0x8786_8584_8382_8180L, 0x8F8E_8D8C_8B8A_8988L);
    private static final Value.V128 B = Value.V128.i64x2(0x9796_9594_9392_9190L, 0x9F9E_9D9C_9B9A_9998L);

    /** Each byte of both operands, as the test has them. */
    private static final int FIRST_BYTE = 0x80;

    private static final Map<int[], Integer> FORMS = Map.ofEntries(
            Map.entry(bytes(4, 5, 6, 7, 16, 17, 18, 19, 12, 13, 14, 15, 4, 5, 6, 7), DispatchNumbers.SHUFFLE_LANES_32),
            Map.entry(bytes(0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23), DispatchNumbers.SHUFFLE_LANES_16),
            Map.entry(
                    bytes(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
                    DispatchNumbers.SHUFFLE_ZIPPED),
            Map.entry(bytes(3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(
                    bytes(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(bytes(1, 0, 3, 2, 5, 4, 7, 6, 25, 24, 27, 26, 29, 28, 31, 30), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(bytes(0, 17, 2, 3, 20, 5, 22, 7, 24, 9, 26, 11, 12, 29, 14, 31), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(bytes(7, 19, 30, 2, 11, 25, 0, 14, 21, 6, 28, 9, 17, 3, 12, 31), DispatchNumbers.I8X16_SHUFFLE),
            Map.entry(bytes(0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1, 0), DispatchNumbers.I8X16_SHUFFLE),
            Map.entry(bytes(0, 1, 2, 3, 16, 17, 18, 19, 0, 16, 1, 17, 2, 18, 3, 19), DispatchNumbers.I8X16_SHUFFLE),
            Map.entry(
                    bytes(16, 17, 2, 3, 18, 19, 6, 7, 20, 21, 10, 11, 22, 23, 14, 15),
                    DispatchNumbers.SHUFFLE_SPREAD_16_32),
            Map.entry(
                    bytes(8, 9, 18, 19, 10, 11, 22, 23, 4, 5, 2, 3, 6, 7, 6, 7), DispatchNumbers.SHUFFLE_SPREAD_16_32),
            Map.entry(
                    bytes(11, 17, 18, 19, 12, 21, 22, 23, 13, 25, 26, 27, 14, 29, 30, 31),
                    DispatchNumbers.SHUFFLE_SPREAD_8_32),
            Map.entry(
                    bytes(16, 1, 17, 3, 18, 5, 19, 7, 20, 9, 21, 11, 22, 13, 23, 15),
                    DispatchNumbers.SHUFFLE_SPREAD_8_16),
            Map.entry(
                    bytes(8, 9, 0, 1, 10, 11, 0, 1, 12, 13, 0, 1, 14, 15, 0, 1),
                    DispatchNumbers.SHUFFLE_SPREAD_OVER_LANE),
            Map.entry(bytes(6, 7, 18, 19, 8, 9, 22, 23, 10, 11, 26, 27, 12, 13, 30, 31), DispatchNumbers.SHUFFLE_16),
            Map.entry(bytes(2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31), DispatchNumbers.SHUFFLE_16),
            Map.entry(bytes(3, 2, 1, 0, 7, 6, 5, 4, 27, 26, 25, 24, 31, 30, 29, 28), DispatchNumbers.SHUFFLE_REVERSED),
            Map.entry(bytes(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), DispatchNumbers.SHUFFLE_REVERSED),
            Map.entry(bytes(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5), DispatchNumbers.SHUFFLE_FILLED),
            Map.entry(bytes(8, 0, 0, 0, 9, 0, 0, 0, 10, 0, 0, 0, 11, 0, 0, 0), DispatchNumbers.SHUFFLE_FILLED),
            Map.entry(bytes(7, 16, 17, 18, 19, 20, 21, 22, 3, 3, 3, 3, 3, 3, 3, 3), DispatchNumbers.SHUFFLE_FILLED),
            Map.entry(bytes(16, 1, 2, 3, 17, 5, 6, 7, 18, 9, 10, 11, 19, 13, 14, 12), DispatchNumbers.I8X16_SHUFFLE),
            Map.entry(bytes(0, 2, 4, 6, 8, 10, 12, 14, 0, 0, 0, 0, 0, 0, 0, 0), DispatchNumbers.I8X16_SHUFFLE));

    private static int[] bytes(int... numbers) {
        return numbers;
    }

    @Test
    void theNumbersOfTheBytesDecideTheForm() {
        FORMS.forEach((numbers, form) -> {
            Code code = Guest.code(new FrameShape(2, 2, 4, 8, false), w -> {
                w.write(Op.I8X16_SHUFFLE, 4, 0, 2, half(numbers, 0), half(numbers, 8));
                w.write(Op.RETURN);
            });
            assertThat(SwitchCode.numbered(code)[0])
                    .as(form + ": " + Arrays.toString(numbers))
                    .isEqualTo(form);
        });
    }

    /** All shuffles of the families that have forms, and those that miss one by a byte. */
    private static List<int[]> families() {
        List<int[]> shuffles = new ArrayList<>();
        for (int a = 0; a < 32; a++) {
            int first = a;
            for (int b = 0; b < 32; b += 8) {
                int other = b;
                shuffles.add(of(i -> i % 2 == 0 ? first + i / 2 : other + i / 2)); // takes bytes in turn
                shuffles.add(of(i -> (i % 4 < 2 ? first & 28 : other) + i / 4 * 2 + i % 2)); // lanes of 16 bits in turn
                shuffles.add(of(i -> first ^ i)); // among others, the reverse order of bytes
                shuffles.add(of(i -> i / 8 == 0 ? first / 8 * 8 + (first - i & 7) : other + (7 + first - i & 7)));
                shuffles.add(of(i -> i < 4 ? first + i : i < 8 ? other : first)); // fills up
                shuffles.add(of(i -> (i & 3) == 0 ? first + i / 4 : other)); // moves apart and fills up
                for (int width = 1; width <= 2; width++) {
                    for (int step = 2 * width; step <= 4; step *= 2) {
                        int lanes = width;
                        int apart = step;
                        shuffles.add(of(i -> i % apart < lanes
                                ? first + i / apart * lanes + i % apart
                                : (other & 16) + i)); // moves apart
                    }
                }
                shuffles.add(of(i -> i % 4 < 2 ? first + i / 4 * 2 + i % 4 : other + i % 2)); // over a lane
                shuffles.add(of(i -> (first & 30) + 6 * (i / 2) + i % 2)); // lanes of 16 bits
            }
        }
        Random random = new Random(2);
        for (int[] each : List.copyOf(shuffles)) {
            int[] other = each.clone();
            other[random.nextInt(16)] = random.nextInt(32);
            shuffles.add(other);
        }
        return shuffles;
    }

    private static int[] of(IntUnaryOperator numbers) {
        return IntStream.range(0, 16).map(i -> numbers.applyAsInt(i) & 31).toArray();
    }

    @Test
    void theFamiliesHaveAllForms() {
        Set<Integer> forms = families().stream()
                .map(numbers -> SwitchCode.numbered(Guest.code(new FrameShape(2, 2, 4, 8, false), w -> {
                    w.write(Op.I8X16_SHUFFLE, 4, 0, 2, half(numbers, 0), half(numbers, 8));
                    w.write(Op.RETURN);
                }))[0])
                .collect(Collectors.toSet());

        assertThat(forms).containsAll(FORMS.values());
    }

    @ParameterizedTest
    @MethodSource("org.wasmi.exec.Guest#executors")
    void everyShuffleYieldsTheBytesWithTheNumbers(String executor) {
        List<int[]> shuffles = new ArrayList<>(FORMS.keySet());
        shuffles.addAll(families());
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int halves = 1 + random.nextInt(4);
            int turn = random.nextInt(8);
            boolean rotates = random.nextBoolean();
            shuffles.add(IntStream.range(0, 16)
                    .map(each -> rotates ? (each + turn) % 8 + 8 * random.nextInt(halves) : random.nextInt(32))
                    .toArray());
        }
        Guest guest = new Guest();
        for (int i = 0; i < shuffles.size(); i++) {
            int[] numbers = shuffles.get(i);
            guest.function("f" + i, TYPE, 10, w -> {
                w.write(Op.I8X16_SHUFFLE, 6, 0, 2, half(numbers, 0), half(numbers, 8));
                w.write(Op.I8X16_SHUFFLE, 1, 0, 2, half(numbers, 0), half(numbers, 8)); // over what it reads
                w.write(Op.COPY2, 8, 1, 2);
                w.write(Op.RETURN_SPAN, 6, 4);
            });
        }
        Instance instance = guest.instantiate(
                Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore());

        for (int i = 0; i < shuffles.size(); i++) {
            int[] numbers = shuffles.get(i);
            Value expected = Value.V128.i64x2(expected(numbers, 0), expected(numbers, 8));
            assertThat(instance.function("f" + i).call(A, B))
                    .as(Arrays.toString(numbers))
                    .containsExactly(expected, expected);
        }
    }

    private static long half(int[] numbers, int from) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < Long.BYTES; i++) {
            bytes.put(i, (byte) numbers[from + i]);
        }
        return bytes.getLong(0);
    }

    private static long expected(int[] numbers, int from) {
        return half(IntStream.of(numbers).map(each -> FIRST_BYTE + each).toArray(), from);
    }
}
