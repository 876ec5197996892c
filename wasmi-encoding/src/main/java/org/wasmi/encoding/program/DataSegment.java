package org.wasmi.encoding.program;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.NumType;

/**
 * A data segment (Wasm specification, 2.5.8). Immutable. Compilers write a hundred thousand of them into a module, so a
 * segment at a constant offset is a single object, which has the fields of its mode and of its bytes.
 */
public final class DataSegment {
    /** The mode, if the next three fields do not have it. */
    private final @Nullable SegmentMode mode;

    private final NumType offsetType;
    private final int memory;
    private final long offset;

    private final byte[] array;
    private final int from;
    private final int size;

    /**
     * Creates a segment.
     *
     * @param mode its use at instantiation; never {@link SegmentMode.Declarative}
     * @param bytes its contents
     */
    public DataSegment(SegmentMode mode, Bytes bytes) {
        Objects.requireNonNull(mode, "mode");
        if (mode instanceof SegmentMode.Declarative) {
            throw new IllegalArgumentException("a data segment cannot be declarative");
        }
        array = bytes.array;
        from = bytes.from;
        size = bytes.size();
        if (mode instanceof SegmentMode.Active active && active.offset() instanceof ConstExpr.Numeric number) {
            this.mode = null;
            offsetType = number.type();
            memory = active.index();
            offset = number.bits();
        } else {
            this.mode = mode;
            offsetType = NumType.I32;
            memory = 0;
            offset = 0;
        }
    }

    /** {@return the use of the segment at instantiation} */
    public SegmentMode mode() {
        return mode != null ? mode : new SegmentMode.Active(memory, new ConstExpr.Numeric(offsetType, offset));
    }

    /** {@return the contents} */
    public Bytes bytes() {
        return new Bytes(array, from, size);
    }
}
