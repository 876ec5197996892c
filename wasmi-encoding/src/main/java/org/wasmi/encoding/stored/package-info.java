/**
 * Programs as bytes, for programs that are translated once and run often: {@link
 * org.wasmi.encoding.stored.StoredPrograms}.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import org.wasmi.encoding.error.MalformedException;
 * import org.wasmi.encoding.program.Program;
 * import org.wasmi.encoding.stored.StoredPrograms;
 * import org.wasmi.translate.Translator;
 *
 * public class Stored {
 *     public static void main(String[] args) throws Exception {
 *         byte[] wasm = Files.readAllBytes(Path.of(args[0])); // examples/fib.wasm
 *         byte[] stored = StoredPrograms.write(Translator.translate(wasm));
 *
 *         Program program = StoredPrograms.read(stored); // needs no translator
 *         System.out.println(program.exports().get(0));
 *
 *         stored[stored.length - 1]++; // as a bad disk would
 *         try {
 *             StoredPrograms.read(stored);
 *         } catch (MalformedException error) {
 *             System.out.println(error.getMessage());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * Export[name=fib, kind=func, index=0]
 * the checksum does not match (at byte 16)
 * }</pre>
 *
 * <h2>Format</h2>
 *
 * Fixed-width numbers are little-endian. The header: the bytes {@code 00 77 6D 69} ("\0wmi"), then of 32 bits each the
 * version of this format, that of the instruction set ({@link org.wasmi.encoding.Isa#version}), the length of what
 * follows the header, and its CRC-32C. Then each {@code Section} once, in order: its number in a byte, the length of
 * its contents in 32 bits, its contents.
 *
 * <p>Within sections, numbers are LEB128 unless noted: seven bits a byte, the lowest first, the sign bit where more
 * follow; signed ones have their sign in the lowest bit. A list is the number of its items, then each; what is optional
 * has a 1 before it, or there is a 0. A text is the number of its bytes, then as many of UTF-8. Types and their codes
 * are those of the Wasm binary format (Wasm specification, 5.3). Code is its frame, its length in units of the
 * encoding, its data as a list of ints in 32 bits each, and its sources as differences.
 */
@NullMarked
package org.wasmi.encoding.stored;

import org.jspecify.annotations.NullMarked;
