package org.wasmi.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Bytes;

/**
 * Work on many bytes or elements, slice by slice: between slices a guest can be ended from outside, which leaves the work half
 * done. What is not larger than a slice is not worth the detour.
 */
final class Bulk {
    /** How many bytes or elements make a slice: some microseconds. */
    static final int SLICE = 1 << 16;

    private Bulk() {}

    /** What is to be done to a slice. */
    private interface Work {
        /** Does it; {@code at} counts from the first byte or element of the whole. */
        void doSlice(int at, int length);
    }

    private static void forSlices(Store store, int n, boolean backwards, Work work) {
        for (int done = 0; done < n; ) {
            int length = Math.min(SLICE, n - done);
            work.doSlice(backwards ? n - done - length : done, length);
            done += length;
            store.checkpoint();
        }
    }

    /** Sets {@code n} bytes. */
    static void fill(Store store, byte[] array, int from, int n, byte value) {
        forSlices(store, n, false, (at, length) -> Arrays.fill(array, from + at, from + at + length, value));
    }

    /** Sets {@code n} elements. */
    static void fill(Store store, @Nullable Object[] array, int from, int n, @Nullable Object value) {
        forSlices(store, n, false, (at, length) -> Arrays.fill(array, from + at, from + at + length, value));
    }

    /** Copies {@code n} bytes of a data segment. */
    static void copy(Store store, Bytes source, int from, byte[] target, int to, int n) {
        forSlices(store, n, false, (at, length) -> source.copyTo(from + at, target, to + at, length));
    }

    /** Copies {@code n} bytes or elements within an array, where they may overlap, or from one to another. */
    static void copy(Store store, Object source, int from, Object target, int to, int n) {
        forSlices(store, n, from < to, (at, length) -> System.arraycopy(source, from + at, target, to + at, length));
    }
}
