/**
 * Generators of test data for jqwik: {@link org.wasmi.testkit.arbitraries.InstructionArbitraries} for lists of
 * instructions
 * that can be encoded, {@link org.wasmi.testkit.arbitraries.Programs} for programs of bytecode that can be run, and
 * {@link
 * org.wasmi.testkit.arbitraries.WasmModules} for Wasm, of which each {@link org.wasmi.testkit.arbitraries.WasmModule}
 * can be
 * made by seed as well. Of programs and modules there are valid ones, and mutated ones that test what reads them;
 * samples
 * print themselves as text: code disassembled, modules nearly in the text format.
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
