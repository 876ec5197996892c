package org.wasmi.codegen;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.wasmi.encoding.Op;

/**
 * Instructions that a loop leaves to one method.
 *
 * @param state what the method needs
 * @param ops the instructions
 */
record Family(State state, List<Op> ops) {

    /** What of a loop's state instructions need. Six arguments are in registers; more of them make calls dearer. */
    enum State {
        /** All of it. */
        ALL(false, "machine op code ip st rf fp mem size instance"),
        /** What instructions on references need that leave the memories and the stack of frames alone. */
        REFERENCES(true, "code ip st rf fp instance"),
        /** What instructions on vectors need that leave all but memory 0 alone. */
        VECTORS(true, "code ip st fp mem size");

        private static final Set<Op.Kind> LEAVE_FRAMES_ALONE = EnumSet.of(
                Op.Kind.COPY,
                Op.Kind.SELECT,
                Op.Kind.GLOBAL,
                Op.Kind.REFERENCE,
                Op.Kind.STRUCT,
                Op.Kind.ARRAY,
                Op.Kind.BRANCH);

        private final boolean runs;
        private final String names;

        State(boolean runs, String names) {
            this.runs = runs;
            this.names = names;
        }

        /** {@return what an instruction needs} */
        static State of(Op op) {
            if (op.touchesReferences() && LEAVE_FRAMES_ALONE.contains(op.kind())) {
                return REFERENCES;
            }
            boolean vector = op.kind() == Op.Kind.VECTOR || op.touchesVectors();
            return vector && !Handlers.useInstance(op) ? VECTORS : ALL;
        }

        /**
         * {@return whether the method goes on with instructions of its family that follow} Programs have those of a
         * family in rows. If one of them throws, the method tells its position by a {@code RowFault}.
         */
        boolean runs() {
            return runs;
        }

        /**
         * {@return whether methods that go on also execute an instruction of the main loop} Code on structures and
         * arrays has scalar instructions and branches in between, and to go back and forth costs as much as several of
         * them.
         */
        boolean alsoExecutes(Op op) {
            return this == REFERENCES && (op.isPure() || op == Op.COPY2 || op.kind() == Op.Kind.BRANCH);
        }

        /** {@return the names of the variables} */
        List<String> names() {
            return List.of(names.split(" "));
        }

        /** {@return the order in which instructions fill families: those first that programs have in rows} */
        Comparator<Op> order() {
            return Comparator.comparing(op -> switch (this) {
                case ALL -> false;
                case REFERENCES -> op.kind() == Op.Kind.BRANCH || op.isBulk() || op.touchesVectors();
                case VECTORS -> !OFTEN.contains(op);
            });
        }

        /**
         * Of the instructions on vectors in the code of tfjs-backend-wasm 4.22.0 and argon2-browser 1.18.0 (npm), those
         * that are there most often, and their counterparts on lanes of other widths.
         */
        private static final Set<Op> OFTEN = EnumSet.of(
                Op.V128_LOAD,
                Op.V128_STORE_S,
                Op.V128_CONST,
                Op.V128_LOAD32_SPLAT,
                Op.V128_LOAD64_SPLAT,
                Op.V128_NOT,
                Op.V128_AND_SS,
                Op.V128_ANDNOT_SS,
                Op.V128_OR_SS,
                Op.V128_XOR_SS,
                Op.V128_BITSELECT,
                Op.I8X16_SHUFFLE,
                Op.I8X16_SWIZZLE_SS,
                Op.I8X16_ADD_SS,
                Op.I8X16_SUB_SS,
                Op.I8X16_EQ_SS,
                Op.I16X8_ADD_SS,
                Op.I16X8_SUB_SS,
                Op.I16X8_MUL_SS,
                Op.I32X4_SPLAT,
                Op.I32X4_EXTRACT_LANE,
                Op.I32X4_REPLACE_LANE,
                Op.I32X4_ADD_SS,
                Op.I32X4_SUB_SS,
                Op.I32X4_MUL_SS,
                Op.I32X4_SHL_SS,
                Op.I32X4_SHR_S_SS,
                Op.I32X4_SHR_U_SS,
                Op.I64X2_ADD_SS,
                Op.I64X2_SUB_SS,
                Op.I64X2_MUL_SS,
                Op.I64X2_SHL_SS,
                Op.I64X2_SHR_U_SS,
                Op.I64X2_EXTRACT_LANE,
                Op.F32X4_ADD_SS,
                Op.F32X4_SUB_SS,
                Op.F32X4_MUL_SS,
                Op.F32X4_DIV_SS,
                Op.F32X4_MIN_SS,
                Op.F32X4_MAX_SS,
                Op.F32X4_PMIN_SS,
                Op.F32X4_PMAX_SS,
                Op.F32X4_LT_SS,
                Op.F64X2_ADD_SS,
                Op.F64X2_SUB_SS,
                Op.F64X2_MUL_SS);
    }
}
