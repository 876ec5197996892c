package org.wasmi.testkit.arbitraries;

/** What the index of an operator refers to (Wasm specification, 2.5.1). */
enum Space {
    FUNCTION,
    TABLE,
    MEMORY,
    GLOBAL,
    ELEMENT,
    DATA,
    LOCAL
}
