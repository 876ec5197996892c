package org.wasmi.wasi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.OpenDirectory;
import org.wasmi.wasi.internal.file.StandardInput;
import org.wasmi.wasi.internal.file.StandardOutput;

/**
 * The system as one guest sees it: WASI preview 1, and preview 0 for older programs, with the guest's open descriptors.
 * Each instance needs its own, and both are confined to one thread at a time. The directories given to the guest stay
 * open until this is closed.
 *
 * <p>To instantiate a program often, link it once with {@link #addPerStore}, and give each store a {@code Wasi} of its
 * own with {@link Store#hold}.
 */
public final class Wasi implements AutoCloseable {

    /** The module from which guests import these functions. Those of preview 0 are in {@code wasi_unstable}. */
    public static final String MODULE = "wasi_snapshot_preview1";

    /** For the names and types. */
    private static final Definitions OF_NO_GUEST = definitions(WasiConfig.DEFAULT, new Descriptors());

    private final Descriptors descriptors = new Descriptors();
    private final Definitions definitions;
    private final List<Integer> preopened = new ArrayList<>();

    /**
     * Opens the streams and directories of a configuration.
     *
     * @throws IOException if a directory does not exist, is not one or cannot be resolved
     */
    public Wasi(WasiConfig config) throws IOException {
        definitions = definitions(config, descriptors);
        descriptors.add(new StandardInput(config.stdin(), config.terminal()));
        descriptors.add(new StandardOutput(config.stdout(), config.terminal()));
        descriptors.add(new StandardOutput(config.stderr(), config.terminal()));
        try {
            for (PreopenedDirectory each : config.directories()) {
                preopened.add(descriptors.add(OpenDirectory.preopen(each.host(), each.guest(), each.readOnly())));
            }
        } catch (IOException e) {
            descriptors.closeAll();
            throw e;
        }
    }

    /**
     * Defines all functions.
     *
     * @return the linker
     * @throws IllegalArgumentException if one is defined already and the linker does not allow shadowing
     */
    public Linker addTo(Linker linker) {
        definitions.addTo(linker);
        return linker;
    }

    /**
     * Defines all functions in a linker, for any number of stores. A call uses the {@code Wasi} that its store holds,
     * see {@link Store#hold}, and throws {@link IllegalStateException} if the store holds none.
     *
     * @return the linker
     * @throws IllegalArgumentException if one is defined already and the linker does not allow shadowing
     */
    public static Linker addPerStore(Linker linker) {
        OF_NO_GUEST.addTo(linker, call -> call.store().held(Wasi.class).definitions);
        return linker;
    }

    /**
     * {@return the functions of preview 1 by their names} They are those that {@link #addTo} defines, for hosts that
     * offer them under other names.
     */
    public Map<String, HostFunction.Typed> functions() {
        return definitions.functions();
    }

    /**
     * {@return the system calls of Linux on the guest's files, by the names with which Emscripten's C library imports
     * them} The names begin with {@code __syscall_}. A call returns a number from 0, or an error number as a negative
     * one; error numbers are those of WASI. Paths are absolute or relative to a working directory, which is {@code /}
     * at first; the directory given to the guest with the longest name that a path begins with is where it leads. The
     * map is new at each call, and with it the working directory.
     *
     * @param layout where the fields of {@code struct stat} are
     * @param pairs whether parameters of 64 bits are two of 32 bits each, the low half first, as in modules that were
     *     built before JavaScript had such numbers; the map then has {@code fd_seek} too
     */
    public Map<String, HostFunction.Typed> systemCalls(StatLayout layout, boolean pairs) {
        return new SystemCalls(descriptors, preopened, layout, pairs).functions();
    }

    /**
     * {@return the guest's files for other host functions, with a working directory of their own}
     *
     * @param checkpoint called at each step that takes long: each part of a path, each name in a directory. It may take
     *     fuel, and ends the call by an exception
     */
    public GuestFiles files(Runnable checkpoint) {
        return new GuestFiles(descriptors, preopened, checkpoint);
    }

    /** {@return whether a program imports WASI functions} */
    public static boolean isImportedBy(Program program) {
        return program.imports().stream().anyMatch(each -> Arrays.stream(Preview.values())
                .anyMatch(preview -> preview.module().equals(each.module())));
    }

    private static Definitions definitions(WasiConfig config, Descriptors descriptors) {
        Definitions definitions = new Definitions();
        new ProcessFunctions(config).define(definitions);
        new ClockFunctions(config).define(definitions);
        new PollFunction(config, descriptors).define(definitions);
        new DescriptorFunctions(descriptors).define(definitions);
        new TransferFunctions(descriptors).define(definitions);
        new PathFunctions(descriptors).define(definitions);
        new SocketFunctions(descriptors).define(definitions);
        return definitions;
    }

    /**
     * Closes the guest's descriptors and flushes the streams, which stay open.
     *
     * @throws IOException if closing or flushing one of them fails; the others are closed nevertheless
     */
    @Override
    public void close() throws IOException {
        descriptors.closeAll();
    }
}
