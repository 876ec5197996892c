package org.wasmi.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.Explanation;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.wasi.ProcExitException;
import org.wasmi.wasi.WasiConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--executor",
            paramLabel = "NAME",
            converter = ExecutorName.class,
            completionCandidates = ExecutorName.class,
            description = "What runs the code (default: ${DEFAULT-VALUE}).")
    private String executor = Executors.preferred();

    @Option(
            names = "--explain-jit",
            description =
                    "Say on standard error which functions compiled and tiered leave to the interpreter, and why.")
    private boolean explainsJit;

    @Option(
            names = "--lazy",
            description = "Validate each function when it is first called, which starts large modules sooner."
                    + " An invalid function is an error only then.")
    private boolean lazy;

    @Mixin
    private CallOptions call = new CallOptions();

    @Mixin
    private FeatureOption features = new FeatureOption();

    @Mixin
    private GuestLimits limits = new GuestLimits();

    @Mixin
    private Looking looking = new Looking();

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
    @SuppressWarnings("try") // what is opened is closed, no more
    public Integer call() throws IOException {
        arguments.addAll(ofGuest);
        WasiConfig config = call.wasi(spec, file, arguments, streams);
        StoreLimits storeLimits = limits.limits();
        looking.check();
        byte[] module = ModuleFile.read(file, streams);
        try (Closeable opened = looking.open()) {
            return run(module, config, storeLimits);
        }
    }

    private int run(byte[] module, WasiConfig config, StoreLimits storeLimits) throws IOException {
        TranslationOptions options = features.translation()
                .withMode(lazy ? TranslationMode.LAZY : TranslationMode.LAZY_TRANSLATION)
                .withFuel(limits.wantsMetering() || looking.needsMetering());
        Program program = looking.translate(() -> ModuleFile.program(module, options));
        if ((limits.needsMetering() || looking.needsMetering()) && !program.isMetered()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    file + ": stored without metering, so that --fuel, --timeout and --profile would do nothing; "
                            + "store it with 'wasmi compile --metered'");
        }
        if (explainsJit) {
            explainJit(program);
        }
        Store store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore(storeLimits);
        limits.apply(store);
        looking.begin(store, program, module, file, streams);
        long begin = System.nanoTime();
        try {
            return call.run(program, store, config, file, arguments, streams);
        } catch (ProcExitException e) {
            return ExitCode.ofGuest(e);
        } finally {
            looking.end(file);
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
                                .map(Symbols::readable)
                                .map(name -> " \"" + name + "\"")
                                .orElse("")
                        + ": " + reason));
    }
}
