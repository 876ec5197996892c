package org.wasmi.exec;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.wasmi.encoding.type.MemoryType;

/**
 * The contents of a memory without most of its zeros: an instance leaves large parts of its memory untouched, and what is
 * not kept need not be copied. Immutable.
 */
final class MemoryImage {
    /** So many zeros, at a multiple of that, are left out. Pages are multiples of it. */
    static final int CHUNK = 4096;

    private static final byte[] ZEROS = new byte[CHUNK];
    private static final byte[] NOTHING = {};

    private final long size;

    /** By index of the memory: bytes of which those from there on are a copy. */
    private final NavigableMap<Integer, byte[]> runs;

    private MemoryImage(long size, NavigableMap<Integer, byte[]> runs) {
        this.size = size;
        this.runs = runs;
    }

    /** {@return zeros} */
    static MemoryImage zeros(long size) {
        return new MemoryImage(size, Collections.emptyNavigableMap());
    }

    /**
     * {@return a copy of the first bytes of an array, in whole chunks}
     *
     * @param length how many there are; what follows them up to the size is zero
     */
    static MemoryImage copyOf(byte[] array, int length, long size) {
        NavigableMap<Integer, byte[]> runs = new TreeMap<>();
        for (int at = 0; at < length; at += CHUNK) {
            int begin = at;
            while (at < length && !isZero(array, at)) {
                at += CHUNK;
            }
            if (at > begin) {
                runs.put(begin, Arrays.copyOfRange(array, begin, at));
            }
        }
        return new MemoryImage(size, runs);
    }

    private static boolean isZero(byte[] array, int at) {
        return Arrays.equals(array, at, at + CHUNK, ZEROS, 0, CHUNK);
    }

    /** {@return the number of bytes of the memory} */
    long size() {
        return size;
    }

    /** {@return the number of bytes that are kept} */
    long keptBytes() {
        return runs.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    /**
     * {@return a new array with the contents from the start, in whole pages; what follows is zero}
     *
     * @throws OutOfMemoryError if there is no room for it
     */
    byte[] toArray() {
        int end = end();
        int length = (int) Math.min(
                size, Math.max(MemoryType.PAGE_SIZE, (end + MemoryType.PAGE_SIZE - 1L) & -MemoryType.PAGE_SIZE));
        // Copying into a new array is faster where the JVM sees that it need not be cleared before.
        byte[] array = Arrays.copyOf(runs.getOrDefault(0, NOTHING), length);
        runs.tailMap(1).forEach((at, bytes) -> System.arraycopy(bytes, 0, array, at, bytes.length));
        return array;
    }

    private int end() {
        return runs.isEmpty() ? 0 : runs.lastKey() + runs.lastEntry().getValue().length;
    }

    /** {@return whether an array has room for all that is kept, and no more than the memory} */
    boolean fits(byte[] array) {
        return end() <= array.length && array.length <= size;
    }

    /** Replaces the contents of an array that {@link #fits}. */
    void copyTo(byte[] array) {
        int zero = 0;
        for (Map.Entry<Integer, byte[]> run : runs.entrySet()) {
            Arrays.fill(array, zero, run.getKey(), (byte) 0);
            System.arraycopy(run.getValue(), 0, array, run.getKey(), run.getValue().length);
            zero = run.getKey() + run.getValue().length;
        }
        Arrays.fill(array, zero, array.length, (byte) 0);
    }
}
