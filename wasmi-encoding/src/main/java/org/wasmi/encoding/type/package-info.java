/**
 * The types of the Wasm specification (2.3) and their matching: types of values, functions, tables, memories, globals
 * and tags. All of them are immutable and safe to share between threads.
 */
@NullMarked
package org.wasmi.encoding.type;

import org.jspecify.annotations.NullMarked;
