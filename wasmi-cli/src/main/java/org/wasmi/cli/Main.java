package org.wasmi.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.runtime.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code wasmi} command. */
@Command(
        name = "wasmi",
        description =
                "WebAssembly on the JVM: runs, inspects, disassembles, validates, compiles, parses, prints, tests "
                        + "and measures modules.",
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
    private static final String END_OF_OPTIONS = "--";

    /** The commands that tell of all commands. */
    private static final Set<String> NEED_ALL = Set.of("completion", "help");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    @Option(
            names = "--module-path",
            paramLabel = "PATH",
            description = "Jars of modules with more executors and encodings, or folders of such jars.")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void modulePath(String path) {
        throw new ParameterException(
                spec.commandLine(),
                "only the launcher script takes --module-path, before the command; "
                        + "java takes -p and -m org.wasmi.cli/org.wasmi.cli.Main");
    }

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
        streams.flush();
        IOException failure = streams.failure();
        if (failure == null || (code != ExitCode.OK && code != ExitCode.NO_OUTPUT)) {
            return code;
        }
        streams.errText().println("wasmi: cannot write to standard output: " + Failures.explain(failure));
        return ExitCode.NO_OUTPUT;
    }

    private static int execute(Streams streams, String... arguments) {
        try {
            String name = arguments.length == 0 || NEED_ALL.contains(arguments[0]) ? "" : arguments[0];
            int end = takesGuestArguments(arguments) ? Arrays.asList(arguments).indexOf(END_OF_OPTIONS) : -1;
            if (end < 0) {
                return commandLine(streams, name, List.of()).execute(arguments);
            }
            List<String> ofGuest = List.of(arguments).subList(end + 1, arguments.length);
            return commandLine(streams, name, ofGuest).execute(Arrays.copyOf(arguments, end));
        } catch (OutOfMemoryError e) {
            streams.errText().println("wasmi: out of memory; the JVM's option -Xmx gives it more");
            return ExitCode.LIMIT;
        }
    }

    /** {@return whether what follows {@code --} is the guest's, and not a file's name that begins with a dash} */
    private static boolean takesGuestArguments(String[] arguments) {
        return arguments.length > 0
                && List.of("run", "bench", "explore", "debug").contains(arguments[0]);
    }

    /**
     * {@return the command line}
     *
     * @param name the command that it needs to have, or another text if it needs all: picocli looks at every member of
     *     the classes of commands, which takes longer than some of them run
     */
    private static CommandLine commandLine(Streams streams, String name, List<String> ofGuest) {
        Failures failures = new Failures(streams);
        CommandLine line = new CommandLine(new Main());
        Map<String, Supplier<Object>> commands = commands(streams, ofGuest);
        Supplier<Object> only = commands.get(name);
        for (Supplier<Object> each : only == null ? commands.values() : List.of(only)) {
            line.addSubcommand(each.get());
        }
        return line.registerConverter(long.class, new Amounts.OfWholeNumber())
                .registerConverter(double.class, new Amounts.OfNumber())
                .setExpandAtFiles(false)
                .setOut(streams.outText())
                .setErr(streams.errText())
                .setColorScheme(CommandLine.Help.defaultColorScheme(streams.terminal() ? Ansi.AUTO : Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /** {@return what makes the commands, by name, in the order of the help} */
    private static Map<String, Supplier<Object>> commands(Streams streams, List<String> ofGuest) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(streams, ofGuest));
        commands.put("inspect", () -> new InspectCommand(streams));
        commands.put("disasm", () -> new DisasmCommand(streams));
        commands.put("validate", () -> new ValidateCommand(streams));
        commands.put("compile", () -> new CompileCommand(streams));
        commands.put("generate", () -> new GenerateCommand(streams));
        commands.put("parse", () -> new ParseCommand(streams));
        commands.put("print", () -> new PrintCommand(streams));
        commands.put("explore", () -> new ExploreCommand(streams, ofGuest));
        commands.put("debug", () -> new DebugCommand(streams, ofGuest));
        commands.put("spec", () -> new SpecCommand(streams));
        commands.put("bench", () -> new BenchCommand(streams, ofGuest));
        commands.put("fuzz", () -> new FuzzCommand(streams));
        commands.put("completion", () -> new CompletionCommand(streams));
        commands.put("help", () -> new HelpCommand(streams));
        return commands;
    }

    /** Called when there is no command. */
    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The versions of this build, of what it reads, and of the JVM. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "wasmi " + ofBuild(),
                "instruction set " + Isa.version() + ", stored programs " + StoredPrograms.FORMAT_VERSION,
                "executors " + String.join(", ", new TreeSet<>(Executors.all().keySet())),
                "encodings " + String.join(", ", new TreeSet<>(Encodings.all().keySet())),
                "Java " + property("java.version") + " (" + property("java.vm.name") + " " + property("java.vm.version")
                        + ", " + property("java.vendor") + "), " + property("os.name") + " " + property("os.arch")
            };
        }

        private static String property(String name) {
            return System.getProperty(name, "unknown");
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
