package org.wasmi.encoding;

/** The kinds of operands, and the number of words that each takes in canonical code. */
public enum OperandKind {
    /** The slot that is written. */
    RESULT(1),
    /** The first of two consecutive slots that are written. */
    RESULT_PAIR(1),
    /** The first of several slots that are written; the count has their number. */
    RESULT_SPAN(1),
    /** A slot that is read. */
    SLOT(1),
    /** The first of several slots that are read; the count has their number. */
    SLOT_SPAN(1),
    /** The first slot of a callee's frame: its arguments, then its results. */
    FRAME(1),
    /** 32 bits of value: an i32, the bits of an f32, or an i64 to be sign-extended. */
    IMM32(1),
    /** 64 bits of value: an i64 or the bits of an f64. */
    IMM64(2),
    /** An unsigned 32-bit offset that is added to an address, or the position of a field in a structure. */
    OFFSET32(1),
    /** An unsigned 64-bit offset that is added to an address. */
    OFFSET64(2),
    /** An unsigned number of slots. */
    COUNT(1),
    /** The number of a lane of a vector, from 0; the operator determines how many there are. */
    LANE(1),
    /** An index into one of the program's index spaces, see {@link Op#indexSpaces()}. */
    INDEX(1),
    /** The target of a branch: an instruction of the same code. */
    BRANCH(1),
    /** The targets of {@code br_table}: their number, then each; the last is the default. */
    TARGETS(1);

    private final int words;

    OperandKind(int words) {
        this.words = words;
    }

    /** {@return the number of words; for {@link #TARGETS}, that of the count alone} */
    public int words() {
        return words;
    }

    /** {@return whether the operand names a slot, or the first of several} */
    public boolean isSlot() {
        return switch (this) {
            case RESULT, RESULT_PAIR, RESULT_SPAN, SLOT, SLOT_SPAN, FRAME -> true;
            default -> false;
        };
    }

    /** {@return whether the operand names slots that the instruction writes, callees' frames excluded} */
    public boolean isResult() {
        return this == RESULT || this == RESULT_PAIR || this == RESULT_SPAN;
    }

    /** {@return whether the operand names slots that the instruction reads, callees' frames excluded} */
    public boolean isRead() {
        return this == SLOT || this == SLOT_SPAN;
    }

    /** {@return whether the operand is one target of a branch, or several} */
    public boolean isTarget() {
        return this == BRANCH || this == TARGETS;
    }

    /** {@return whether the operand is an immediate value} */
    public boolean isImmediate() {
        return this == IMM32 || this == IMM64;
    }
}
