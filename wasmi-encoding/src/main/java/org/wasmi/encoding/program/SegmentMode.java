package org.wasmi.encoding.program;

import java.util.Objects;

/** The use of a segment at instantiation (Wasm specification, 2.5.7 and 2.5.8). */
public sealed interface SegmentMode {

    /**
     * The segment is copied into a table or memory, then dropped.
     *
     * @param index the table or memory
     * @param offset the position in it, as an unsigned address
     */
    record Active(int index, ConstExpr offset) implements SegmentMode {

        /** Checks for nulls. */
        public Active {
            Objects.requireNonNull(offset, "offset");
        }
    }

    /** The segment waits for {@code table.init} or {@code memory.init}. */
    record Passive() implements SegmentMode {}

    /** The segment only declares functions for {@code ref.func}; it is dropped. Element segments only. */
    record Declarative() implements SegmentMode {}
}
