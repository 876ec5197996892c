package org.wasmi.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code wasmi} command. */
@Command(
        name = "wasmi",
        description =
                "WebAssembly on the JVM: runs, inspects, disassembles, validates, compiles, tests and measures modules.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  wasmi run hello.wasm", "  wasmi run --invoke add add.wasm -- 2 40", "  wasmi COMMAND --help"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success; for 'run' of a program, its own exit code",
            "1:'spec' found failures, or 'fuzz' a disagreement",
            "2:the command line makes no sense",
            "65:the module is malformed or invalid",
            "66:a file cannot be read",
            "69:the module imports what there is not",
            "70:a defect of wasmi",
            "71:a limit of wasmi or of the machine was reached",
            "74:output cannot be written",
            "134:the guest trapped"
        })
public final class Main implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs the command line and exits with its code.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        Streams streams = Streams.ofProcess();
        // What the guest has written so far counts even when the user loses patience.
        Runtime.getRuntime().addShutdownHook(new Thread(streams::flush));
        System.exit(run(streams, arguments));
    }

    /** {@return the exit code of a command} */
    static int run(Streams streams, String... arguments) {
        int code = execute(streams, arguments);
        return streams.flush() || code != ExitCode.OK ? code : ExitCode.NO_OUTPUT;
    }

    private static int execute(Streams streams, String... arguments) {
        try {
            return commandLine(streams).execute(arguments);
        } catch (OutOfMemoryError e) {
            streams.errText().println("wasmi: out of memory; the JVM's option -Xmx gives it more");
            return ExitCode.LIMIT;
        }
    }

    private static CommandLine commandLine(Streams streams) {
        Failures failures = new Failures(streams);
        CommandLine line = new CommandLine(new Main());
        for (Object command : List.of(
                new RunCommand(streams),
                new InspectCommand(streams),
                new DisasmCommand(streams),
                new ValidateCommand(streams),
                new CompileCommand(streams),
                new SpecCommand(streams),
                new BenchCommand(streams),
                new FuzzCommand(streams))) {
            line.addSubcommand(command);
        }
        return line.setExpandAtFiles(false)
                .setOut(streams.outText())
                .setErr(streams.errText())
                .setColorScheme(CommandLine.Help.defaultColorScheme(streams.terminal() ? Ansi.AUTO : Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** Called when there is no command. */
    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The version of this build and of the JVM. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "wasmi " + ofBuild() + " (Java " + System.getProperty("java.version") + ", "
                        + System.getProperty("java.vm.name") + ")"
            };
        }

        private static String ofBuild() {
            try (InputStream version = Main.class.getResourceAsStream("version.txt")) {
                if (version == null) {
                    throw new IllegalStateException("the build has left out version.txt");
                }
                return new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
