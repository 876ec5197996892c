package org.wasmi.exec.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Memory;

class MemoryAccessTest {
    private static final int SIZE = MemoryType.PAGE_SIZE;

    private final Memory memory = Memory.create(Engine.create().newStore(), new MemoryType(Limits.between(1, 4)));

    @Test
    void addressAndOffsetAreUnsignedAndDoNotWrap() {
        byte[] array = memory.storage().array();
        for (int[] place : new int[][] {
            {SIZE - 3, 0}, {0, SIZE - 3}, {-1, 0}, {0, -1}, {-1, 1}, {1, -1}, {-1, -1}, {-4, 4}, {Integer.MIN_VALUE, 0}
        }) {
            assertThatThrownBy(() -> MemoryAccess.load32(array, SIZE, place[0], place[1]))
                    .isInstanceOf(MemoryFault.class);
            assertThatThrownBy(() -> MemoryAccess.store32(array, SIZE, place[0], place[1], 1))
                    .isInstanceOf(MemoryFault.class);
        }
        MemoryAccess.store32(array, SIZE, SIZE - 8, 4, 0x1234);
        assertThat(MemoryAccess.load32(array, SIZE, 4, SIZE - 8)).isEqualTo(0x1234);
    }

    @Test
    void wideOffsetsDoNotWrapEither() {
        for (long offset : new long[] {
            SIZE - 7, SIZE, 0xFFFF_FFFFL, 1L << 32, Long.MAX_VALUE, Long.MAX_VALUE - 3, Long.MIN_VALUE, -1, -8
        }) {
            for (int address : new int[] {0, -1}) {
                assertThatThrownBy(() -> MemoryAccess.load64(memory, address, offset))
                        .isInstanceOf(MemoryFault.class);
                assertThatThrownBy(() -> MemoryAccess.store64(memory, address, offset, 1))
                        .isInstanceOf(MemoryFault.class);
            }
        }
        MemoryAccess.store64(memory, 8, SIZE - 16L, 0x1234);
        assertThat(MemoryAccess.load64(memory, SIZE - 8, 0)).isEqualTo(0x1234);
    }

    @Test
    void capacityBeyondTheSizeIsOutOfBounds() {
        assertThat(memory.grow(1)).isEqualTo(1);
        assertThat(memory.grow(1)).isEqualTo(2);
        assertThat(memory.storage().array().length)
                .isGreaterThan(memory.storage().arraySize());
        int size = memory.storage().arraySize();
        assertThatThrownBy(() -> MemoryAccess.load8(memory.storage().array(), size, size, 0))
                .isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> memory.getByte(size)).isInstanceOf(TrapException.class);
    }
}
