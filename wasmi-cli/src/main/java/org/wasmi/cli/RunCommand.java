package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.Explanation;
import org.wasmi.wasi.ProcExitException;
import org.wasmi.wasi.WasiConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = {
            "Runs a module, or a program stored by 'wasmi compile'.",
            "Without --invoke it must be a WASI program, whose exit code becomes that of this command. With "
                    + "--invoke one "
                    + "exported function is called, and its results are printed one per line.",
            "A program sees no files, no variables and no arguments but those given here."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  wasmi run hello.wasm",
            "  wasmi run --dir data::/data --env LANG=en wc.wasm -- -l /data/text.txt",
            "  wasmi run --invoke add add.wasm -- -2 40",
            "  wasmi run --timeout 2s --max-memory 64MiB --stats hello.wasm",
            "Arguments of functions: integers are signed or unsigned, decimal or 0x hexadecimal; floats decimal or "
                    + "hexadecimal, inf, nan or nan:0x1; null for references."
        })
final class RunCommand implements Callable<Integer> {
    private static final int MAX_EXIT_CODE = 255;
    private static final String START = "_start";

    private final Streams streams;
    private final List<String> ofGuest;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The module or stored program; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGS", description = "Arguments; after '--' all.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--invoke", paramLabel = "NAME", description = "The exported function to call.")
    private @Nullable String invoke;

    @Option(
            names = "--executor",
            paramLabel = "NAME",
            converter = ExecutorName.class,
            completionCandidates = ExecutorName.class,
            description = "What runs the code (default: ${DEFAULT-VALUE}).")
    private String executor = Executors.preferred();

    @Option(
            names = "--dir",
            paramLabel = "HOST[::GUEST]",
            description = "A directory to give to the program, perhaps under another name. Repeatable.")
    private List<String> directories = new ArrayList<>();

    @Option(names = "--env", paramLabel = "K=V", description = "A variable to give to the program. Repeatable.")
    private List<String> variables = new ArrayList<>();

    @Option(
            names = "--explain-jit",
            description =
                    "Say on standard error which functions compiled and tiered leave to the interpreter, and why.")
    private boolean explainsJit;

    @Mixin
    private FeatureOption features = new FeatureOption();

    @Mixin
    private GuestLimits limits = new GuestLimits();

    /**
     * Makes a command.
     *
     * @param ofGuest what follows {@code --}
     */
    RunCommand(Streams streams, List<String> ofGuest) {
        this.streams = streams;
        this.ofGuest = ofGuest;
    }

    @Override
    public Integer call() throws IOException {
        arguments.addAll(ofGuest);
        WasiConfig config = config();
        StoreLimits storeLimits = limits.limits();
        Program program = ModuleFile.program(
                ModuleFile.read(file, streams), features.translation().withFuel(limits.wantsMetering()));
        if (limits.needsMetering() && !program.isMetered()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    file + ": stored without metering, so that --fuel and --timeout would do nothing; "
                            + "store it with 'wasmi compile --metered'");
        }
        if (explainsJit) {
            explainJit(program);
        }
        Store store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore(storeLimits);
        limits.apply(store);
        long begin = System.nanoTime();
        try (Guest guest = Guest.instantiate(program, store, config)) {
            if (invoke == null) {
                start(guest);
            } else {
                invoke(guest, invoke);
            }
            return ExitCode.OK;
        } catch (ProcExitException e) {
            // Systems keep eight bits, of which a failure must not become 0.
            return Integer.compareUnsigned(e.exitCode(), MAX_EXIT_CODE) > 0 ? MAX_EXIT_CODE : e.exitCode();
        } finally {
            if (limits.wantsStats()) {
                Duration time = Duration.ofNanos(System.nanoTime() - begin);
                streams.flush();
                streams.errText().println(GuestLimits.stats(store, program.isMetered(), time));
            }
        }
    }

    private void explainJit(Program program) {
        int functions = program.functions().size();
        SortedMap<Integer, String> declined = Explanation.declined(program);
        streams.errText().println((functions - declined.size()) + " of " + functions + " functions are compiled");
        declined.forEach((function, reason) -> streams.errText()
                .println("function " + function
                        + program.names()
                                .function(function)
                                .map(name -> " \"" + name + "\"")
                                .orElse("") + ": " + reason));
    }

    private void start(Guest guest) {
        if (!guest.hasFunction(START)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    file + ": not a program, since it exports no function \"_start\"; choose a function with --invoke\n"
                            + guest.functions());
        }
        guest.function(START).call();
    }

    private void invoke(Guest guest, String name) {
        WasmFunction function = guest.function(name);
        Value[] values = Guest.arguments(name, function.type(), arguments);
        guest.initialize();
        for (Value result : function.call(values)) {
            streams.outText().println(ValueText.format(result));
        }
    }

    private WasiConfig config() {
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
