/**
 * Generators of test data for jqwik: {@link org.wasmi.testkit.arbitraries.InstructionArbitraries} for the bytecode, and
 * {@link org.wasmi.testkit.arbitraries.WasmModules} for Wasm, of which each {@link
 * org.wasmi.testkit.arbitraries.WasmModule} can be made by seed as well.
 */
@NullMarked
package org.wasmi.testkit.arbitraries;

import org.jspecify.annotations.NullMarked;
