/**
 * Modules for tests: {@link org.wasmi.testkit.Modules} takes text, {@link org.wasmi.testkit.ModuleBuilder} builds
 * binaries that are computed, or that have no text.
 *
 * <pre>{@code
 * import org.wasmi.exec.*;
 * import org.wasmi.testkit.Modules;
 *
 * public class FromText {
 *     public static void main(String[] args) {
 *         try (Store store = Engine.create().newStore()) {
 *             Instance instance = new Linker().instantiate(store, Modules.fromText("""
 *                     (func (export "add") (param i32 i32) (result i32)
 *                       (i32.add (local.get 0) (local.get 1)))
 *                     """));
 *             System.out.println(instance.function("add").call(Value.i32(40), Value.i32(2)));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * [I32[value=42]]
 * }</pre>
 *
 * <pre>{@code
 * import org.wasmi.exec.*;
 * import org.wasmi.testkit.ModuleBuilder;
 * import org.wasmi.translate.Translator;
 *
 * public class Built {
 *     public static void main(String[] args) {
 *         byte[] wasm = new ModuleBuilder()
 *                 .importFunction("host", "twice", "i32 -> i32")
 *                 .function("run", "i32 -> i32", code ->
 *                         code.localGet(0).call(0).i32Const(1).op("i32.add"))
 *                 .build();
 *         Linker linker = new Linker().function("host", "twice", HostFunction.of((int n) -> 2 * n));
 *         try (Store store = Engine.create().newStore()) {
 *             Instance instance = linker.instantiate(store, Translator.translate(wasm));
 *             System.out.println(instance.function("run").call(Value.i32(20)));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * [I32[value=41]]
 * }</pre>
 *
 * <p>The other packages of the testkit:
 *
 * <ul>
 *   <li>{@link org.wasmi.testkit.contract}: suites of tests for every executor and every encoding, each run by a
 *       subclass of three lines. Begin there.
 *   <li>{@link org.wasmi.testkit.encoding}: a recording encoder and an asserting decoder.
 *   <li>{@link org.wasmi.testkit.arbitraries}: generated instructions, code, programs and modules, valid and malformed.
 *   <li>{@link org.wasmi.testkit.oracle}, {@link org.wasmi.testkit.differential}: an interpreter that shares no code
 *       with executors, and comparisons of executors with it.
 *   <li>{@link org.wasmi.testkit.spec}, {@link org.wasmi.testkit.trace}: the official suite, and recorded runs.
 * </ul>
 */
@NullMarked
package org.wasmi.testkit;

import org.jspecify.annotations.NullMarked;
