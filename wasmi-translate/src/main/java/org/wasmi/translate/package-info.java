/**
 * Parses, validates and translates WebAssembly binaries into programs.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import java.util.Arrays;
 * import org.wasmi.encoding.*;
 * import org.wasmi.encoding.error.MalformedException;
 * import org.wasmi.encoding.text.Disassembler;
 * import org.wasmi.encoding.program.Program;
 * import org.wasmi.translate.Translator;
 *
 * public class Translated {
 *     public static void main(String[] args) throws Exception {
 *         byte[] wasm = Files.readAllBytes(Path.of(args[0])); // examples/add.wasm
 *         Program program = Translator.translate(wasm);
 *         System.out.println(program.exports().get(0).name() + ": " + program.functionTypes().get(0));
 *         System.out.print(Disassembler.disassemble(program.functions().get(0).body().code()));
 *         try {
 *             Translator.validate(Arrays.copyOf(wasm, 20));
 *         } catch (MalformedException error) {
 *             System.out.println(error.getMessage());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * add: (i32, i32) -> (i32)
 * frame params 2, results 1, locals 2, slots 4
 *     i32.add_ss s2, s0, s1
 *     return_s s2
 * length out of bounds (at byte 18)
 * }</pre>
 */
@NullMarked
package org.wasmi.translate;

import org.jspecify.annotations.NullMarked;
