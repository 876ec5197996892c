/**
 * Executors against the oracle, and against each other. {@link org.wasmi.testkit.differential.Observation} is what can
 * be seen of one run, for properties of one's own; {@link org.wasmi.testkit.differential.Guest} an instance, for those
 * that do something between calls. {@link org.wasmi.testkit.differential.Differential} runs a generated module
 * everywhere and compares, {@link org.wasmi.testkit.differential.Fuzzer} does so for one module after another and makes
 * those that show a disagreement small.
 *
 * <pre>{@code
 * import java.time.Duration;
 * import org.wasmi.exec.runtime.Executors;
 * import org.wasmi.testkit.differential.*;
 *
 * public class Compared {
 *     public static void main(String[] args) throws Exception {
 *         Differential differential = new Differential(Executors.all().values());
 *         Fuzzer fuzzer = new Fuzzer(differential, 0, Duration.ofSeconds(30));
 *         while (fuzzer.seed() < 20) {
 *             fuzzer.next().ifPresent(finding -> System.out.println(finding.reduced()));
 *         }
 *         System.out.println(fuzzer.seed() + " modules compared");
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * 20 modules compared
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.differential;

import org.jspecify.annotations.NullMarked;
