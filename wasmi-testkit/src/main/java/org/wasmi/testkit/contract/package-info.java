/**
 * What every executor has to do, as tests. Who writes an executor adds a class to the tests of their module:
 *
 * <pre>{@code
 * class TracingExecutorContractTest extends ExecutorContract {
 *     @Override
 *     public String executor() {
 *         return "tracing";
 *     }
 * }
 * }</pre>
 *
 * The guests of these tests are built by {@link org.wasmi.testkit.ModuleBuilder} and translated as usual, so that what is
 * tested is what real programs meet.
 */
@NullMarked
package org.wasmi.testkit.contract;

import org.jspecify.annotations.NullMarked;
