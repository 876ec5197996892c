/**
 * The contract between translators and executors: the instruction set ({@link org.wasmi.encoding.Op}, {@link
 * org.wasmi.encoding.Format}), how code is written ({@link org.wasmi.encoding.InstructionEncoder}), how it is read
 * ({@link org.wasmi.encoding.InstructionDecoder}), and the typed errors of the whole toolkit.
 *
 * <p>A factorial, written, printed and read:
 *
 * <pre>{@code
 * import org.wasmi.encoding.*;
 * import org.wasmi.encoding.instruction.InstructionWriter;
 * import org.wasmi.encoding.text.Disassembler;
 *
 * public class Factorial {
 *     public static void main(String[] args) {
 *         InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
 *         InstructionWriter writer = new InstructionWriter(encoder);
 *         Label loop = writer.newLabel();
 *         writer.write(Op.CONST32, 1, 1); // slot 0 is the parameter, slot 1 the product
 *         writer.bind(loop);
 *         writer.write(Op.I64_MUL_SS, 1, 1, 0);
 *         writer.write(Op.I64_ADD_SI, 0, 0, -1);
 *         writer.branch(Op.BR_IF_I64_GT_S_SI, loop, 0, 1);
 *         writer.write(Op.RETURN_S, 1);
 *         Code code = writer.finish(new FrameShape(1, 1, 1, 2, false));
 *
 *         System.out.print(Disassembler.disassemble(code));
 *         for (InstructionDecoder at = Encodings.decoder(code); at.next(); ) {
 *             System.out.println(at.position() + " " + at.op());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * frame params 1, results 1, locals 1, slots 2
 *     const32 s1, 1
 * L0:
 *     i64.mul_ss s1, s1, s0
 *     i64.add_si s0, s0, -1
 *     br_if_i64.gt_s_si L0, s0, 1
 *     return_s s1
 * 0 const32
 * 3 i64.mul_ss
 * 7 i64.add_si
 * 11 br_if_i64.gt_s_si
 * 15 return_s
 * }</pre>
 *
 * <h2>The machine</h2>
 *
 * A function runs on a frame of slots ({@link org.wasmi.encoding.FrameShape}). Each slot has a numeric half of 64 bits
 * and a reference half, an object or null; an instruction uses the half that its {@link org.wasmi.encoding.SlotType}s
 * say.
 *
 * <ul>
 *   <li>An i32 or f32 takes the lower 32 bits of a slot; its upper 32 bits are unspecified, and no instruction's
 *       meaning depends on them. Floats are kept as their bits. So {@code i32.wrap_i64} and the {@code reinterpret}
 *       instructions need no instruction here, {@code load32_s} serves {@code i32.load}, {@code f32.load} and {@code
 *       i64.load32_s}, and {@code load64} serves {@code i64.load} and {@code f64.load}.
 *   <li>A v128 takes the numeric halves of two consecutive slots, the lower 64 bits first. Lanes are numbered from the
 *       lowest bits. {@code copy2} copies a vector, and the instructions that move spans move vectors too. {@code
 *       f32x4.splat}, {@code extract_lane}, {@code replace_lane} and those of {@code f64x2} need no instruction, since
 *       those of integers do the same; nor do comparisons with greater, whose operands are swapped.
 *   <li>An immediate of 32 bits is sign-extended where 64 are wanted: in i64 instructions, {@code const32},
 *       {@code store64_i}, {@code return_i} and {@code global_set_i}. That of an f32 instruction is the float's bits.
 *   <li>A comparison yields the i32 1 or 0.
 *   <li>An instruction reads all its operands before it writes a result.
 * </ul>
 *
 * <h2>Control</h2>
 *
 * Branches lead to instructions of the same code. Code never runs past its end. {@code br_table} takes the entry of the
 * unsigned index, or the last one. {@code call} names a function that the program defines and {@code call_import} an
 * imported one, both by their index in the function index space; the frame operand is the slot of the own frame at
 * which the callee's frame begins: arguments in, results out. {@code return} leaves the results in slots 0..; the other
 * return instructions move them there first. {@code return_call} and its kin move the arguments from the frame operand
 * to slot 0 and replace the frame. {@code consume_fuel} takes its immediate, unsigned, from the store's fuel, together
 * with what {@code charge_fuel} has charged before, by the value of a slot.
 *
 * <h2>Memory</h2>
 *
 * An effective address is the unsigned 32-bit address plus the unsigned offset, without wrapping. The formats without a
 * memory index access memory 0.
 *
 * <h2>Words</h2>
 *
 * In the canonical encoding, {@code words}, an instruction is the word of its code followed by its operands in the
 * order of its {@link org.wasmi.encoding.Format}, a word of 32 bits each; an operand of 64 bits takes two, the lower
 * half first. A branch is the distance in words from the start of its own instruction to that of its target, and a
 * table of targets is their number followed by as many distances. Other encodings lay out the same instructions in
 * their own way; encoder and decoder hide which.
 *
 * <h2>Versions</h2>
 *
 * From the first release on, {@link org.wasmi.encoding.Op} is append-only: the code, format and meaning of a released
 * instruction stay, and {@link org.wasmi.encoding.Isa#version} grows with each addition, so that an executor or a
 * stored program with fewer instructions is recognised by the number and not by accident. The interfaces that
 * others implement or call, {@link org.wasmi.encoding.InstructionEncoder}, {@link
 * org.wasmi.encoding.InstructionDecoder} and {@link org.wasmi.encoding.Encoding}, get new methods with default bodies
 * only. Until then all of it may change.
 *
 * <p>Unless otherwise noted, passing a null ends in a {@link java.lang.NullPointerException}, and types are immutable
 * and safe to share between threads.
 */
@NullMarked
package org.wasmi.encoding;

import org.jspecify.annotations.NullMarked;
