package org.wasmi.text;

/** What follows the name of an operator (Wasm specification, 6.5). */
enum Immediate {
    NONE,
    /** A label, then a block type. */
    BLOCK,
    /** A label, a block type, then clauses. */
    TRY_TABLE,
    /** Delimits the parts of a block. */
    STRUCTURE,
    LABEL,
    /** Labels, of which the last is the default. */
    LABELS,
    FUNC,
    /** A table that may be left out, then a type use. */
    CALL_INDIRECT,
    /** Results that may be left out: with them, the opcode is the next one. */
    SELECT,
    LOCAL,
    GLOBAL,
    TABLE,
    MEMORY,
    TAG,
    ELEM,
    DATA,
    TYPE,
    TYPE_FIELD,
    TYPE_COUNT,
    TYPE_DATA,
    TYPE_ELEM,
    TYPE_TYPE,
    DATA_MEMORY,
    ELEM_TABLE,
    MEMORY_MEMORY,
    TABLE_TABLE,
    /** A memory, an offset and an alignment, each of which may be left out. */
    MEMARG,
    /** As {@link #MEMARG}, then a lane. */
    MEMARG_LANE,
    LANE,
    /** Sixteen lanes. */
    LANES,
    I32,
    I64,
    F32,
    F64,
    /** A shape and its lanes. */
    V128,
    HEAP_TYPE,
    /** A reference type: if it is nullable, the opcode is the next one. */
    REF_TYPE,
    /** A label and two reference types. */
    CAST,
    /** Nothing in the text, a zero byte in the binary. */
    FENCE
}
