package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.js.go.Go;
import org.wasmi.wasi.WasiConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what of a module to call, and what a program is given. */
final class CallOptions {
    private static final String START = "_start";

    @Option(names = "--invoke", paramLabel = "NAME", description = "The exported function to call.")
    private @Nullable String invoke;

    @Option(
            names = "--dir",
            paramLabel = "HOST[::GUEST]",
            description = "A directory to give to the program, perhaps under another name. Repeatable.")
    private List<String> directories = new ArrayList<>();

    @Option(names = "--env", paramLabel = "K=V", description = "A variable to give to the program. Repeatable.")
    private List<String> variables = new ArrayList<>();

    /** {@return these options, with another function to call} */
    CallOptions withFunction(String name) {
        CallOptions changed = new CallOptions();
        changed.invoke = name;
        changed.directories = directories;
        changed.variables = variables;
        return changed;
    }

    /**
     * Calls the function and prints its results, or runs the program, which Go's runtime does for a program of Go.
     *
     * @param store a new store, which is closed
     * @param config what the program sees of the system
     * @param file the module, for messages
     * @param arguments what the function takes, as text
     * @return the exit code
     * @throws CommandException if there is no such function, or the arguments are not its
     * @throws IOException if a directory given to the program cannot be opened
     */
    int run(Program program, Store store, WasiConfig config, Path file, List<String> arguments, Streams streams)
            throws IOException {
        if (invoke == null && Go.isImportedBy(program)) {
            try (store) {
                return new Go(config).run(store, program);
            }
        }
        try (Guest guest = Guest.instantiate(program, store, config)) {
            if (invoke == null) {
                start(guest, file);
            } else {
                invoke(guest, invoke, arguments, streams);
            }
            return ExitCode.OK;
        }
    }

    private static void start(Guest guest, Path file) {
        if (!guest.hasFunction(START)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    file + ": not a program, since it exports no function \"_start\"; choose a function with --invoke\n"
                            + guest.functions());
        }
        guest.function(START).call();
    }

    private static void invoke(Guest guest, String name, List<String> arguments, Streams streams) {
        WasmFunction function = guest.function(name);
        Value[] values = Guest.arguments(name, function.type(), arguments);
        guest.initialize();
        for (Value result : function.call(values)) {
            streams.outText().println(ValueText.format(result));
        }
    }

    /**
     * {@return what a program sees of the system}
     *
     * @param spec the command, for messages
     * @param file the module, which is the first argument
     * @param arguments the other ones
     */
    WasiConfig wasi(CommandSpec spec, Path file, List<String> arguments, Streams streams) {
        List<String> all = new ArrayList<>();
        all.add(file.toString());
        all.addAll(arguments);
        WasiConfig config = WasiConfig.DEFAULT
                .withArguments(all)
                .withStdin(streams.in())
                .withStdout(streams.out())
                .withStderr(streams.err())
                .withTerminal(streams.terminal());
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(spec.commandLine(), "--env takes K=V, not '" + variable + "'");
            }
            config = config.withVariable(variable.substring(0, equals), variable.substring(equals + 1));
        }
        for (String directory : directories) {
            int colons = directory.indexOf("::");
            String host = colons < 0 ? directory : directory.substring(0, colons);
            String guest = colons < 0 ? directory : directory.substring(colons + 2);
            if (host.isEmpty() || guest.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--dir takes HOST or HOST::GUEST, not '" + directory + "'");
            }
            try {
                config = config.withDirectory(Path.of(host), guest);
            } catch (InvalidPathException e) {
                throw new ParameterException(spec.commandLine(), "--dir: " + e.getMessage(), e);
            }
        }
        return config;
    }
}
