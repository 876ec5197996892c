package org.wasmi.encoding.program;

import java.util.Objects;

/** A data segment (Wasm specification, 2.5.8). Immutable. */
public final class DataSegment {
    private final SegmentMode mode;
    private final Bytes bytes;

    /**
     * Creates a segment.
     *
     * @param mode its use at instantiation; never {@link SegmentMode.Declarative}
     * @param bytes its contents
     */
    public DataSegment(SegmentMode mode, Bytes bytes) {
        this.mode = Objects.requireNonNull(mode, "mode");
        this.bytes = Objects.requireNonNull(bytes, "bytes");
        if (mode instanceof SegmentMode.Declarative) {
            throw new IllegalArgumentException("a data segment cannot be declarative");
        }
    }

    /** {@return the use of the segment at instantiation} */
    public SegmentMode mode() {
        return mode;
    }

    /** {@return the contents} */
    public Bytes bytes() {
        return bytes;
    }
}
