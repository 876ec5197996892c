package org.wasmi.exec.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
                    DispatchNumbers.SHUFFLE_LANES_8),
            Map.entry(bytes(3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(
                    bytes(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(bytes(1, 0, 3, 2, 5, 4, 7, 6, 25, 24, 27, 26, 29, 28, 31, 30), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(bytes(0, 17, 2, 3, 20, 5, 22, 7, 24, 9, 26, 11, 12, 29, 14, 31), DispatchNumbers.SHUFFLE_ROTATED),
            Map.entry(bytes(7, 19, 30, 2, 11, 25, 0, 14, 21, 6, 28, 9, 17, 3, 12, 31), DispatchNumbers.I8X16_SHUFFLE),
            Map.entry(bytes(0, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1, 0), DispatchNumbers.I8X16_SHUFFLE),
            Map.entry(bytes(0, 1, 2, 3, 16, 17, 18, 19, 0, 16, 1, 17, 2, 18, 3, 19), DispatchNumbers.I8X16_SHUFFLE));

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

    @ParameterizedTest
    @MethodSource("org.wasmi.exec.Guest#executors")
    void everyShuffleYieldsTheBytesWithTheNumbers(String executor) {
        List<int[]> shuffles = new ArrayList<>(FORMS.keySet());
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
