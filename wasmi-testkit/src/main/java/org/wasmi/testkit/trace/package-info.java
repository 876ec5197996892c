/**
 * Replays recordings of a host and a module: {@link org.wasmi.testkit.trace.Trace} reads a recording, {@link
 * org.wasmi.testkit.trace.TraceReplayer} replays the host's part and compares the module's part.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import java.security.MessageDigest;
 * import java.util.*;
 * import org.wasmi.exec.Engine;
 * import org.wasmi.testkit.trace.*;
 *
 * public class Replayed {
 *     public static void main(String[] args) throws Exception {
 *         byte[] wasm = Files.readAllBytes(Path.of(args[0])); // examples/add.wasm
 *         byte[] hash = MessageDigest.getInstance("SHA-256").digest(wasm);
 *         List<Trace.Event> events = List.of( // as Trace.read has them from a file
 *                 new Trace.Instantiate(),
 *                 new Trace.Call("add", List.of("2", "40")),
 *                 new Trace.Return("43"));
 *         Trace trace = new Trace(
 *                 HexFormat.of().formatHex(hash), OptionalInt.empty(), Map.of(), Map.of(), events);
 *         try {
 *             TraceReplayer.replay(trace, wasm, Engine.create());
 *         } catch (AssertionError difference) {
 *             System.out.println(difference.getMessage());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * event 2 is Return[value=43], but the values are [I32[value=42]]
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.trace;

import org.jspecify.annotations.NullMarked;
