package org.wasmi.js.bindgen;

import org.jspecify.annotations.Nullable;
import org.wasmi.exec.GuestHeap;
import org.wasmi.exec.Memory;

/**
 * Strings and arrays of numbers, which pass between Java and a guest's memory by an address and a length. The memory of
 * each belongs to the side that it is passed to.
 */
final class GuestArrays {
    private final Memory memory;
    private final GuestHeap heap;

    GuestArrays(Memory memory, GuestHeap.Allocator allocator) {
        this.memory = memory;
        heap = new GuestHeap(memory, allocator);
    }

    /** {@return whether an object passes as an array} */
    static boolean isArray(@Nullable Object object) {
        return object instanceof String
                || (object != null
                        && object.getClass().isArray()
                        && object.getClass().componentType().isPrimitive());
    }

    /**
     * {@return the block of a new array, as a {@link GuestHeap} has it; the guest owns it}
     *
     * @throws IllegalArgumentException if it has elements that the guest has no type for
     */
    long put(Object array) {
        long block = copy(array);
        heap.forget(0); // nothing is ever released
        return block;
    }

    private long copy(Object array) {
        if (array instanceof String text) {
            return heap.put(text);
        } else if (array instanceof byte[] bytes) {
            return heap.put(bytes);
        } else if (array instanceof short[] shorts) {
            return heap.put(shorts);
        } else if (array instanceof int[] ints) {
            return heap.put(ints);
        } else if (array instanceof long[] longs) {
            return heap.put(longs);
        } else if (array instanceof float[] floats) {
            return heap.put(floats);
        } else if (array instanceof double[] doubles) {
            return heap.put(doubles);
        }
        throw new IllegalArgumentException(
                "an array of " + array.getClass().componentType() + " cannot be passed to a guest");
    }

    /** {@return a string, whose memory the guest has given up; null if there is none} */
    @Nullable
    String takeString(int address, int length) {
        if (address == 0) {
            return null;
        }
        String text = memory.getUtf8(address, length);
        free(address, length, Byte.BYTES);
        return text;
    }

    /** {@return bytes, whose memory the guest has given up; null if there are none} */
    byte @Nullable [] takeBytes(int address, int length) {
        if (address == 0) {
            return null;
        }
        byte[] bytes = memory.getBytes(address, length);
        free(address, length, Byte.BYTES);
        return bytes;
    }

    /** {@return numbers, whose memory the guest has given up; null if there are none} */
    int @Nullable [] takeInts(int address, int length) {
        if (address == 0) {
            return null;
        }
        int[] ints = GuestHeap.ints(memory, address, length);
        free(address, length, Integer.BYTES);
        return ints;
    }

    /** Frees an array that the guest has given up; an empty one has no memory. */
    void free(int address, int length, int stride) {
        if (length != 0) {
            heap.free(address, GuestHeap.size(length, stride), stride);
        }
    }
}
