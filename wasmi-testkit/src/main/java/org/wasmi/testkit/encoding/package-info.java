/**
 * For authors of encodings, translators and executors: a recording encoder and an asserting decoder of bytecode.
 *
 * <ul>
 *   <li>{@link org.wasmi.testkit.encoding.RecordingEncoder} records the calls to it as {@link
 *       org.wasmi.testkit.encoding.EncoderCall}s, which can be asserted and replayed to any other encoder.
 *   <li>{@link org.wasmi.testkit.encoding.AssertingDecoder} fails where the reader does not adhere to the instruction's
 *       {@link org.wasmi.encoding.Format}, or where the decoder behind it is inconsistent.
 *   <li>{@link org.wasmi.testkit.encoding.CheckedEncoding} is found by the name {@code checked} where the testkit is on
 *       the class path, as it is in tests. Every executor reads code in this encoding through an asserting decoder.
 * </ul>
 *
 * {@link org.wasmi.testkit.contract.EncodingContract} has the tests for an encoding.
 *
 * <pre>{@code
 * import org.wasmi.encoding.*;
 * import org.wasmi.encoding.instruction.InstructionWriter;
 * import org.wasmi.testkit.encoding.RecordingEncoder;
 *
 * public class Recorded {
 *     public static void main(String[] args) {
 *         RecordingEncoder recording = new RecordingEncoder();
 *         InstructionWriter writer = new InstructionWriter(recording);
 *         writer.write(Op.I32_ADD_SI, 0, 0, 1);
 *         writer.write(Op.RETURN);
 *         Code words = writer.finish(new FrameShape(1, 1, 1, 1, false));
 *         recording.calls().forEach(System.out::println);
 *
 *         Encoding compact = Encodings.named(Encodings.COMPACT);
 *         Code replayed = recording.replay(compact.encoder()).orElseThrow();
 *         System.out.println(replayed.equals(Encodings.transcode(words, compact)));
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * Begin[op=i32.add_si]
 * Operand[value=0]
 * Operand[value=0]
 * Operand[value=1]
 * Begin[op=return]
 * Finish[frame=FrameShape[params=1, results=1, locals=1, slots=1, references=false]]
 * true
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.encoding;

import org.jspecify.annotations.NullMarked;
