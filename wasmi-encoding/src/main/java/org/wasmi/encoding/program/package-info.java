/**
 * A module after translation, {@link org.wasmi.encoding.program.Program}, and its parts. All of it is immutable and
 * safe to share between threads.
 *
 * <p>A program can be made of code without a translator:
 *
 * <pre>{@code
 * import java.util.List;
 * import org.wasmi.encoding.text.Assembler;
 * import org.wasmi.encoding.Code;
 * import org.wasmi.encoding.program.*;
 * import org.wasmi.encoding.type.*;
 *
 * public class ByHand {
 *     public static void main(String[] args) {
 *         Code code = Assembler.assemble("""
 *                 frame params 2, results 1, locals 2, slots 2
 *                     i32.add_ss s0, s0, s1
 *                     return
 *                 """);
 *         Program program = Program.builder()
 *                 .type(new FuncType(List.of(NumType.I32, NumType.I32), List.of(NumType.I32)))
 *                 .function(new Function(0, () -> code)) // of type 0
 *                 .export(new Export("add", ExternKind.FUNC, 0))
 *                 .build();
 *         for (Export export : program.exports()) {
 *             FuncType type = program.functionTypes().get(export.index());
 *             System.out.println(export.name() + ": " + export.kind() + " " + type);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * add: func (i32, i32) -> (i32)
 * }</pre>
 */
@NullMarked
package org.wasmi.encoding.program;

import org.jspecify.annotations.NullMarked;
