package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.internal.memory.ArrayStorage;
import org.wasmi.exec.runtime.Inside;
import org.wasmi.exec.runtime.MemoryAccess;

class MemoryTest {
    private static final int MAX_PAGES = (int) (ArrayStorage.MAX_BYTES / MemoryType.PAGE_SIZE);
    private static final int PAGE = MemoryType.PAGE_SIZE;

    private final Store store = Engine.create().newStore();
    private final Memory memory = memory(Limits.between(1, 3));

    private Memory memory(Limits limits) {
        return Memory.create(store, new MemoryType(limits));
    }

    /** What a guest passes as an i32 is an address of 32 bits. */
    @Test
    void addressesOf32BitsAreUnsigned() {
        Memory memory = Memory.create(Engine.create().newStore(), new MemoryType(Limits.atLeast(1)));
        memory.putInt(8, 0x0403_0201);
        memory.putBytes(12, new byte[] {'a', 'b', 0});
        assertThat(memory.getInt(8)).isEqualTo(memory.getInt(8L));
        assertThat(memory.getUtf8(12, 2)).isEqualTo("ab");
        assertThat(memory.getCString(12)).isEqualTo("ab");
        assertThat(memory.getBytes(8, 4)).containsExactly(1, 2, 3, 4);
        assertThat(memory.view(8, 4).getInt(0)).isEqualTo(0x0403_0201);
        for (Runnable access : List.<Runnable>of(
                () -> memory.getInt(-4),
                () -> memory.putLong(-4, 1),
                () -> memory.putBytes(-4, new byte[1]),
                () -> memory.getUtf8(-4, 1),
                () -> memory.read(-4, new byte[1], 0, 1),
                () -> memory.getCString(-4))) {
            assertThatThrownBy(access::run)
                    .isInstanceOf(TrapException.class)
                    .hasMessageContaining("at address 4294967292");
        }
    }

    private static void assertOutOfBounds(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(TrapException.class, error -> assertThat(error.trap())
                .isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS));
    }

    @Test
    void numbersAreLittleEndianAndNeedNoAlignment() {
        memory.putLong(1, 0x0807_0605_0403_0201L);
        for (int i = 1; i <= 8; i++) {
            assertThat(memory.getByte(i)).isEqualTo((byte) i);
        }
        assertThat(memory.getShort(2)).isEqualTo((short) 0x0302);
        assertThat(memory.getInt(3)).isEqualTo(0x0605_0403);
        assertThat(memory.getLong(1)).isEqualTo(0x0807_0605_0403_0201L);
        memory.putByte(100, (byte) -1);
        memory.putShort(101, (short) 0x1234);
        memory.putInt(103, 0x5678_9abc);
        assertThat(memory.getLong(100)).isEqualTo(0x00_56789abc_1234_ffL);
    }

    @Test
    void bytesAreCopied() {
        byte[] bytes = {1, 2, 3};
        memory.putBytes(PAGE - 3, bytes);
        byte[] copy = memory.getBytes(PAGE - 3, 3);
        assertThat(copy).isEqualTo(bytes);
        copy[0] = 9;
        assertThat(memory.getByte(PAGE - 3)).isEqualTo((byte) 1);
        assertThat(memory.getBytes(PAGE, 0)).isEmpty();
        assertOutOfBounds(() -> memory.getBytes(PAGE - 3, 4));
        assertOutOfBounds(() -> memory.getBytes(0, -1));
        assertOutOfBounds(() -> memory.putBytes(PAGE - 2, bytes));
        assertThat(memory.getBytes(PAGE - 3, 3)).isEqualTo(bytes);
    }

    @Test
    void textsOfCEndWithAZeroByte() {
        memory.putUtf8(10, "für C\0x");
        assertThat(memory.getCString(10)).isEqualTo("für C");
        assertThat(memory.getCString(9)).isEmpty();
        memory.putUtf8(PAGE - 2, "no");
        assertOutOfBounds(() -> memory.getCString(PAGE - 2));
        assertOutOfBounds(() -> memory.getCString(-1));
    }

    @Test
    void aViewShowsTheMemoryUntilThatGrows() {
        ByteBuffer view = memory.view(4, 8);
        assertThat(view.remaining()).isEqualTo(8);
        memory.putInt(4, 0x0403_0201);
        assertThat(view.getInt(0)).isEqualTo(0x0403_0201);
        view.putLong(0, 7);
        assertThat(memory.getLong(4)).isEqualTo(7);
        assertThat(view.limit()).isEqualTo(view.capacity());
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> view.get(8));
        assertOutOfBounds(() -> memory.view(PAGE - 4, 5));

        // Beyond what the array can hold, so that the memory gets another one.
        assertThat(memory.grow(Inside.storage(memory).array().length / PAGE + 1))
                .isPositive();
        memory.putLong(4, 8);
        assertThat(view.getLong(0)).isEqualTo(7);
        view.putLong(0, 9);
        assertThat(memory.getLong(4)).isEqualTo(8);
        assertThat(memory.view(4, 8).getLong()).isEqualTo(8);
    }

    @Test
    void floatsKeepTheirBits() {
        memory.putFloat(5, Float.intBitsToFloat(0x7fa0_0001));
        assertThat(memory.getInt(5)).isEqualTo(0x7fa0_0001);
        memory.putDouble(5, Double.longBitsToDouble(0x7ff4_0000_0000_0001L));
        assertThat(memory.getLong(5)).isEqualTo(0x7ff4_0000_0000_0001L);
        memory.putDouble(5, 1.5);
        assertThat(memory.getDouble(5)).isEqualTo(1.5);
        memory.putFloat(5, 1.5f);
        assertThat(memory.getFloat(5)).isEqualTo(1.5f);
    }

    @Test
    void accessesEndWithTheMemory() {
        memory.putByte(PAGE - 1, (byte) 1);
        memory.putShort(PAGE - 2, (short) 1);
        memory.putInt(PAGE - 4, 1);
        memory.putLong(PAGE - 8, 1);
        for (long address : new long[] {PAGE, PAGE + 1L, 0xFFFF_FFFFL, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertOutOfBounds(() -> memory.getByte(address));
            assertOutOfBounds(() -> memory.putByte(address, (byte) 0));
        }
        assertOutOfBounds(() -> memory.getShort(PAGE - 1));
        assertOutOfBounds(() -> memory.getInt(PAGE - 3));
        assertOutOfBounds(() -> memory.getLong(PAGE - 7));
        assertOutOfBounds(() -> memory.putShort(PAGE - 1, (short) 0));
        assertOutOfBounds(() -> memory.putInt(PAGE - 3, 0));
        assertOutOfBounds(() -> memory.putLong(PAGE - 7, 0));
        assertOutOfBounds(() -> memory.read(PAGE - 1, new byte[2], 0, 2));
        assertOutOfBounds(() -> memory.write(PAGE - 1, new byte[2], 0, 2));
        assertOutOfBounds(() -> memory.getUtf8(PAGE - 1, 2));
        assertOutOfBounds(() -> memory.getUtf8(0, 0xFFFF_FFFFL));
        assertOutOfBounds(() -> memory.putUtf8(PAGE - 1, "ab"));
        assertThat(memory.getLong(PAGE - 8)).isEqualTo(1);
        assertThat(memory.getUtf8(PAGE, 0)).isEmpty();
    }

    @Test
    void growthStopsAtTheDeclaredMaximum() {
        assertThat(memory.pages()).isEqualTo(1);
        assertThat(memory.grow(0)).isEqualTo(1);
        assertThat(memory.grow(2)).isEqualTo(1);
        assertThat(memory.size()).isEqualTo(3L * PAGE);
        assertThat(memory.getByte(3 * PAGE - 1)).isZero();
        for (long delta : new long[] {1, 65_536, Integer.MAX_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThat(memory.grow(delta)).isEqualTo(-1);
        }
        assertThat(memory.pages()).isEqualTo(3);
        assertThat(memory.type()).isEqualTo(new MemoryType(Limits.between(3, 3)));
        assertOutOfBounds(() -> memory.getByte(3 * PAGE));
    }

    @Test
    void growthStopsAtTheLimitOfTheStore() {
        Store small = Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.MEMORY_BYTES, 2 << 16))
                .newStore();
        Memory limited = Memory.create(small, new MemoryType(Limits.atLeast(1)));
        assertThat(limited.grow(2)).isEqualTo(-1);
        assertThat(limited.grow(1)).isEqualTo(1);
        assertThatThrownBy(() -> Memory.create(small, new MemoryType(Limits.atLeast(3))))
                .isInstanceOf(ResourceException.class)
                .hasMessage("limit on bytes of a memory exceeded: 196608 of at most 131072");
        assertThat(memory(Limits.atLeast(0)).grow(MAX_PAGES + 1)).isEqualTo(-1);
    }

    @Test
    void manySmallStepsCopyLittle() {
        Memory growing = memory(Limits.atLeast(1));
        byte[] array = Inside.storage(growing).array();
        int copies = 0;
        for (int i = 1; i < 300; i++) {
            growing.putByte((long) i * PAGE - 1, (byte) i);
            assertThat(growing.grow(1)).isEqualTo(i);
            if (Inside.storage(growing).array() != array) {
                array = Inside.storage(growing).array();
                copies++;
            }
        }
        assertThat(copies).isLessThan(12);
        assertThat(growing.size()).isEqualTo(300L * PAGE);
        for (int i = 1; i < 300; i++) {
            assertThat(growing.getByte((long) i * PAGE - 1)).isEqualTo((byte) i);
        }
        assertThat(growing.getByte(300L * PAGE - 1)).isZero();
    }

    /** The heap of the tests is set in the pom to less than the largest memory. */
    @Test
    void whatTheJvmCannotProvideIsNoCrash() {
        assumeThat(Runtime.getRuntime().maxMemory()).isLessThan(ArrayStorage.MAX_BYTES);
        assertThat(memory(Limits.atLeast(0)).grow(MAX_PAGES)).isEqualTo(-1);
        assertThatThrownBy(() -> memory(Limits.atLeast(MAX_PAGES)))
                .isInstanceOf(ResourceException.class)
                .hasMessage("no room for the first 2147418112 bytes of a memory of 2147418112 bytes");
    }

    @Test
    void whatTheJvmCannotProvideWhenItIsTouchedIsNoCrashEither() {
        int pages = (int) (Runtime.getRuntime().maxMemory() / PAGE);
        Memory large = memory(Limits.atLeast(pages));
        assertThatThrownBy(() -> large.putByte((long) pages * PAGE - 1, (byte) 1))
                .isInstanceOf(ResourceException.class)
                .hasMessageMatching(
                        "no room for the first \\d+ bytes of a memory of " + (long) pages * PAGE + " bytes");
        large.putByte(PAGE, (byte) 1);
        assertThat(large.getByte(PAGE)).isEqualTo((byte) 1);
    }

    @Test
    void roomIsMadeForWhatIsTouched() {
        Memory large = memory(Limits.between(1_000, 1_000));
        assertThat(Inside.storage(large).array()).hasSize(PAGE);
        assertThat(large.size()).isEqualTo(1_000L * PAGE);
        large.putInt(3 * PAGE - 1, 0x0102_0304);
        assertThat(Inside.storage(large).array()).hasSize(4 * PAGE);
        assertThat(large.getInt(3 * PAGE - 1)).isEqualTo(0x0102_0304);
        assertThat(large.getLong(4 * PAGE - 4)).isZero();
        assertThat(Inside.storage(large).array()).hasSize(8 * PAGE);
        assertThat(large.grow(0)).isEqualTo(1_000);
        assertThat(Inside.storage(large).array()).hasSize(8 * PAGE);
        assertOutOfBounds(() -> large.getByte(1_000L * PAGE));
        assertThat(Inside.storage(large).array()).hasSize(8 * PAGE);
        Inside.fill(large, 900 * PAGE, 1, 100 * PAGE);
        assertThat(Inside.storage(large).array()).hasSize(1_000 * PAGE);
        assertThat(large.getByte(900L * PAGE - 1)).isZero();
        assertThat(large.getByte(1_000L * PAGE - 1)).isEqualTo((byte) 1);
    }

    @Test
    void aClosedStoreHasFreedItsMemories() {
        memory.putInt(0, 1);
        store.close();
        assertThat(Inside.storage(memory).array()).isEmpty();
        for (Runnable use : List.<Runnable>of(
                () -> memory.getInt(0),
                () -> memory.putByte(PAGE - 1, (byte) 1),
                () -> memory.view(0, 1),
                () -> Inside.fill(memory, 0, 1, 1),
                () -> memory.grow(1))) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the store is closed");
        }
        assertThat(memory.pages()).isEqualTo(1);
    }

    @Test
    void noBytesNeedNoRoom() {
        Memory large = memory(Limits.between(10, 10));
        assertThat(large.getBytes(10L * PAGE, 0)).isEmpty();
        Inside.fill(large, 10 * PAGE, 1, 0);
        Inside.copy(large, 10 * PAGE, large, 10 * PAGE, 0);
        MemoryAccess.fill(large, 10 * PAGE, 1, 0);
        assertThat(Inside.storage(large).array()).hasSize(PAGE);
        assertOutOfBounds(() -> large.getBytes(10L * PAGE + 1, 0));
    }

    @Test
    void aViewHasRoomForAll() {
        Memory large = memory(Limits.between(10, 10));
        ByteBuffer view = large.view(8, 8);
        large.putInt(10 * PAGE - 4, 1);
        large.putInt(8, 2);
        assertThat(view.getInt(0)).isEqualTo(2);
    }

    @Test
    void textIsUtf8() {
        assertThat(memory.putUtf8(10, "grüße €")).isEqualTo(11);
        assertThat(memory.getUtf8(10, 11)).isEqualTo("grüße €");
        memory.putByte(10, (byte) 0xFF);
        assertThat(memory.getUtf8(10, 1)).isEqualTo("\uFFFD");
    }

    @Test
    void bytesAreCopiedToTheHostAndBack() {
        memory.write(7, new byte[] {1, 2, 3, 4}, 1, 2);
        byte[] target = new byte[4];
        memory.read(6, target, 0, 4);
        assertThat(target).containsExactly(0, 2, 3, 0);
        assertThatThrownBy(() -> memory.read(0, target, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.write(0, target, -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bulkOperationsCheckBothRangesFirst() {
        Bytes data = Bytes.copyOf(new byte[] {1, 2, 3});
        Inside.fill(memory, 0, 0x1_07, 4);
        assertThat(memory.getInt(0)).isEqualTo(0x0707_0707);
        Inside.init(memory, 4, data, 1, 2);
        Inside.copy(memory, 5, memory, 4, 2);
        assertThat(memory.getLong(0)).isEqualTo(0x0003_0202_0707_0707L);
        Inside.copy(memory, 3, memory, 4, 3);
        assertThat(memory.getLong(0)).isEqualTo(0x0003_0302_0207_0707L);

        Memory other = memory(Limits.atLeast(1));
        Inside.copy(other, PAGE - 2, memory, 3, 2);
        assertThat(other.getShort(PAGE - 2)).isEqualTo((short) 0x0202);

        for (int[] range : List.of(new int[] {PAGE, 1}, new int[] {-1, 1}, new int[] {0, -1}, new int[] {-1, -1})) {
            assertOutOfBounds(() -> Inside.fill(memory, range[0], 1, range[1]));
            assertOutOfBounds(() -> Inside.copy(memory, range[0], memory, 0, range[1]));
            assertOutOfBounds(() -> Inside.copy(memory, 0, memory, range[0], range[1]));
            assertOutOfBounds(() -> Inside.init(memory, range[0], data, 0, range[1]));
        }
        assertOutOfBounds(() -> Inside.init(memory, 0, data, 2, 2));
        assertOutOfBounds(() -> Inside.init(memory, 0, Bytes.EMPTY, 0, 1));
        Inside.fill(memory, PAGE, 1, 0);
        Inside.copy(memory, PAGE, memory, PAGE, 0);
        Inside.init(memory, PAGE, data, 3, 0);
        assertThat(memory.getLong(0)).isEqualTo(0x0003_0302_0207_0707L);
    }
}
