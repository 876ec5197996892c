package org.wasmi.exec.runtime;

/**
 * Where an instance has the bytes of its memory 0 (Wasm specification, 4.2.9). Code is linked for one kind: instances
 * of a program that differ in it have code of their own. What all of them have in common, such as whether addresses
 * have 64 bits, is in {@link LinkRequest#memoryType}.
 */
public enum MemoryKind {
    /** There is no memory, or the code is a constant expression, which reads none. */
    NONE,

    /**
     * One array, which may end before the memory does: {@link Machine#memory}. Code with addresses of 32 bits reaches
     * it by the short forms of loads and stores, which a {@link MemoryFault} ends where the array has to grow.
     */
    ARRAY,

    /** An array for each 64 KiB. Code has the forms of loads and stores that take any memory by its index. */
    CHUNKED,

    /**
     * Bytes that threads share. Code has the forms of loads and stores that take any memory by its index; what they see
     * of each other is for {@link MemoryAccess} and {@link AtomicAccess}.
     */
    SHARED
}
