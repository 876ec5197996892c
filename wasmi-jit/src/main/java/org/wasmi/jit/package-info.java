/**
 * Executors that compile to JVM bytecode, found by name where the artifact is present. {@code compiled} compiles each
 * function to a class when it is first called. {@code tiered} begins in the interpreter and compiles hot functions.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import org.wasmi.exec.*;
 * import org.wasmi.exec.runtime.Executors;
 * import org.wasmi.translate.Translator;
 *
 * public class Compiled {
 *     public static void main(String[] args) throws Exception {
 *         byte[] wasm = Files.readAllBytes(Path.of(args[0])); // examples/add.wasm
 *         Engine engine = Engine.create(EngineConfig.DEFAULT, Executors.named("compiled"));
 *         Instance instance = new Linker().instantiate(engine.newStore(), Translator.translate(wasm));
 *         System.out.println(instance.function("add").call(Value.i32(2), Value.i32(40)));
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * [I32[value=42]]
 * }</pre>
 *
 * <p>Guests observe the same as in the interpreters: results, traps with their backtraces, fuel, call depth.
 * Functions that cannot be compiled stay in the interpreter, and so do calls that can be suspended.
 */
@NullMarked
package org.wasmi.jit;

import org.jspecify.annotations.NullMarked;
