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
    /** Alignment, memory and offset of an access to 16 bytes. */
    MEMARG128(4),
    /** The same of an access to 1 byte, then the lane to load or store. */
    MEMARG8_LANE(0, 16),
    /** The same of an access to 2 bytes, then the lane to load or store. */
    MEMARG16_LANE(1, 8),
    /** The same of an access to 4 bytes, then the lane to load or store. */
    MEMARG32_LANE(2, 4),
    /** The same of an access to 8 bytes, then the lane to load or store. */
    MEMARG64_LANE(3, 2),
    /** One of 16 lanes. */
    LANE16(Immediates.NO_ALIGNMENT, 16),
    /** One of 8 lanes. */
    LANE8(Immediates.NO_ALIGNMENT, 8),
    /** One of 4 lanes. */
    LANE4(Immediates.NO_ALIGNMENT, 4),
    /** One of 2 lanes. */
    LANE2(Immediates.NO_ALIGNMENT, 2),
    /** For each of 16 lanes, one of the 32 lanes of two vectors. */
    SHUFFLE(Immediates.NO_ALIGNMENT, 32),
    /** A byte that must be zero. */
    RESERVED,
    /** A signed 32-bit integer. */
    I32,
    /** A signed 64-bit integer. */
    I64,
    /** A 32-bit float. */
    F32,
    /** A 64-bit float. */
    F64,
    /** A vector. */
    V128;

    private static final int NO_ALIGNMENT = -1;

    private final int naturalAlignment;
    private final int lanes;

    Immediates() {
        this(NO_ALIGNMENT);
    }

    Immediates(int naturalAlignment) {
        this(naturalAlignment, 0);
    }

    Immediates(int naturalAlignment, int lanes) {
        this.naturalAlignment = naturalAlignment;
        this.lanes = lanes;
    }

    /** {@return whether this is the place of a memory access} */
    boolean isMemArg() {
        return naturalAlignment != NO_ALIGNMENT;
    }

    /** {@return the logarithm to base 2 of the number of bytes that are accessed, for the place of a memory access} */
    int naturalAlignment() {
        return naturalAlignment;
    }

    /** {@return the number of lanes of which each lane index names one, or 0 if there is no lane index} */
    int lanes() {
        return lanes;
    }
}
