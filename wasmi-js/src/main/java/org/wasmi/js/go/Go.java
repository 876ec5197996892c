package org.wasmi.js.go;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.UnknownImports;
import org.wasmi.exec.Value;
import org.wasmi.js.JsObject;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/**
 * Runs a Go program that was compiled for JavaScript, as a command with arguments, variables and streams. JavaScript's
 * global object has what Go's run time and its packages {@code os}, {@code time} and {@code crypto/rand} use; more can be
 * added. The program sees the directories of the configuration, by absolute paths; its working directory is {@code /}.
 *
 * <p>A guest that waits for a timer has the calling thread sleep. It is confined to one thread at a time, as its store
 * is.
 *
 * @see <a href="https://pkg.go.dev/syscall/js">Package syscall/js</a>
 */
public final class Go {
    /** Arguments and variables lie between these addresses, below what the program's linker places. */
    private static final int ARGUMENTS = 4_096;

    private static final int FIRST_DATA = ARGUMENTS + 8_192;

    /** What each step through the host's directories costs in fuel. */
    private static final int STEP_PRICE = 2_000;

    private final WasiConfig config;
    private final Realm realm;

    /**
     * Makes a system for one guest.
     *
     * @param config the arguments, of which the first is the program's name, the variables, streams, directories,
     *     clocks and random numbers
     */
    public Go(WasiConfig config) {
        this.config = config;
        this.realm = new Realm(config);
    }

    /** {@return JavaScript's global object, to which more can be added before the program runs} */
    public JsObject global() {
        return realm.global();
    }

    /** {@return whether a program imports what Go's JavaScript gives} */
    public static boolean isImportedBy(Program program) {
        return program.imports().stream().anyMatch(each -> Imports.MODULES.contains(each.module()));
    }

    /**
     * Runs a program to its end. Functions that it imports and that are not known here trap when they are called.
     *
     * @param store the store for the instance
     * @param program the program
     * @return the exit code; 2 after a panic
     * @throws IOException if a directory cannot be opened, or the standard output cannot be flushed
     * @throws IllegalArgumentException if the arguments and variables take more than 8 KiB
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     */
    public int run(Store store, Program program) throws IOException {
        Linker linker = new Linker();
        Values values = new Values(realm.global());
        EventLoop loop = new EventLoop();
        new Imports(config, values, loop).define(linker, program);
        Instance instance =
                linker.defineUnknownImports(program, UnknownImports.TRAPPING).instantiate(store, program);
        loop.attach(instance);
        values.attach(loop);
        Memory memory = instance.memory("mem");
        int argv = passArguments(memory);
        try (Wasi system = new Wasi(config)) {
            realm.attach(system.files(() -> store.consumeFuel(STEP_PRICE)));
            loop.run(Value.i32(config.arguments().size()), Value.i32(argv));
        }
        return loop.exitCode();
    }

    private int passArguments(Memory memory) {
        List<Integer> pointers = new ArrayList<>();
        int at = ARGUMENTS;
        for (String each : config.arguments()) {
            pointers.add(at);
            at = passString(memory, at, each);
        }
        pointers.add(0);
        for (var each : config.environment().entrySet()) {
            pointers.add(at);
            at = passString(memory, at, each.getKey() + "=" + each.getValue());
        }
        pointers.add(0);
        int argv = at;
        requireRoom(argv + (long) pointers.size() * Long.BYTES);
        for (int pointer : pointers) {
            memory.putLong(at, pointer);
            at += Long.BYTES;
        }
        return argv;
    }

    private static int passString(Memory memory, int at, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        long end = at + (long) bytes.length + Long.BYTES - 1 & -Long.BYTES;
        requireRoom(end);
        memory.putBytes(at, bytes);
        return (int) end;
    }

    private static void requireRoom(long end) {
        if (end > FIRST_DATA) {
            throw new IllegalArgumentException("arguments and variables take more than " + (FIRST_DATA - ARGUMENTS)
                    + " bytes, which is all that Go programs have for them");
        }
    }
}
