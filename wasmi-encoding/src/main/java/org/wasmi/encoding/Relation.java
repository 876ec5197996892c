package org.wasmi.encoding;

import java.util.Locale;

/**
 * The comparisons of two numbers (Wasm specification, 4.3.2 and 4.3.3). Except for equality, integers are compared as
 * signed or unsigned. Floats have relations of their own, and of these only {@code ne} holds if an operand is NaN.
 * Therefore each ordering of floats has a negation, which is not an operator of Wasm.
 */
public enum Relation {
    /** Equal. */
    EQ,
    /** Not equal. */
    NE,
    /** Less, signed. */
    LT_S,
    /** Less, unsigned. */
    LT_U,
    /** Less, of floats. */
    LT,
    /** Greater, signed. */
    GT_S,
    /** Greater, unsigned. */
    GT_U,
    /** Greater, of floats. */
    GT,
    /** Less or equal, signed. */
    LE_S,
    /** Less or equal, unsigned. */
    LE_U,
    /** Less or equal, of floats. */
    LE,
    /** Greater or equal, signed. */
    GE_S,
    /** Greater or equal, unsigned. */
    GE_U,
    /** Greater or equal, of floats. */
    GE,
    /** Not less, of floats. */
    NOT_LT,
    /** Not greater, of floats. */
    NOT_GT,
    /** Not less or equal, of floats. */
    NOT_LE,
    /** Not greater or equal, of floats. */
    NOT_GE;

    /** {@return the negation: the relation that holds for two numbers if and only if this one does not} */
    public Relation negation() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT_S -> GE_S;
            case LT_U -> GE_U;
            case LT -> NOT_LT;
            case GT_S -> LE_S;
            case GT_U -> LE_U;
            case GT -> NOT_GT;
            case LE_S -> GT_S;
            case LE_U -> GT_U;
            case LE -> NOT_LE;
            case GE_S -> LT_S;
            case GE_U -> LT_U;
            case GE -> NOT_GE;
            case NOT_LT -> LT;
            case NOT_GT -> GT;
            case NOT_LE -> LE;
            case NOT_GE -> GE;
        };
    }

    /** {@return the converse: the relation that holds for swapped numbers if and only if this one holds} */
    public Relation mirrored() {
        return switch (this) {
            case EQ, NE -> this;
            case LT_S -> GT_S;
            case LT_U -> GT_U;
            case LT -> GT;
            case GT_S -> LT_S;
            case GT_U -> LT_U;
            case GT -> LT;
            case LE_S -> GE_S;
            case LE_U -> GE_U;
            case LE -> GE;
            case GE_S -> LE_S;
            case GE_U -> LE_U;
            case GE -> LE;
            case NOT_LT -> NOT_GT;
            case NOT_GT -> NOT_LT;
            case NOT_LE -> NOT_GE;
            case NOT_GE -> NOT_LE;
        };
    }

    /** {@return the part of an operator's name behind the dot, such as {@code lt_s}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
