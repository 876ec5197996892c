/**
 * The types of the Wasm specification (2.3): of values, functions, tables, memories and globals, and how they match.
 * All of them are immutable and safe to share between threads.
 */
@NullMarked
package org.wasmi.encoding.type;

import org.jspecify.annotations.NullMarked;
