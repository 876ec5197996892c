/**
 * Executors against the oracle: {@link org.wasmi.testkit.differential.Differential} runs a generated module everywhere and
 * compares, {@link org.wasmi.testkit.differential.Fuzzer} does so for one module after another and makes those that show a
 * disagreement small.
 */
@NullMarked
package org.wasmi.testkit.differential;

import org.jspecify.annotations.NullMarked;
