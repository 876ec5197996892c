/**
 * WASI preview 1 as host functions, which command-line programs compiled for {@code wasm32-wasip1} import from
 * {@code wasi_snapshot_preview1}.
 *
 * <p>Start with {@link org.wasmi.wasi.WasiConfig}, which determines what the guest may use. By default it has no
 * streams, directories or variables. {@link org.wasmi.wasi.Wasi} then defines the functions in a linker.
 *
 * <pre>{@code
 * import java.nio.file.*;
 * import java.util.List;
 * import org.wasmi.exec.*;
 * import org.wasmi.translate.Translator;
 * import org.wasmi.wasi.*;
 *
 * public class Echo {
 *     public static void main(String[] args) throws Exception {
 *         byte[] wasm = Files.readAllBytes(Path.of(args[0])); // examples/echo.wasm
 *         WasiConfig config = WasiConfig.DEFAULT
 *                 .withArguments(List.of("echo", "one", "two words"))
 *                 .withVariable("GREETING", "hello")
 *                 .withStdout(System.out);
 *         try (Wasi wasi = new Wasi(config);
 *                 Store store = Engine.create().newStore()) {
 *             Instance echo = wasi.addTo(new Linker()).instantiate(store, Translator.translate(wasm));
 *             echo.function("_start").call();
 *         } catch (ProcExitException exit) {
 *             System.out.println("exit code " + exit.exitCode());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * argument 1: one
 * argument 2: two words
 * environment: GREETING=hello
 * exit code 2
 * }</pre>
 *
 * <p>Each call costs fuel: 100 units, or 5,000 if it takes a path. It also costs 1 unit for each 64 bytes that it
 * moves, 16 for a random byte, 4 for an {@code iovec}, 500 for a subscription of {@code poll_oneoff}, 2,000 for a
 * component of a path and 1,000 for an entry that {@code fd_readdir} reads from the host. A deadline or interrupt ends
 * a guest in the middle of this work, however much it asks for. The exception is where the host itself waits: a read of
 * standard input or a write takes as long as the stream does.
 *
 * <p>All 46 functions are defined, so that every program links. They are also defined under {@code wasi_unstable}, with
 * the structures of preview 0, for older programs. Link a program that is instantiated often once, with
 * {@link org.wasmi.wasi.Wasi#addPerStore}. Where the standard leaves a choice, or where a function cannot meet it on
 * the JVM, the functions behave as follows:
 *
 * <ul>
 *   <li>a pointer that leads out of the guest's memory gives {@code FAULT}, not a trap, and has no effect;
 *   <li>a path that leads out of its directory gives {@code PERM}: an absolute path, a {@code ..} too many, a symbolic
 *       link to either. Links that stay inside are followed, those before a slash always, as on Linux;
 *   <li>a path that leads more than 128 directories down gives {@code NAMETOOLONG};
 *   <li>a time after the year 2262, which Java cannot pass to the host, gives {@code OVERFLOW}; a time before 1970
 *       reads as 0. JDK 17 cuts the times of symbolic links to microseconds;
 *   <li>a change in a directory given as read-only gives {@code PERM};
 *   <li>{@code proc_raise} gives {@code NOSYS}; there are no sockets, so {@code sock_*} gives {@code NOTSOCK};
 *   <li>the clocks of processor time give {@code NOTSUP};
 *   <li>{@code fd_advise} has no effect, {@code NONBLOCK} is accepted and has none either;
 *   <li>{@code APPEND} moves to the end before each write, which another process could do in between;
 *   <li>{@code poll_oneoff} finds standard input ready when there are bytes or the stream has ended, and at once if the
 *       guest waits for nothing else.
 * </ul>
 *
 * <p><b>Directories.</b> A guest reaches the contents of the directories given to it, and nothing else, even while
 * other guests, threads or processes move directories and put symbolic links in their place. This depends on the host's
 * operating system:
 *
 * <ul>
 *   <li>On Linux, each directory of a path is opened relative to the one before, without following links, and every
 *       function works relative to such an open directory, through {@code /proc/self/fd}. If others change names
 *       meanwhile, a call can fail or find another file, but only one inside. A descriptor stays with its file or
 *       directory when that is moved. Directories on the way must be readable, not only searchable.
 *   <li>Elsewhere, and on Linux without {@code /proc}, names are checked and then used. One lock for all guests of the
 *       JVM is held from the first to the last step of a call, so guests cannot lead each other out. <b>Other
 *       processes, and the host's own threads, can</b>: do not let them move directories or make symbolic links there
 *       while a guest runs. The descriptor of a directory that was moved gives {@code NOENT}, and {@code path_link} of
 *       a symbolic link gives {@code NOTSUP}.
 * </ul>
 *
 * <p>Hard links and mounts are the host's: a file that has a second name outside, and a file system mounted inside, are
 * inside.
 */
@NullMarked
package org.wasmi.wasi;

import org.jspecify.annotations.NullMarked;
