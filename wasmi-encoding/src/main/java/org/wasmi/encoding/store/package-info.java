/**
 * Programs as bytes, to be translated once and run many times: {@link org.wasmi.encoding.store.StoredPrograms}.
 *
 * <h2>Format, version 1</h2>
 *
 * Fixed-width numbers are little-endian. The header: the bytes {@code 00 77 6D 69} ("\0wmi"), then of 32 bits each the
 * version of this format, that of the instruction set ({@link org.wasmi.encoding.Isa#VERSION}), the length of what follows
 * the header, and its CRC-32C. Then each {@code Section} once, in order: its number in a byte, the length of its contents
 * in 32 bits, its contents.
 *
 * <p>Within sections, numbers are LEB128 unless noted: seven bits a byte, the lowest first, the sign bit where more follow;
 * signed ones have their sign in the lowest bit. A list is the number of its items, then each; what is
 * optional has a 1 before it, or there is a 0. A text is the number of its
 * bytes, then as many of UTF-8. Types and their codes are those of the Wasm binary format (Wasm specification, 5.3). Code
 * is its frame, its length in units of the encoding, its data as a list of ints in 32 bits each, and its sources as
 * differences.
 */
@NullMarked
package org.wasmi.encoding.store;

import org.jspecify.annotations.NullMarked;
