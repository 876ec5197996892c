package org.wasmi.debug;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Executor;

/**
 * A guest to debug.
 *
 * @param name the name of the module, for people
 * @param wasm the module; not copied
 * @param program the module, translated with {@link org.wasmi.translate.TranslationOptions#DEBUGGING}: other code can be
 *     debugged as far as its map of sources goes
 * @param folder where the files of its sources are, to which their names in debugging information are relative
 * @param main runs the guest
 */
@SuppressWarnings("ArrayRecordComponent") // it is compared with nothing
public record Debuggee(String name, byte[] wasm, Program program, Path folder, Main main) {

    /** Checks for nulls. */
    public Debuggee {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(wasm, "wasm");
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(main, "main");
    }

    /** Runs a guest. */
    @FunctionalInterface
    public interface Main {

        /**
         * Runs the guest to its end, in one or more stores of engines with an executor, on one or more threads.
         *
         * @param executor the executor that heeds breakpoints
         * @param out standard output of the guest, which the editor shows
         * @param err standard error of the guest, which the editor shows
         * @return the exit code
         * @throws Exception whatever the guest ends with; the editor shows its message
         */
        int run(Executor executor, OutputStream out, OutputStream err) throws Exception;
    }
}
