/**
 * Runs the scripts of the WebAssembly specification's test suite, in the JSON form that wabt's {@code wast2json} and
 * {@code wasm-tools json-from-wast} write: {@link org.wasmi.testkit.spec.SpecSuite} finds scripts,
 * {@link org.wasmi.testkit.spec.SpecRunner} runs them on an executor, {@link org.wasmi.testkit.spec.KnownFailures} says
 * what is expected not to pass yet.
 *
 * <pre>{@code
 * SpecRunner runner = new SpecRunner("switch");
 * for (SpecScript script : SpecSuite.find(Path.of("testsuite"))) {
 *     ScriptResult result = runner.run(script);
 *     System.out.println(script.name() + " " + result.totals());
 * }
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.spec;

import org.jspecify.annotations.NullMarked;
