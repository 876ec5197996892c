/**
 * The text format of WebAssembly (Wasm specification, chapter 6): {@link org.wasmi.text.Wat} parses text into binaries and prints
 * binaries as text.
 */
package org.wasmi.text;
