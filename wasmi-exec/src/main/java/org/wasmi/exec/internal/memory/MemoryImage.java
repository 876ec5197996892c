package org.wasmi.exec.internal.memory;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.wasmi.encoding.type.MemoryType;

/**
 * The contents of a memory without most of its zeros: an instance leaves large parts of its memory untouched, and what
 * is not kept need not be copied. Immutable.
 */
public final class MemoryImage {
    /** So many zeros, at a multiple of that, are left out. */
    static final int CHUNK = 4096;

    private static final byte[] ZEROS = new byte[CHUNK];
    private static final byte[] NOTHING = {};

    private final long size;

    /** By address: bytes of which those from there on are a copy. */
    private final NavigableMap<Long, byte[]> runs;

    private MemoryImage(long size, NavigableMap<Long, byte[]> runs) {
        this.size = size;
        this.runs = runs;
    }

    /**
     * {@return what a memory of a type begins with: zeros, as many as its least size, or more than any limit allows}
     */
    public static MemoryImage initial(MemoryType type) {
        long pages = type.limits().min();
        boolean tooMany = Long.compareUnsigned(pages, Long.MAX_VALUE >>> type.pageShift()) > 0;
        long size = tooMany ? Long.MAX_VALUE : pages << type.pageShift();
        return new MemoryImage(size, Collections.emptyNavigableMap());
    }

    /** Copies what is not zero, part by part. */
    public static final class Builder {
        private final NavigableMap<Long, byte[]> runs = new TreeMap<>();

        /** Makes a builder without any bytes. */
        public Builder() {}

        /** {@return the image of a memory of a size} */
        public MemoryImage build(long size) {
            return new MemoryImage(size, runs);
        }

        /** Adds the first bytes of an array, which are those of the memory from an address on. */
        public void add(long address, byte[] array, int length) {
            for (int at = 0; at < length; at += CHUNK) {
                int begin = at;
                while (at < length && !isZero(array, at, length)) {
                    at += CHUNK;
                }
                if (at > begin) {
                    runs.put(address + begin, Arrays.copyOfRange(array, begin, Math.min(at, length)));
                }
            }
        }
    }

    /** {@return whether a chunk is zero, of which some may be beyond the end} */
    private static boolean isZero(byte[] array, int at, int length) {
        int end = Math.min(at + CHUNK, length);
        return Arrays.equals(array, at, end, ZEROS, 0, end - at);
    }

    /** {@return the number of bytes of the memory} */
    public long size() {
        return size;
    }

    /** {@return the number of bytes that are kept} */
    public long keptBytes() {
        return runs.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    /**
     * {@return a new array with the contents from the start, in whole pages; what follows is zero}
     *
     * @throws OutOfMemoryError if there is no room for it
     */
    public byte[] toArray() {
        int length = (int) Math.min(
                size, Math.max(MemoryType.PAGE_SIZE, (end() + MemoryType.PAGE_SIZE - 1) & -MemoryType.PAGE_SIZE));
        // Copying into a new array is faster where the JVM sees that it need not be cleared before.
        byte[] array = Arrays.copyOf(runs.getOrDefault(0L, NOTHING), length);
        runs.tailMap(1L).forEach((at, bytes) -> System.arraycopy(bytes, 0, array, at.intValue(), bytes.length));
        return array;
    }

    /** Goes through the bytes that are kept, by address. */
    public void forEachRun(BiConsumer<Long, byte[]> action) {
        runs.forEach(action);
    }

    private long end() {
        return runs.isEmpty() ? 0 : runs.lastKey() + runs.lastEntry().getValue().length;
    }

    /** {@return whether an array has room for all that is kept, and no more than the memory} */
    public boolean fits(byte[] array) {
        return end() <= array.length && array.length <= size;
    }

    /** Replaces the contents of an array that {@link #fits}. */
    public void copyTo(byte[] array) {
        int zero = 0;
        for (Map.Entry<Long, byte[]> run : runs.entrySet()) {
            int at = run.getKey().intValue();
            Arrays.fill(array, zero, at, (byte) 0);
            System.arraycopy(run.getValue(), 0, array, at, run.getValue().length);
            zero = at + run.getValue().length;
        }
        Arrays.fill(array, zero, array.length, (byte) 0);
    }
}
