package org.wasmi.exec.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Work on many bytes or elements, slice by slice: between slices a guest can be ended from outside, which leaves the
 * work half done. What is not larger than a slice is not worth the detour.
 */
final class SlicedWork {
    /** How many bytes or elements make a slice: some microseconds. */
    static final int SLICE = 1 << 16;

    private SlicedWork() {}

    /** What is to be done to a slice. */
    interface Work {
        /** Does it; {@code at} counts from the first byte or element of the whole. */
        void doSlice(long at, int length);
    }

    /**
     * Does work slice by slice.
     *
     * @param n how many bytes or elements
     * @param backwards whether the last slice comes first, for copies to where the source is
     */
    static void forSlices(StoreState store, long n, boolean backwards, Work work) {
        for (long done = 0; done < n; ) {
            int length = (int) Math.min(SLICE, n - done);
            work.doSlice(backwards ? n - done - length : done, length);
            done += length;
            store.look();
        }
    }

    /** Sets {@code n} elements. */
    static void fill(StoreState store, @Nullable Object[] array, int from, int n, @Nullable Object value) {
        forSlices(store, n, false, (at, length) -> {
            int first = from + (int) at;
            Arrays.fill(array, first, first + length, value);
        });
    }

    /** Copies {@code n} elements within an array, where they may overlap, or from one to another. */
    static void copy(StoreState store, @Nullable Object[] source, int from, @Nullable Object[] target, int to, int n) {
        forSlices(
                store,
                n,
                from < to,
                (at, length) -> System.arraycopy(source, from + (int) at, target, to + (int) at, length));
    }
}
