package org.wasmi.encoding.program;

import java.util.List;
import java.util.Objects;
import org.wasmi.encoding.type.RefType;

/**
 * An element segment (Wasm specification, 2.5.7).
 *
 * @param type the type of its elements
 * @param mode its use at instantiation
 * @param items its elements
 */
public record ElementSegment(RefType type, SegmentMode mode, Items items) {

    /** Checks for nulls. */
    public ElementSegment {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(items, "items");
    }

    /** The elements of a segment: function indices or constant expressions, as the binary has them. */
    public sealed interface Items {

        /** {@return the number of elements} */
        int size();
    }

    /** References to functions. */
    public static final class Functions implements Items {
        private final int[] indices;

        /** Copies the function indices. */
        public Functions(int... indices) {
            this.indices = indices.clone();
        }

        @Override
        public int size() {
            return indices.length;
        }

        /** {@return the function index of element {@code i}} */
        public int functionAt(int i) {
            return indices[i];
        }
    }

    /**
     * Values of expressions.
     *
     * @param list one expression for each element
     */
    public record Expressions(List<ConstExpr> list) implements Items {

        /** Copies the list. */
        public Expressions {
            list = List.copyOf(list);
        }

        @Override
        public int size() {
            return list.size();
        }
    }
}
