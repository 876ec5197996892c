/**
 * What every executor and every encoding has to do, as suites of tests. To test an executor, add {@code wasmi-testkit},
 * JUnit Jupiter and {@code assertj-core} to the tests of its module, and a class:
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
 * Nothing else is needed: the executor is found by its name, through {@link java.util.ServiceLoader}, so its module or
 * jar has
 * to say that it provides {@link org.wasmi.exec.runtime.Executor}. The guests of these tests are built by {@link
 * org.wasmi.testkit.ModuleBuilder} and translated as usual, so that what is tested is what real programs meet.
 * Encodings are
 * tested the same way by {@link org.wasmi.testkit.contract.EncodingContract}, which runs on the engine of jqwik and
 * needs {@code jqwik} too. The testkit declares all three as optional, because its runners work without them.
 *
 * <p>Once the contract holds, {@link org.wasmi.testkit.differential.Differential} compares the executor with an oracle
 * on
 * generated modules, and {@link org.wasmi.testkit.spec.SpecRunner} runs the official suite on it.
 */
@NullMarked
package org.wasmi.testkit.contract;

import org.jspecify.annotations.NullMarked;
