/**
 * The contracts of executors and encodings, as suites of tests. To test an executor, add {@code wasmi-testkit}, JUnit
 * Jupiter and {@code assertj-core} to the test dependencies of its module, and a class:
 *
 * <pre>{@code
 * import org.wasmi.testkit.contract.ExecutorContract;
 *
 * class TracingExecutorContractTest extends ExecutorContract {
 *     @Override
 *     public String executor() {
 *         return "tracing";
 *     }
 * }
 * }</pre>
 *
 * Nothing else is needed: {@link java.util.ServiceLoader} finds the executor by name, so its module or jar must declare
 * that it provides {@link org.wasmi.exec.runtime.Executor}. {@link org.wasmi.testkit.ModuleBuilder} builds the guests
 * of these tests, and they are translated as usual, so the tests meet the same code as real programs. {@link
 * org.wasmi.testkit.contract.EncodingContract} tests encodings in the same way. It runs on the jqwik engine and needs
 * {@code jqwik}, too. The testkit declares all three dependencies as optional, because its runners work without them.
 *
 * <p>Once the contract holds, {@link org.wasmi.testkit.differential.Differential} compares the executor with an oracle
 * on generated modules, and {@link org.wasmi.testkit.spec.SpecRunner} runs the official suite on it.
 */
@NullMarked
package org.wasmi.testkit.contract;

import org.jspecify.annotations.NullMarked;
