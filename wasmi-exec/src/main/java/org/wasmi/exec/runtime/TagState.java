package org.wasmi.exec.runtime;

/** A tag instance (Wasm specification, 4.2.8): what exceptions and the clauses that catch them have in common. */
final class TagState {}
