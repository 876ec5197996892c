package org.wasmi.encoding.stored;

/** The bytes that tell alternatives apart. */
final class Tags {
    // Value types, as in the Wasm binary format. References to an abstract heap type have its code if they may be null.
    static final int I32 = 0x7F;
    static final int I64 = 0x7E;
    static final int F32 = 0x7D;
    static final int F64 = 0x7C;
    static final int V128 = 0x7B;
    static final int I8 = 0x78;
    static final int I16 = 0x77;
    /** Before a heap type: references that may not be null. */
    static final int NON_NULL = 0x64;
    /** Before a heap type: references that may be null. */
    static final int NULLABLE = 0x63;
    /** In place of the code of an abstract heap type: the index of a type follows. */
    static final int TYPE_USE = 0x40;

    // Composite types, likewise.
    static final int FUNC_TYPE = 0x60;
    static final int STRUCT_TYPE = 0x5F;
    static final int ARRAY_TYPE = 0x5E;

    // Kinds of imports and exports, likewise.
    static final int FUNC = 0;
    static final int TABLE = 1;
    static final int MEMORY = 2;
    static final int GLOBAL = 3;
    static final int TAG = 4;

    // Modes of segments.
    static final int ACTIVE = 0;
    static final int PASSIVE = 1;
    static final int DECLARATIVE = 2;

    // Constant expressions.
    static final int NUMBER = 0;
    static final int FUNCTION_REFERENCE = 1;
    static final int NULL_REFERENCE = 2;
    static final int COMPUTED = 3;

    // Clauses of handlers, as in the Wasm binary format.
    static final int CATCH = 0;
    static final int CATCH_REF = 1;
    static final int CATCH_ALL = 2;
    static final int CATCH_ALL_REF = 3;

    // Items of element segments.
    static final int FUNCTIONS = 0;
    static final int EXPRESSIONS = 1;

    private Tags() {}
}
