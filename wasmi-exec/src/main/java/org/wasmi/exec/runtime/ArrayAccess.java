package org.wasmi.exec.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.exec.internal.store.HostApi;

/**
 * What instructions do to arrays, for executors only (Wasm specification, 4.4 "Aggregate Instructions"). Indices and
 * numbers of elements are unsigned. A number is the numeric half of a slot; what of it the elements hold depends on
 * their type.
 *
 * <p>An access through a null reference is a {@link TrapException} with {@link Trap#NULL_ARRAY}, one beyond the end
 * with {@link Trap#ARRAY_OUT_OF_BOUNDS}. An array that exceeds the limit on elements or that the JVM has no room for is
 * a {@link ResourceException}. No verifier proves what a reference refers to: code that does not come from a translator
 * gets an {@link InvalidException} where that is no array, or one of other elements.
 */
public final class ArrayAccess {
    // The price of an array in a constant expression; by default, the translator charges the same elsewhere.
    private static final int BYTES_PER_FUEL = 64;
    private static final int REFERENCES_PER_FUEL = 8;

    private ArrayAccess() {}

    // Making arrays.

    /** {@return an array of {@code n} times the same one} This is {@code array.new} of numbers of at most 64 bits. */
    public static ArrayRef create(InstanceState instance, int type, long value, int n) {
        ArrayRef array = createDefault(instance, type, n);
        if (value != 0) {
            fill(instance.owner(), array, 0, n, value);
        }
        return array;
    }

    /** {@return an array of {@code n} times the same one} This is {@code array.new} of vectors. */
    public static ArrayRef create128(InstanceState instance, int type, long low, long high, int n) {
        ArrayRef array = createDefault(instance, type, n);
        fill128(instance.owner(), array, 0, n, low, high);
        return array;
    }

    /** {@return an array of {@code n} times the same one} This is {@code array.new} of references. */
    public static ArrayRef createRef(InstanceState instance, int type, @Nullable Object value, int n) {
        ArrayRef array = createDefault(instance, type, n);
        if (value != null) {
            fillRef(instance.owner(), array, 0, n, value);
        }
        return array;
    }

    /** {@return an array of {@code n} zeros or nulls} This is {@code array.new_default}. */
    public static ArrayRef createDefault(InstanceState instance, int type, int n) {
        return create(instance, instance.typeAt(type), n);
    }

    /**
     * {@return an array for the host API}
     *
     * @param n the number of elements, unsigned
     * @param maker makes it, with all elements zero or null
     * @throws IllegalStateException if the store is closed
     */
    public static <A extends ArrayRef> A create(HostApi key, StoreState store, int n, Supplier<A> maker) {
        store.requireOpen();
        requireFew(store, n);
        try {
            A array = maker.get();
            lookIfLarge(store, n);
            return array;
        } catch (OutOfMemoryError error) {
            throw noRoom(n);
        }
    }

    static ArrayRef create(InstanceState instance, RuntimeType type, int n) {
        StoreState store = instance.owner();
        requireFew(store, n);
        if (store.isEvaluating()) {
            int bytes = ArrayRef.elementOf(type).bytes();
            store.owe(bytes == 0 ? n : (long) n * bytes, bytes == 0 ? REFERENCES_PER_FUEL : BYTES_PER_FUEL);
        }
        try {
            ArrayRef array = instance.newArray(type, n);
            lookIfLarge(store, n);
            return array;
        } catch (OutOfMemoryError error) {
            throw noRoom(n);
        }
    }

    private static void requireFew(StoreState store, int n) {
        store.resources().limits().arrayElements().check(Integer.toUnsignedLong(n));
    }

    private static void lookIfLarge(StoreState store, int n) {
        if (n > SlicedWork.SLICE && !store.isIdle()) {
            store.look();
        }
    }

    private static ResourceException noRoom(int n) {
        return new ResourceException("no room for an array of " + n + " elements");
    }

    /**
     * {@code array.new_fixed}.
     *
     * @param instance whose type
     * @param type the index of the type
     * @param slots the numeric halves of slots
     * @param references the reference halves
     * @param first the first of the slots that hold the values of the elements
     * @param count how many slots do; two for each vector
     * @return the array
     */
    public static ArrayRef createFixed(
            InstanceState instance, int type, long[] slots, @Nullable Object[] references, int first, int count) {
        ArrayRef array = createDefault(
                instance,
                type,
                count / ArrayRef.elementOf(instance.typeAt(type)).unpacked().slots());
        if (array.elements instanceof @Nullable Object[] elements) {
            System.arraycopy(references, first, elements, 0, count);
        } else if (array.elements instanceof long[] elements) {
            System.arraycopy(slots, first, elements, 0, count);
        } else {
            for (int i = 0; i < count; i++) {
                fill(array.elements, i, i + 1, slots[first + i]);
            }
        }
        return array;
    }

    /**
     * {@return an array of {@code n} elements from the bytes of a data segment from {@code src} on} This is {@code
     * array.new_data}.
     *
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if the segment has fewer
     */
    public static ArrayRef createFromData(InstanceState instance, int type, int data, int src, int n) {
        Bytes bytes = instance.dataAt(data);
        requireData(bytes, src, n, bytesOf(instance.typeAt(type)));
        ArrayRef array = createDefault(instance, type, n);
        read(instance.owner(), bytes, src, array, 0, n);
        return array;
    }

    /**
     * {@return an array of {@code n} elements of an element segment from {@code src} on} This is {@code
     * array.new_elem}.
     *
     * @throws TrapException with {@link Trap#TABLE_OUT_OF_BOUNDS} if the segment has fewer
     */
    public static ArrayRef createFromElements(InstanceState instance, int type, int segment, int src, int n) {
        @Nullable Object[] elements = instance.elementAt(segment);
        requireElements(elements, src, n);
        ArrayRef array = createDefault(instance, type, n);
        copy(instance.owner(), elements, src, array.elements, 0, n);
        return array;
    }

    // Reading and writing elements.

    /** {@return the number of elements} This is {@code array.len}. */
    public static int length(@Nullable Object array) {
        if (array instanceof ArrayRef known) {
            return known.length();
        }
        throw fault(array, 0);
    }

    /** {@return an element of 8 bits} */
    public static byte get8(@Nullable Object array, int index) {
        if (array instanceof ArrayRef known
                && known.elements instanceof byte[] elements
                && index >= 0
                && index < elements.length) {
            return elements[index];
        }
        throw fault(array, index);
    }

    /** {@return an element of 16 bits} */
    public static short get16(@Nullable Object array, int index) {
        if (array instanceof ArrayRef known
                && known.elements instanceof short[] elements
                && index >= 0
                && index < elements.length) {
            return elements[index];
        }
        throw fault(array, index);
    }

    /** {@return an element of 32 bits} */
    public static int get32(@Nullable Object array, int index) {
        if (array instanceof ArrayRef known
                && known.elements instanceof int[] elements
                && index >= 0
                && index < elements.length) {
            return elements[index];
        }
        throw fault(array, index);
    }

    /** {@return an element of 64 bits} */
    public static long get64(@Nullable Object array, int index) {
        if (array instanceof ArrayRef known
                && known.elements instanceof long[] elements
                && index >= 0
                && index < elements.length) {
            return elements[index];
        }
        throw fault(array, index);
    }

    /** {@return the lower 64 bits of an element of 128} */
    public static long getLow(@Nullable Object array, int index) {
        return vectors(array, index)[2 * index];
    }

    /** {@return the upper 64 bits of an element of 128} */
    public static long getHigh(@Nullable Object array, int index) {
        return vectors(array, index)[2 * index + 1];
    }

    private static long[] vectors(@Nullable Object array, int index) {
        if (array instanceof ArrayRef known
                && known.elements instanceof long[] elements
                && index >= 0
                && index < elements.length / 2) {
            return elements;
        }
        throw fault(array, index);
    }

    /** {@return an element that is a reference} */
    public static @Nullable Object getRef(@Nullable Object array, int index) {
        if (array instanceof ArrayRef known
                && known.elements instanceof @Nullable Object[] elements
                && index >= 0
                && index < elements.length) {
            return elements[index];
        }
        throw fault(array, index);
    }

    /** Sets an element of 8 bits. */
    public static void set8(@Nullable Object array, int index, byte value) {
        if (array instanceof ArrayRef known
                && known.elements instanceof byte[] elements
                && index >= 0
                && index < elements.length) {
            elements[index] = value;
        } else {
            throw fault(array, index);
        }
    }

    /** Sets an element of 16 bits. */
    public static void set16(@Nullable Object array, int index, short value) {
        if (array instanceof ArrayRef known
                && known.elements instanceof short[] elements
                && index >= 0
                && index < elements.length) {
            elements[index] = value;
        } else {
            throw fault(array, index);
        }
    }

    /** Sets an element of 32 bits. */
    public static void set32(@Nullable Object array, int index, int value) {
        if (array instanceof ArrayRef known
                && known.elements instanceof int[] elements
                && index >= 0
                && index < elements.length) {
            elements[index] = value;
        } else {
            throw fault(array, index);
        }
    }

    /** Sets an element of 64 bits. */
    public static void set64(@Nullable Object array, int index, long value) {
        if (array instanceof ArrayRef known
                && known.elements instanceof long[] elements
                && index >= 0
                && index < elements.length) {
            elements[index] = value;
        } else {
            throw fault(array, index);
        }
    }

    /** Sets an element of 128 bits. */
    public static void set128(@Nullable Object array, int index, long low, long high) {
        long[] elements = vectors(array, index);
        elements[2 * index] = low;
        elements[2 * index + 1] = high;
    }

    /** Sets an element that is a reference. */
    public static void setRef(@Nullable Object array, int index, @Nullable Object value) {
        if (array instanceof ArrayRef known
                && known.elements instanceof @Nullable Object[] elements
                && index >= 0
                && index < elements.length) {
            elements[index] = value;
        } else {
            throw fault(array, index);
        }
    }

    // Many elements at once.

    /** {@code array.fill} of numbers of at most 64 bits. */
    public static void fill(InstanceState instance, @Nullable Object array, int index, long value, int n) {
        ArrayRef known = range(array, index, n);
        if (known.elements instanceof Object[] || known.width() > 1) {
            throw mismatch();
        }
        fill(instance.owner(), known, index, n, value);
    }

    /** {@code array.fill} of vectors. */
    public static void fill128(InstanceState instance, @Nullable Object array, int index, long low, long high, int n) {
        ArrayRef known = range(array, index, n);
        if (known.width() == 1) {
            throw mismatch();
        }
        fill128(instance.owner(), known, index, n, low, high);
    }

    /** {@code array.fill} of references. */
    public static void fillRef(
            InstanceState instance, @Nullable Object array, int index, @Nullable Object value, int n) {
        fillRef(instance.owner(), range(array, index, n), index, n, value);
    }

    /** {@code array.copy}: copies {@code n} elements of an array from {@code src} on to another from {@code dst} on. */
    public static void copy(
            InstanceState instance, @Nullable Object to, int dst, @Nullable Object from, int src, int n) {
        ArrayRef target = range(to, dst, n);
        ArrayRef source = range(from, src, n);
        int width = target.width();
        if (!target.elements.getClass().equals(source.elements.getClass()) || width != source.width()) {
            throw mismatch();
        }
        copy(instance.owner(), source.elements, src * width, target.elements, dst * width, n * width);
    }

    /**
     * {@code array.init_data}: sets {@code n} elements from {@code dst} on to the bytes of a data segment from {@code
     * src} on.
     *
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if the segment has fewer
     */
    public static void initFromData(InstanceState instance, int data, @Nullable Object array, int dst, int src, int n) {
        ArrayRef known = range(array, dst, n);
        Bytes bytes = instance.dataAt(data);
        requireData(bytes, src, n, bytesOf(known.type()));
        read(instance.owner(), bytes, src, known, dst, n);
    }

    /**
     * {@code array.init_elem}: sets {@code n} elements from {@code dst} on to those of an element segment from {@code
     * src} on.
     *
     * @throws TrapException with {@link Trap#TABLE_OUT_OF_BOUNDS} if the segment has fewer
     */
    public static void initFromElements(
            InstanceState instance, int segment, @Nullable Object array, int dst, int src, int n) {
        ArrayRef known = range(array, dst, n);
        @Nullable Object[] elements = instance.elementAt(segment);
        requireElements(elements, src, n);
        if (!(known.elements instanceof Object[])) {
            throw mismatch();
        }
        copy(instance.owner(), elements, src, known.elements, dst, n);
    }

    /** {@return an array that has {@code n} elements from an index on} */
    private static ArrayRef range(@Nullable Object array, int index, int n) {
        if (array instanceof ArrayRef known
                && Integer.toUnsignedLong(index) + Integer.toUnsignedLong(n) <= known.length()) {
            return known;
        }
        throw array instanceof ArrayRef known ? outOfBounds(known, index, n) : fault(array, index);
    }

    private static void fill(StoreState store, ArrayRef array, int index, int n, long value) {
        slices(store, n, (at, length) -> {
            int from = index + (int) at;
            fill(array.elements, from, from + length, value);
        });
    }

    /** Does work slice by slice, where it has more than one. */
    private static void slices(StoreState store, int n, SlicedWork.Work work) {
        if (n <= SlicedWork.SLICE) {
            work.doSlice(0, n);
        } else {
            SlicedWork.forSlices(store, n, false, work);
        }
    }

    private static void fill(Object elements, int from, int to, long value) {
        if (elements instanceof byte[] bytes) {
            Arrays.fill(bytes, from, to, (byte) value);
        } else if (elements instanceof short[] shorts) {
            Arrays.fill(shorts, from, to, (short) value);
        } else if (elements instanceof int[] ints) {
            Arrays.fill(ints, from, to, (int) value);
        } else if (elements instanceof long[] longs) {
            Arrays.fill(longs, from, to, value);
        }
    }

    private static void fill128(StoreState store, ArrayRef array, int index, int n, long low, long high) {
        long[] elements = (long[]) array.elements;
        slices(store, n, (at, length) -> {
            int from = index + (int) at;
            for (int i = from; i < from + length; i++) {
                elements[2 * i] = low;
                elements[2 * i + 1] = high;
            }
        });
    }

    private static void fillRef(StoreState store, ArrayRef array, int index, int n, @Nullable Object value) {
        if (!(array.elements instanceof @Nullable Object[] elements)) {
            throw mismatch();
        } else if (n <= SlicedWork.SLICE) {
            Arrays.fill(elements, index, index + n, value);
        } else {
            SlicedWork.fill(store, elements, index, n, value);
        }
    }

    /** Copies elements between Java arrays of one type. */
    @SuppressWarnings("SuspiciousSystemArraycopy") // both are arrays
    private static void copy(StoreState store, Object source, int from, Object target, int to, int n) {
        if (n <= SlicedWork.SLICE) {
            System.arraycopy(source, from, target, to, n);
        } else {
            SlicedWork.forSlices(
                    store,
                    n,
                    from < to,
                    (at, length) -> System.arraycopy(source, from + (int) at, target, to + (int) at, length));
        }
    }

    private static void read(StoreState store, Bytes data, int src, ArrayRef array, int dst, int n) {
        ByteBuffer buffer = data.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int bytes = bytesOf(array.type());
        int width = array.width();
        slices(store, n, (at, length) -> {
            buffer.position(src + (int) at * bytes);
            read(buffer, array.elements, (dst + (int) at) * width, length * width);
        });
    }

    private static void read(ByteBuffer source, Object elements, int from, int n) {
        if (elements instanceof byte[] bytes) {
            source.get(bytes, from, n);
        } else if (elements instanceof short[] shorts) {
            source.asShortBuffer().get(shorts, from, n);
        } else if (elements instanceof int[] ints) {
            source.asIntBuffer().get(ints, from, n);
        } else if (elements instanceof long[] longs) {
            source.asLongBuffer().get(longs, from, n);
        }
    }

    /** {@return how many bytes of a data segment an element takes} */
    private static int bytesOf(RuntimeType type) {
        int bytes = ArrayRef.elementOf(type).bytes();
        if (bytes == 0) {
            throw mismatch();
        }
        return bytes;
    }

    private static void requireData(Bytes data, int src, int n, int bytes) {
        if (Integer.toUnsignedLong(src) + Integer.toUnsignedLong(n) * bytes > data.size()) {
            throw new TrapException(
                    Trap.MEMORY_OUT_OF_BOUNDS,
                    Integer.toUnsignedString(n) + " elements of " + bytes + " bytes at " + Integer.toUnsignedString(src)
                            + " of a data segment of " + data.size());
        }
    }

    private static void requireElements(@Nullable Object[] elements, int src, int n) {
        if (Integer.toUnsignedLong(src) + Integer.toUnsignedLong(n) > elements.length) {
            throw new TrapException(
                    Trap.TABLE_OUT_OF_BOUNDS,
                    Integer.toUnsignedString(n) + " elements at " + Integer.toUnsignedString(src)
                            + " of an element segment of " + elements.length);
        }
    }

    private static WasmException fault(@Nullable Object array, int index) {
        if (array == null) {
            return new TrapException(Trap.NULL_ARRAY);
        } else if (array instanceof ArrayRef known && (index < 0 || index >= known.length())) {
            return outOfBounds(known, index, 1);
        }
        return mismatch();
    }

    private static TrapException outOfBounds(ArrayRef array, int index, int n) {
        return new TrapException(
                Trap.ARRAY_OUT_OF_BOUNDS,
                Integer.toUnsignedString(n) + " elements at " + Integer.toUnsignedString(index) + " of an array of "
                        + array.length());
    }

    private static InvalidException mismatch() {
        return new InvalidException(
                "type mismatch: an array that is none, or one of other elements", InvalidException.NO_FUNCTION, 0);
    }
}
