package org.wasmi.encoding.internal.dwarf;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.source.GuestState;

/** Where a value is (DWARF 5, 2.6.1). */
sealed interface Storage {

    /** {@return bytes of the value, or null if they are not available} */
    byte @Nullable [] read(long offset, int count);

    /** {@return the part of the value that begins at an offset} */
    Storage at(long offset);

    /** {@return the address of the value, if it is in memory} */
    OptionalLong address();

    /**
     * A value in memory.
     *
     * @param first the address
     * @param size how many bytes addresses have
     */
    record InMemory(GuestState state, long first, int size) implements Storage {

        @Override
        public byte @Nullable [] read(long offset, int count) {
            byte[] bytes = state.memory(at(offset).first, count);
            return bytes.length < count ? null : bytes;
        }

        @Override
        public InMemory at(long offset) {
            long address = first + offset;
            return new InMemory(state, size < Long.BYTES ? address & ((1L << (Byte.SIZE * size)) - 1) : address, size);
        }

        @Override
        public OptionalLong address() {
            return OptionalLong.of(at(0).first);
        }
    }

    /**
     * A value that is nowhere in memory as a whole: in locals, or known as a constant, perhaps in parts.
     *
     * @param bytes the bytes, little-endian
     * @param known which of them are available
     * @param begin where the value begins among them
     */
    @SuppressWarnings("ArrayRecordComponent") // it is compared with nothing
    record InBytes(byte[] bytes, boolean[] known, long begin) implements Storage {

        /** {@return a value of 64 bits} */
        static InBytes of(long bits) {
            byte[] bytes = new byte[Long.BYTES];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bits >>> (Byte.SIZE * i));
            }
            return of(bytes);
        }

        static InBytes of(byte[] bytes) {
            boolean[] known = new boolean[bytes.length];
            Arrays.fill(known, true);
            return new InBytes(bytes, known, 0);
        }

        @Override
        public byte @Nullable [] read(long offset, int count) {
            long from = begin + offset;
            if (from < 0 || from > bytes.length - count) {
                return null;
            }
            for (int i = 0; i < count; i++) {
                if (!known[(int) from + i]) {
                    return null;
                }
            }
            return Arrays.copyOfRange(bytes, (int) from, (int) from + count);
        }

        @Override
        public InBytes at(long offset) {
            return new InBytes(bytes, known, begin + offset);
        }

        @Override
        public OptionalLong address() {
            return OptionalLong.empty();
        }
    }
}
