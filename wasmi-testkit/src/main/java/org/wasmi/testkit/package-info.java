/**
 * Builders of Wasm binaries for tests.
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
