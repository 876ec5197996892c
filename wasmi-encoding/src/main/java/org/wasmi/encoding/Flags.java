package org.wasmi.encoding;

/** The bits of the last column of {@link Op}. */
final class Flags {
    /** Among the few that executors keep in their main loop; chosen by how often programs run them. */
    static final int HOT = 1;
    /** Does nothing but write its result, which depends on its operands only. */
    static final int PURE = 1 << 1;
    /** Its last two operands may change places. */
    static final int COMMUTATIVE = 1 << 2;
    /** May end in a trap. */
    static final int MAY_TRAP = 1 << 3;
    /** Never continues with the instruction that follows. */
    static final int ENDS = 1 << 4;
    /** Works on as many bytes, pages or elements as its last operand says. */
    static final int BULK = 1 << 5;

    private Flags() {}
}
