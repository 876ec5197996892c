/**
 * Compares executors with the oracle and with each other. An {@link org.wasmi.testkit.differential.Observation} is the
 * observable result of one run, for your own properties; a {@link org.wasmi.testkit.differential.Guest} is an instance,
 * for properties with other actions between calls. {@link org.wasmi.testkit.differential.Differential} runs a generated
 * module in all configurations and compares. {@link org.wasmi.testkit.differential.Fuzzer} does so for one module after
 * another and reduces those that show a disagreement.
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
