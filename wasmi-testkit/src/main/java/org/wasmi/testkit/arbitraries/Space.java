package org.wasmi.testkit.arbitraries;

/** What the index of an operator refers to (Wasm specification, 2.5.1). */
enum Space {
    TYPE,
    FUNCTION,
    TABLE,
    MEMORY,
    GLOBAL,
    TAG,
    ELEMENT,
    DATA,
    LOCAL,
    /** Nothing: the immediate is a number, a label or the index of a field. */
    NONE
}
