/**
 * The check that a program from elsewhere is well-formed, so that it cannot harm the engine that runs it.
 *
 * <pre>{@code
 * import java.util.List;
 * import org.wasmi.encoding.*;
 * import org.wasmi.encoding.error.InvalidException;
 * import org.wasmi.encoding.text.Assembler;
 * import org.wasmi.encoding.program.*;
 * import org.wasmi.encoding.type.*;
 * import org.wasmi.encoding.verify.Verifier;
 *
 * public class Forged {
 *     public static void main(String[] args) {
 *         Code code = Assembler.assemble("""
 *                 frame params 0, results 1, locals 0, slots 1
 *                     return_s s1
 *                 """);
 *         Program program = Program.builder()
 *                 .type(new FuncType(List.of(), List.of(NumType.I32)))
 *                 .function(new Function(0, () -> code))
 *                 .build();
 *         try {
 *             Verifier.verify(program);
 *         } catch (InvalidException error) {
 *             System.out.println(error.getMessage());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * return_s: 1 slots from 1 in a frame of 1 (function 0, at byte 0)
 * }</pre>
 */
@NullMarked
package org.wasmi.encoding.verify;

import org.jspecify.annotations.NullMarked;
