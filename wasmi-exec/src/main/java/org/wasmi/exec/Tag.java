package org.wasmi.exec;

/** A tag instance (Wasm specification, 4.2.8): what exceptions and the clauses that catch them have in common. */
final class Tag {}
