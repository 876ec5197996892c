package org.wasmi.exec.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Guest;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;

/** Instructions on more bytes or elements than are worked on at once. */
class SlicedWorkTest {
    private static final int SIZE = 4 * SlicedWork.SLICE;

    private final Store store = Engine.create().newStore();
    private final Memory contents = Memory.create(
            store, new MemoryType(Limits.between(SIZE / MemoryType.PAGE_SIZE, SIZE / MemoryType.PAGE_SIZE)));
    private final MemoryState memory = contents;
    private final TableState table = Table.create(
            store, new TableType(RefType.EXTERNREF, Limits.between(SIZE, SIZE)), Value.nullRef(RefType.EXTERNREF));

    @ParameterizedTest
    @CsvSource({"0, 3", "3, 0", "70000, 70001", "70001, 70000", "1, 1", "0, 131072"})
    void overlappingRangesAreCopiedAsIfAtOnce(int from, int to) {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        contents.putBytes(0, bytes);
        Object[] elements = new Object[SIZE];
        Arrays.setAll(elements, i -> i);
        System.arraycopy(elements, 0, table.array(), 0, SIZE);
        int n = Math.min(SIZE - Math.max(from, to), 2 * SlicedWork.SLICE + 5);

        memory.copy(to, memory, from, n);
        table.copy(to, table, from, n);

        System.arraycopy(bytes, from, bytes, to, n);
        System.arraycopy(elements, from, elements, to, n);
        assertThat(contents.getBytes(0, SIZE)).isEqualTo(bytes);
        assertThat(table.array()).startsWith(elements);
    }

    @Test
    void allOfARangeIsFilledAndNothingElse() {
        int n = 3 * SlicedWork.SLICE + 1;
        memory.fill(7, 0x109, n);
        table.fill(7, "x", n);

        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, 7, 7 + n, (byte) 9);
        assertThat(contents.getBytes(0, SIZE)).isEqualTo(bytes);
        for (int i = 0; i < SIZE; i++) {
            assertThat(table.get(i)).isEqualTo(i < 7 || i >= 7 + n ? null : "x");
        }
    }

    @Test
    void anInterruptEndsAnInstructionHalfway() {
        memory.fill(0, 1, SIZE);
        store.interruptHandle().interrupt();
        assertInterrupted(() -> memory.fill(0, 2, SIZE));
        assertThat(contents.getByte(0)).isEqualTo((byte) 2);
        assertThat(contents.getByte(SIZE - 1)).isEqualTo((byte) 1);
        store.interruptHandle().interrupt();
        assertInterrupted(() -> memory.copy(1, memory, 0, SIZE - 1));
        store.interruptHandle().interrupt();
        Bytes data = Bytes.copyOf(new byte[SIZE]);
        assertInterrupted(() -> memory.init(0, data, 0, SIZE));
        assertThat(contents.getByte(0)).isZero();
        assertThat(contents.getByte(SIZE - 1)).isEqualTo((byte) 1);
        store.interruptHandle().interrupt();
        assertInterrupted(() -> table.init(0, new Object[SIZE], 0, SIZE));
        store.interruptHandle().interrupt();
        assertInterrupted(() -> table.fill(0, "x", SIZE));
        store.interruptHandle().interrupt();
        assertInterrupted(() -> table.copy(1, table, 0, SIZE - 1));
        memory.fill(0, 3, SIZE);
        assertThat(contents.getByte(SIZE - 1)).isEqualTo((byte) 3);
    }

    private static void assertInterrupted(Runnable action) {
        TrapException trap = catchThrowableOfType(TrapException.class, action::run);
        assertThat(trap.trap()).isEqualTo(Trap.INTERRUPTED);
    }

    @Test
    void guestsThatAreNotMeteredAreNotEnded() {
        new Guest().function("f", Guest.NOTHING, 0, w -> w.write(Op.RETURN)).instantiate(store);
        Thread.currentThread().interrupt();
        memory.fill(0, 1, SIZE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(contents.getByte(SIZE - 1)).isEqualTo((byte) 1);
    }
}
