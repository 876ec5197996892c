package org.wasmi.encoding.error;

/** The reasons for a trap, in the words of the specification's test suite. Codes are stable. */
public enum Trap {
    /** The {@code unreachable} instruction. */
    UNREACHABLE(0, "unreachable"),
    /** An access beyond the end of a memory or data segment. */
    MEMORY_OUT_OF_BOUNDS(1, "out of bounds memory access"),
    /** An access beyond the end of a table or element segment. */
    TABLE_OUT_OF_BOUNDS(2, "out of bounds table access"),
    /** {@code call_indirect} with an index beyond the end of the table. */
    UNDEFINED_ELEMENT(3, "undefined element"),
    /** {@code call_indirect} through a null reference. */
    UNINITIALIZED_ELEMENT(4, "uninitialized element"),
    /** {@code call_indirect} to a function of another type. */
    INDIRECT_CALL_TYPE_MISMATCH(5, "indirect call type mismatch"),
    /** An integer division or remainder by zero. */
    INTEGER_DIVIDE_BY_ZERO(6, "integer divide by zero"),
    /** A quotient or truncated float out of the range of its integer type. */
    INTEGER_OVERFLOW(7, "integer overflow"),
    /** A truncation of NaN. */
    INVALID_CONVERSION_TO_INTEGER(8, "invalid conversion to integer"),
    /** Calls nested deeper than the configured limit. */
    CALL_STACK_EXHAUSTED(9, "call stack exhausted"),
    /** The fuel of the store is used up. */
    OUT_OF_FUEL(10, "all fuel consumed"),
    /** Another thread, or the interrupted status of the guest's own thread, has ended the guest. */
    INTERRUPTED(11, "interrupted"),
    /** The store's deadline has passed. */
    DEADLINE_EXCEEDED(12, "deadline exceeded"),
    /** A memory or table could not grow, and the store's limits make that a trap. */
    GROWTH_FAILED(13, "growth failed"),
    /** An access to a structure through a null reference. */
    NULL_STRUCTURE(14, "null structure reference"),
    /** An access to an array through a null reference. */
    NULL_ARRAY(15, "null array reference"),
    /** An access beyond the end of an array. */
    ARRAY_OUT_OF_BOUNDS(16, "out of bounds array access"),
    /** A null reference where it is not allowed. */
    NULL_REFERENCE(17, "null reference"),
    /** A call through a null reference. */
    NULL_FUNCTION(18, "null function reference"),
    /** An access to a 31-bit integer through a null reference. */
    NULL_I31(19, "null i31 reference"),
    /** A cast of a reference to a type that it does not have. */
    CAST_FAILURE(20, "cast failure"),
    /** {@code throw_ref} of a null reference. */
    NULL_EXCEPTION(21, "null exception reference"),
    /** An atomic access at an address that is not a multiple of its width. */
    UNALIGNED_ATOMIC(22, "unaligned atomic"),
    /** A wait on a memory that is not shared. */
    EXPECTED_SHARED_MEMORY(23, "expected shared memory");

    private final int code;
    private final String text;

    Trap(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** {@return the code of this trap in bytecode} */
    public int code() {
        return code;
    }

    /** {@return the specification's words for it} */
    public String text() {
        return text;
    }

    /**
     * {@return the trap with a code}
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Trap of(int code) {
        for (Trap trap : values()) {
            if (trap.code == code) {
                return trap;
            }
        }
        throw new IllegalArgumentException("no trap has code " + code);
    }
}
