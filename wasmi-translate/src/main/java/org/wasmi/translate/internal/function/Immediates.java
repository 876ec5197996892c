package org.wasmi.translate.internal.function;

/** The kinds of immediate operands of Wasm's instructions (Wasm specification, 5.4). */
enum Immediates {
    /** None. */
    NONE,
    /** A block type. */
    BLOCK_TYPE,
    /** A block type, then a list of clauses. */
    CATCHES,
    /** A tag. */
    TAG,
    /** A label. */
    LABEL,
    /** A list of labels, then one more. */
    LABELS,
    /** A list of value types. */
    TYPES,
    /** A local. */
    LOCAL,
    /** A global. */
    GLOBAL,
    /** A function. */
    FUNC,
    /** A function type, then a table. */
    TYPE_TABLE,
    /** A heap type. */
    HEAP_TYPE,
    /** A type of references that are not null, as a heap type. */
    REF,
    /** A type of references that may be null, as a heap type. */
    REF_OR_NULL,
    /** Which of two reference types may be null, a label, and the heap types of both. */
    CAST,
    /** A type. */
    TYPE,
    /** A type, then a field of it. */
    TYPE_FIELD,
    /** A type, then a number of operands. */
    TYPE_COUNT,
    /** A type, then a data segment. */
    TYPE_DATA,
    /** A type, then an element segment. */
    TYPE_ELEM,
    /** Two types. */
    TYPE_TYPE,
    /** A table. */
    TABLE,
    /** Two tables. */
    TABLE_TABLE,
    /** An element segment. */
    ELEM,
    /** An element segment, then a table. */
    ELEM_TABLE,
    /** A memory. */
    MEMORY,
    /** Two memories. */
    MEMORY_MEMORY,
    /** A data segment. */
    DATA,
    /** A data segment, then a memory. */
    DATA_MEMORY,
    /** Alignment, memory and offset of an access to 1 byte. */
    MEMARG8(0),
    /** Alignment, memory and offset of an access to 2 bytes. */
    MEMARG16(1),
    /** Alignment, memory and offset of an access to 4 bytes. */
    MEMARG32(2),
    /** Alignment, memory and offset of an access to 8 bytes. */
    MEMARG64(3),
    /** A signed 32-bit integer. */
    I32,
    /** A signed 64-bit integer. */
    I64,
    /** A 32-bit float. */
    F32,
    /** A 64-bit float. */
    F64;

    private static final int NO_ALIGNMENT = -1;

    private final int naturalAlignment;

    Immediates() {
        this(NO_ALIGNMENT);
    }

    Immediates(int naturalAlignment) {
        this.naturalAlignment = naturalAlignment;
    }

    /** {@return whether this is the place of a memory access} */
    boolean isMemArg() {
        return naturalAlignment != NO_ALIGNMENT;
    }

    /** {@return the logarithm to base 2 of the number of bytes that are accessed, for the place of a memory access} */
    int naturalAlignment() {
        return naturalAlignment;
    }
}
