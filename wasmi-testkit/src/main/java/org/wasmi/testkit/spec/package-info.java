/**
 * Runs the scripts of the WebAssembly specification's test suite, in the JSON form that wabt's {@code wast2json} and
 * {@code wasm-tools json-from-wast} write: {@link org.wasmi.testkit.spec.SpecSuite} finds scripts,
 * {@link org.wasmi.testkit.spec.SpecRunner} runs them on an executor, {@link org.wasmi.testkit.spec.KnownFailures}
 * lists the known failures.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import org.wasmi.testkit.ModuleBuilder;
 * import org.wasmi.testkit.spec.*;
 *
 * public class Suite {
 *     public static void main(String[] args) throws Exception {
 *         Path suite = Files.createTempDirectory("suite");
 *         Path script = Files.createDirectory(suite.resolve("answer"));
 *         Files.write(script.resolve("answer.0.wasm"), new ModuleBuilder()
 *                 .function("answer", "-> i32", code -> code.i32Const(42))
 *                 .build());
 *         Files.writeString(script.resolve("answer.json"), """
 *                 {"commands": [
 *                     {"type": "module", "line": 1,
 *                         "filename": "answer.0.wasm", "module_type": "binary"},
 *                     {"type": "assert_return", "line": 2,
 *                         "action": {"type": "invoke", "field": "answer", "args": []},
 *                         "expected": [{"type": "i32", "value": "42"}]}]}
 *                 """);
 *
 *         SpecRunner runner = new SpecRunner("switch");
 *         for (SpecScript each : SpecSuite.find(suite)) { // or the official suite
 *             System.out.println(each.name() + ": " + runner.run(each).totals());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * answer: 2 passed, 0 failed, 0 skipped
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.spec;

import org.jspecify.annotations.NullMarked;
