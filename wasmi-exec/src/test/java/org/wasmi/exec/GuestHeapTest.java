package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;

class GuestHeapTest {
    private final Memory memory = Memory.create(Engine.create().newStore(), new MemoryType(Limits.atLeast(1)));

    private final List<String> freed = new ArrayList<>();

    /** Gives out addresses one after the other, and never any again. */
    private final GuestHeap heap = new GuestHeap(memory, new GuestHeap.Allocator() {
        private int next = 16;

        @Override
        public int allocate(int size, int alignment) {
            if (next + size > memory.size()) {
                return 0;
            }
            int at = (next + alignment - 1) & -alignment;
            next = at + size;
            return at;
        }

        @Override
        public void free(int address, int size, int alignment) {
            freed.add(address + ":" + size + ":" + alignment);
        }
    });

    @Property(tries = 500)
    void stringsAreEncodedAsByTheJdk(@ForAll String text) {
        GuestHeapTest fresh = new GuestHeapTest();
        long block = fresh.heap.put(text);
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        assertThat(fresh.memory.getBytes(GuestHeap.address(block), GuestHeap.length(block)))
                .isEqualTo(expected);
        int address = fresh.heap.putCString(text);
        assertThat(fresh.memory.getBytes(address, expected.length)).isEqualTo(expected);
        assertThat(fresh.memory.getByte(address + expected.length)).isZero();
    }

    @Test
    void arraysComeBackAsTheyWere() {
        long bytes = heap.put(new byte[] {1, -2});
        long shorts = heap.put(new short[] {1, -2});
        long ints = heap.put(new int[] {1, Integer.MIN_VALUE});
        long longs = heap.put(new long[] {Long.MIN_VALUE, 3});
        long floats = heap.put(new float[] {1.5f, Float.NaN});
        long doubles = heap.put(new double[] {-0.0, Double.MIN_VALUE});
        assertThat(memory.getBytes(GuestHeap.address(bytes), 2)).containsExactly(1, -2);
        assertThat(GuestHeap.shorts(memory, GuestHeap.address(shorts), 2)).containsExactly(1, -2);
        assertThat(GuestHeap.ints(memory, GuestHeap.address(ints), 2)).containsExactly(1, Integer.MIN_VALUE);
        assertThat(GuestHeap.longs(memory, GuestHeap.address(longs), 2)).containsExactly(Long.MIN_VALUE, 3);
        assertThat(GuestHeap.floats(memory, GuestHeap.address(floats), 2)).containsExactly(1.5f, Float.NaN);
        assertThat(GuestHeap.doubles(memory, GuestHeap.address(doubles), 2)).containsExactly(-0.0, Double.MIN_VALUE);
        assertThat(GuestHeap.address(doubles) % 8).isZero();
    }

    @Test
    void blocksAreFreedFromTheLastToTheMark() {
        heap.put("kept");
        int outer = heap.mark();
        heap.put("abc");
        int inner = heap.mark();
        heap.allocate(8, 8);
        heap.allocate(1, 1);
        heap.release(inner);
        assertThat(freed).containsExactly("32:1:1", "24:8:8");
        heap.forget(inner);
        heap.release(outer);
        assertThat(freed).containsExactly("32:1:1", "24:8:8", "20:3:1");
        heap.put("lost");
        heap.forget(outer);
        heap.release(outer);
        assertThat(freed).hasSize(3);
        for (int i = 0; i < 100; i++) {
            heap.allocate(1, 1);
        }
        heap.release(outer);
        assertThat(freed).hasSize(103);
    }

    @Test
    void aGuestThatCannotAllocateIsReported() {
        assertThatIllegalStateException()
                .isThrownBy(() -> heap.allocate(100_000, 1))
                .withMessage("the guest cannot allocate 100000 bytes");
        assertThat(new GuestHeap(memory, (size, alignment) -> 0).allocate(0, 1)).isZero();
    }

    @Test
    void stringsThatPassWhileAnotherIsAllocatedAreApart() {
        GuestHeap[] again = new GuestHeap[1];
        int[] addresses = {100, 200};
        int[] calls = {0};
        again[0] = new GuestHeap(memory, (size, alignment) -> {
            int call = calls[0]++;
            if (call == 0) {
                again[0].put("inner");
            }
            return addresses[call];
        });
        long outer = again[0].put("outer text");
        assertThat(memory.getUtf8(GuestHeap.address(outer), GuestHeap.length(outer)))
                .isEqualTo("outer text");
        assertThat(memory.getUtf8(200, 5)).isEqualTo("inner");
    }

    @Test
    void lengthsOfGuestsAreCheckedBeforeRoomIsMade() {
        for (int count : new int[] {1 << 14, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertThatExceptionOfType(TrapException.class).isThrownBy(() -> GuestHeap.ints(memory, 4, count));
            assertThatExceptionOfType(TrapException.class).isThrownBy(() -> GuestHeap.check(memory, 1, count, 4));
        }
        assertThat(GuestHeap.ints(memory, -1, 0)).isEmpty();
        assertThat(GuestHeap.ints(memory, 0, 1 << 14)).hasSize(1 << 14);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestHeap.size(Integer.MAX_VALUE, 2))
                .withMessage("2147483647 elements of 2 bytes are too many");
    }

    @Test
    void halvesOfALongAreUnsigned() {
        long block = GuestHeap.block(-1, -2);
        assertThat(GuestHeap.address(block)).isEqualTo(-1);
        assertThat(GuestHeap.length(block)).isEqualTo(-2);
    }
}
