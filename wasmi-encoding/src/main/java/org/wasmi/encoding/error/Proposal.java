package org.wasmi.encoding.error;

/**
 * A feature of WebAssembly beyond version 2.0 that is not supported yet. What needs one is refused with its name.
 * Constants stay when their features are built; then no exception names them.
 */
public enum Proposal {
    /** Vectors of 128 bits (Wasm 3.0). */
    SIMD("SIMD"),
    /** Vector instructions with results that may differ between engines (Wasm 3.0). */
    RELAXED_SIMD("relaxed SIMD"),
    /** References to functions of a given type (Wasm 3.0). */
    FUNCTION_REFERENCES("typed function references"),
    /** Structures and arrays under garbage collection (Wasm 3.0). */
    GC("GC"),
    /** Tags, {@code throw} and {@code try_table} (Wasm 3.0). */
    EXCEPTIONS("exceptions"),
    /** {@code try}, {@code catch}, {@code delegate} and {@code rethrow}, as before the standard. */
    LEGACY_EXCEPTIONS("legacy exceptions"),
    /** Memories and tables with 64-bit addresses (Wasm 3.0). */
    MEMORY64("memory64"),
    /** Shared memories and atomic instructions. */
    THREADS("threads"),
    /** Memories with pages of one byte. */
    CUSTOM_PAGE_SIZES("custom page sizes"),
    /** Additions and multiplications of 128 bits. */
    WIDE_ARITHMETIC("wide arithmetic"),
    /** Continuations. */
    STACK_SWITCHING("stack switching"),
    /** Strings as references. */
    STRINGREF("stringref"),
    /** Exact types, and types of structures that describe others. */
    CUSTOM_DESCRIPTORS("custom descriptors"),
    /** Imports in groups of one module. */
    COMPACT_IMPORTS("compact imports");

    private final String text;

    Proposal(String text) {
        this.text = text;
    }

    /** {@return the feature's usual name} */
    @Override
    public String toString() {
        return text;
    }
}
