package org.wasmi.encoding;

/** The bits of the last column of {@link Op}. */
final class Flags {
    /** One of the few instructions that executors keep in their main loop; chosen by how often programs run them. */
    static final int HOT = 1;
    /** Only writes its result, which depends on its operands alone. */
    static final int PURE = 1 << 1;
    /** Its last two operands may change places. */
    static final int COMMUTATIVE = 1 << 2;
    /** May end in a trap. */
    static final int MAY_TRAP = 1 << 3;
    /** Never continues with the instruction that follows. */
    static final int ENDS = 1 << 4;
    /** Works on many bytes, pages or elements; its last operand has their number. */
    static final int BULK = 1 << 5;

    private Flags() {}
}
