package org.wasmi.encoding;

import java.util.Map;
import java.util.Objects;

/**
 * Which halves of its operands a vector operator takes for which half of its result: what executors need beside the
 * methods of {@link org.wasmi.encoding.numeric.Vectors}, which compute one half (Wasm specification, 4.3.4).
 */
public enum VectorShape {
    /** The lower ones into the lower one, the upper ones into the upper one. */
    HALVES,
    /** Those of the first operand into the lower one, those of the second, or nothing, into the upper one. */
    NARROW,
    /** The lower ones into both. */
    WIDEN_LOW,
    /** The upper ones into both. */
    WIDEN_HIGH,
    /** Both into a number. */
    REDUCE,
    /** A number into both. */
    SPLAT,
    /** All of the first operand and a half of the second. */
    SWIZZLE,
    /** All of both operands, and a half of the immediate. */
    SHUFFLE,
    /** The half that has a lane into a number. */
    EXTRACT,
    /** The half that has a lane changes. */
    REPLACE;

    /** By what a load that widens has after its name: the operator that widens what it has loaded. */
    private static final Map<String, String> WIDENING_LOADS = Map.of(
            "8x8_s", "i16x8.extend_i8x16_s",
            "8x8_u", "i16x8.extend_i8x16_u",
            "16x4_s", "i32x4.extend_i16x8_s",
            "16x4_u", "i32x4.extend_i16x8_u",
            "32x2_s", "i64x2.extend_i32x4_s",
            "32x2_u", "i64x2.extend_i32x4_u");

    /**
     * {@return the shape of an operator}
     *
     * @param op an instruction of the kind {@link Op.Kind#VECTOR}
     */
    public static VectorShape of(Op op) {
        String operator = op.operator();
        if (op.format() == Format.RSN) {
            return EXTRACT;
        } else if (op.format() == Format.RSSN) {
            return REPLACE;
        } else if (op.format() == Format.RSSLL) {
            return SHUFFLE;
        } else if (op.results().get(0) != SlotType.V128) {
            return REDUCE;
        } else if (!op.inputs().contains(SlotType.V128)) {
            return SPLAT;
        } else if (operator.contains(".narrow_") || operator.endsWith("_zero")) {
            return NARROW;
        } else if (operator.contains("_low_")) {
            return WIDEN_LOW;
        } else if (operator.contains("_high_")) {
            return WIDEN_HIGH;
        }
        return operator.endsWith(".swizzle") ? SWIZZLE : HALVES;
    }

    /** {@return the operator on halves, which is the same whether it takes the lower half or the upper one} */
    public static String operatorOnHalves(Op op) {
        return op.operator().replaceAll("_(low|high)_", "_");
    }

    /**
     * {@return the operator that widens each half of what a load has loaded}
     *
     * @param load such as {@code v128.load8x8_s}
     */
    public static String widening(Op load) {
        String name = load.operator().substring("v128.load".length());
        return Objects.requireNonNull(WIDENING_LOADS.get(name), name);
    }
}
