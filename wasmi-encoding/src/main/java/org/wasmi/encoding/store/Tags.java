package org.wasmi.encoding.store;

/** The bytes that tell alternatives apart. */
final class Tags {
    // Value types and heap types, as in the Wasm binary format.
    static final int I32 = 0x7F;
    static final int I64 = 0x7E;
    static final int F32 = 0x7D;
    static final int F64 = 0x7C;
    static final int V128 = 0x7B;
    static final int FUNCREF = 0x70;
    static final int EXTERNREF = 0x6F;
    /** Before {@link #FUNCREF} or {@link #EXTERNREF}: without null. */
    static final int NON_NULL = 0x64;

    // Kinds of imports and exports, likewise.
    static final int FUNC = 0;
    static final int TABLE = 1;
    static final int MEMORY = 2;
    static final int GLOBAL = 3;

    // Modes of segments.
    static final int ACTIVE = 0;
    static final int PASSIVE = 1;
    static final int DECLARATIVE = 2;

    // Items of element segments.
    static final int FUNCTIONS = 0;
    static final int EXPRESSIONS = 1;

    private Tags() {}
}
