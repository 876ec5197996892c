/** Generators of test data for jqwik: {@link org.wasmi.testkit.arbitraries.InstructionArbitraries}. */
@NullMarked
package org.wasmi.testkit.arbitraries;

import org.jspecify.annotations.NullMarked;
