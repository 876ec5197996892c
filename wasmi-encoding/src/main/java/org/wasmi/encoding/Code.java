package org.wasmi.encoding;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * The code of one function, or of one constant expression. Immutable. Read it through
 * {@link Encodings#decoder(Code)}.
 *
 * <p>In the canonical encoding, {@code words}, a unit is an {@code int}: for each instruction the code of its {@link
 * Op}, then the operands as its {@link Format} has them; 64-bit operands take two words, the lower half first; a branch
 * is the distance from the first word of its instruction to that of its target. Other encodings pack their bytes four
 * to an {@code int}, the first in the lowest bits.
 *
 * <p>Guests can choose codes with equal hash codes. Codes have an order, so that a look-up in a hash table of such
 * codes takes logarithmic time, not linear time.
 */
public final class Code implements Comparable<Code> {
    private static final Comparator<FrameShape> FRAMES = Comparator.comparingInt(FrameShape::params)
            .thenComparingInt(FrameShape::results)
            .thenComparingInt(FrameShape::locals)
            .thenComparingInt(FrameShape::slots)
            .thenComparing(FrameShape::references);
    private static final Comparator<Code> ORDER = Comparator.comparingInt(Code::length)
            .thenComparing(Code::encoding)
            .thenComparing(Code::frame, FRAMES)
            .thenComparing(Code::handlers);

    private final String encoding;
    private final int[] data;
    private final int length;
    private final FrameShape frame;
    private final SourceMap sources;
    private final HandlerTable handlers;

    /**
     * Creates code without exception handlers.
     *
     * @param encoding the name of the encoding
     * @param data the units; copied
     * @param length the number of units
     * @param frame the shape of its frame
     * @param sources the places in the Wasm binary from which the instructions come
     * @throws IllegalArgumentException if there are more units than bytes of data
     */
    public Code(String encoding, int[] data, int length, FrameShape frame, SourceMap sources) {
        this(encoding, data, length, frame, sources, HandlerTable.EMPTY);
    }

    /**
     * Creates code. For encoders, since only an encoder ensures that the data follows its encoding.
     *
     * @param encoding the name of the encoding
     * @param data the units; copied
     * @param length the number of units
     * @param frame the shape of its frame
     * @param sources the places in the Wasm binary from which the instructions come
     * @param handlers the exception handlers
     * @throws IllegalArgumentException if there are more units than bytes of data
     */
    public Code(String encoding, int[] data, int length, FrameShape frame, SourceMap sources, HandlerTable handlers) {
        if (length < 0 || length > (long) data.length * Integer.BYTES) {
            throw new IllegalArgumentException(length + " units in " + data.length + " ints");
        }
        this.encoding = Objects.requireNonNull(encoding, "encoding");
        this.data = data.clone();
        this.length = length;
        this.frame = Objects.requireNonNull(frame, "frame");
        this.sources = Objects.requireNonNull(sources, "sources");
        this.handlers = Objects.requireNonNull(handlers, "handlers");
    }

    /** {@return the name of the encoding} */
    public String encoding() {
        return encoding;
    }

    /** {@return the number of units} */
    public int length() {
        return length;
    }

    /** {@return the shape of the code's frame} */
    public FrameShape frame() {
        return frame;
    }

    /** {@return the places in the Wasm binary from which the instructions come} */
    public SourceMap sources() {
        return sources;
    }

    /** {@return the exception handlers} */
    public HandlerTable handlers() {
        return handlers;
    }

    /** {@return the number of ints that hold the units} */
    public int dataLength() {
        return data.length;
    }

    /**
     * {@return one of the ints that hold the units}
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public int dataAt(int index) {
        return data[index];
    }

    /** {@return a copy of the ints that hold the units} */
    public int[] toArray() {
        return data.clone();
    }

    /** {@return whether encoding, units, frame and handlers are equal; sources do not count} */
    @Override
    public boolean equals(Object other) {
        return other instanceof Code that
                && encoding.equals(that.encoding)
                && length == that.length
                && frame.equals(that.frame)
                && handlers.equals(that.handlers)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(data) + frame.hashCode()) + handlers.hashCode();
    }

    /**
     * Orders codes by length, encoding, frame, handlers and units. Consistent with equality; the order has no other
     * meaning.
     */
    @Override
    public int compareTo(Code other) {
        int order = ORDER.compare(this, other);
        return order != 0 ? order : Arrays.compare(data, other.data);
    }

    /** {@return the encoding and the length} */
    @Override
    public String toString() {
        return "Code[" + encoding + ", " + length + "]";
    }
}
