/**
 * Generators of test data for jqwik: {@link org.wasmi.testkit.arbitraries.InstructionArbitraries} for lists of
 * instructions that can be encoded, {@link org.wasmi.testkit.arbitraries.Programs} for programs of bytecode that can be
 * run, and {@link org.wasmi.testkit.arbitraries.WasmModules} for Wasm modules. Each {@link
 * org.wasmi.testkit.arbitraries.WasmModule} can be created from a seed, too. Programs and modules are valid, or mutated
 * as input for readers. Samples print themselves as text: code disassembled, modules nearly in the text format.
 *
 * <pre>{@code
 * import net.jqwik.api.*;
 * import org.wasmi.testkit.arbitraries.*;
 * import org.wasmi.translate.Translator;
 *
 * class ValidModuleProperties {
 *     @Property
 *     void everyModuleCanBeTranslated(@ForAll("modules") WasmModule module) {
 *         Translator.translate(module.wasm());
 *     }
 *
 *     @Provide
 *     Arbitrary<WasmModule> modules() {
 *         return WasmModules.valid();
 *     }
 * }
 * }</pre>
 */
@NullMarked
package org.wasmi.testkit.arbitraries;

import org.jspecify.annotations.NullMarked;
