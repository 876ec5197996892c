package org.wasmi.encoding.error;

/**
 * A feature of WebAssembly beyond version 2.0. A module that needs one that is not supported, or not enabled, is
 * refused with its name.
 */
public enum Proposal {
    /** Several memories in one module (Wasm 3.0). */
    MULTI_MEMORY("multiple memories"),
    /** Additions, subtractions and multiplications in constant expressions (Wasm 3.0). */
    EXTENDED_CONST("extended constant expressions"),
    /** Tail calls (Wasm 3.0). */
    TAIL_CALLS("tail calls"),
    /** Vectors of 128 bits (Wasm 3.0). */
    SIMD("SIMD"),
    /** Vector instructions with results that may differ between engines (Wasm 3.0). */
    RELAXED_SIMD("relaxed SIMD"),
    /** References to functions of a given type (Wasm 3.0). */
    FUNCTION_REFERENCES("typed function references"),
    /** Garbage-collected structures and arrays (Wasm 3.0). */
    GC("GC"),
    /** Tags, {@code throw} and {@code try_table} (Wasm 3.0). */
    EXCEPTIONS("exceptions"),
    /** {@code try}, {@code catch}, {@code delegate} and {@code rethrow}, which Wasm 3.0 has replaced. */
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
    /** Exact types, and structure types that describe others. */
    CUSTOM_DESCRIPTORS("custom descriptors"),
    /** Groups of imports that share a module name. */
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
