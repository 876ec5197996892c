package org.wasmi.testkit.spec;

import java.util.List;
import org.wasmi.encoding.type.NumType;

/**
 * An argument of an action, or a pattern for one of its results. Patterns other than exact values appear only in
 * results.
 */
public sealed interface SpecValue {

    /**
     * A number.
     *
     * @param type its type
     * @param bits its bit pattern; of 32-bit types the lower half, zero-extended
     */
    record Num(NumType type, long bits) implements SpecValue {}

    /**
     * Any NaN of a kind (Wasm specification, 4.3.3).
     *
     * @param type {@code f32} or {@code f64}
     * @param canonical whether the payload must be the canonical one; otherwise its topmost bit must be set
     */
    record Nan(NumType type, boolean canonical) implements SpecValue {}

    /**
     * A vector.
     *
     * @param laneType {@code i8}, {@code i16}, {@code i32}, {@code i64}, {@code f32} or {@code f64}
     * @param lanes the lanes, lane 0 first; narrow integers as zero-extended i32
     */
    record Vector(String laneType, List<SpecValue> lanes) implements SpecValue {
        /** Copies the lanes. */
        public Vector {
            lanes = List.copyOf(lanes);
        }
    }

    /**
     * The null reference.
     *
     * @param type the name of a reference type, such as {@code funcref}, or {@code refnull} for that of any type
     */
    record Null(String type) implements SpecValue {}

    /**
     * Any reference other than null.
     *
     * @param type the name of its type
     */
    record NonNull(String type) implements SpecValue {}

    /**
     * A reference to an object of the host.
     *
     * @param type {@code externref} or {@code anyref}
     * @param id which object: those of equal numbers are the same
     */
    record Host(String type, long id) implements SpecValue {}

    /**
     * What matches one of several patterns.
     *
     * @param values the patterns
     */
    record Either(List<SpecValue> values) implements SpecValue {
        /** Copies the patterns. */
        public Either {
            values = List.copyOf(values);
        }
    }
}
