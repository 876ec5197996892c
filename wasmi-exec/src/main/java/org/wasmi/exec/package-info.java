/**
 * Runs programs.
 *
 * <p>From the outside in: an {@link org.wasmi.exec.Engine} holds what is made once, above all the code of functions in
 * an executor's form; a {@link org.wasmi.exec.Store} is a world of its own, for one thread at a time; a {@link
 * org.wasmi.exec.Linker} knows what programs may import and makes {@link org.wasmi.exec.Instance}s of them in a store.
 * What an instance exports is an {@link org.wasmi.exec.Extern}: a {@link org.wasmi.exec.WasmFunction}, a {@link
 * org.wasmi.exec.Memory}, a {@link org.wasmi.exec.Table} or a {@link org.wasmi.exec.Global}. Functions are called with
 * {@link org.wasmi.exec.Value}s, or over and over through an {@link org.wasmi.exec.Invocation}, which allocates
 * nothing, nor do the methods of an interface that {@link org.wasmi.exec.Instance#bind} implements. Guests call a
 * {@link org.wasmi.exec.HostFunction}, which is handed a {@link org.wasmi.exec.HostCall}, or a lambda.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import java.util.function.IntToLongFunction;
 * import org.wasmi.encoding.program.Program;
 * import org.wasmi.exec.*;
 * import org.wasmi.translate.Translator;
 *
 * public class Called {
 *     public static void main(String[] args) throws Exception {
 *         byte[] wasm = Files.readAllBytes(Path.of(args[0])); // examples/fib.wasm
 *         Program program = Translator.translate(wasm);
 *         try (Store store = Engine.create().newStore()) {
 *             Instance instance = new Linker().instantiate(store, program);
 *             WasmFunction fib = instance.function("fib");
 *             System.out.println(fib.type() + ": " + fib.call(Value.i32(20)));
 *
 *             IntToLongFunction typed = fib.as(IntToLongFunction.class);
 *             System.out.println(typed.applyAsLong(20));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * (i32) -> (i64): [I64[value=6765]]
 * 6765
 * }</pre>
 *
 * <p>For those who write executors: an {@link org.wasmi.exec.runtime.Executor} links {@link org.wasmi.encoding.Code} to
 * {@link org.wasmi.exec.runtime.LinkedCode} of its own and runs it on a {@link org.wasmi.exec.runtime.Machine}, which
 * holds the stacks; {@link org.wasmi.exec.runtime.Calls}, {@link org.wasmi.exec.runtime.MemoryAccess} and {@link
 * org.wasmi.exec.runtime.StoreAccess} are what executors have in common. What each instruction does is ready in {@link
 * org.wasmi.exec.handler}.
 *
 * <p>Errors: what a guest does wrong is a {@link org.wasmi.encoding.error.WasmException}, what the host does wrong an
 * {@link java.lang.IllegalArgumentException} or {@link java.lang.IllegalStateException}. Passing a null where none is
 * allowed ends in a {@link java.lang.NullPointerException}. After any of them a store can be used as before, but the
 * state of an instance is what the guest left in the middle of its work; see {@link
 * org.wasmi.encoding.error.TrapException}.
 */
@NullMarked
package org.wasmi.exec;

import org.jspecify.annotations.NullMarked;
