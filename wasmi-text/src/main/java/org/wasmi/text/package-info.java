/**
 * The text format of WebAssembly (Wasm specification, chapter 6): {@link org.wasmi.text.Wat} parses text into binaries
 * and prints binaries as text.
 */
@NullMarked
package org.wasmi.text;

import org.jspecify.annotations.NullMarked;
