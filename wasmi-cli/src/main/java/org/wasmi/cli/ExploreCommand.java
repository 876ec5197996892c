package org.wasmi.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.wasi.ProcExitException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explore",
        description = {
            "Writes a page that shows the functions of a module: their text, the instructions that it became, and "
                    + "JVM bytecode side by side.",
            "With --run the module runs first, as 'wasmi run' does it, and the page shows how often each instruction "
                    + "was executed."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "%nExamples:",
            "  wasmi explore hello.wasm",
            "  wasmi explore hello.wasm --run -o out.html",
            "  wasmi explore fib.wasm --run --invoke fib -- 20"
        })
final class ExploreCommand implements Callable<Integer> {
    private static final String MODULE = ".wasm";
    private static final String PAGE = ".html";

    /** With more bytes of code than this, bytecode is left out if nothing is said. */
    private static final int MUCH_CODE = 1 << 20;

    private final Streams streams;
    private final List<String> ofGuest;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The module; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGS",
            description = "Arguments for --run; after '--' all.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the page (default: the module's name with " + PAGE + ").")
    private @Nullable Path output;

    @Option(names = "--run", description = "Run the module and count how often each instruction is executed.")
    private boolean run;

    @Option(
            names = "--jvm",
            negatable = true,
            description = "With JVM bytecode, or without (default: with it for modules of at most 1 MiB of code).")
    private @Nullable Boolean jvm;

    @Mixin
    private CallOptions call = new CallOptions();

    @Mixin
    private FeatureOption features = new FeatureOption();

    /**
     * Makes a command.
     *
     * @param ofGuest what follows {@code --}
     */
    ExploreCommand(Streams streams, List<String> ofGuest) {
        this.streams = streams;
        this.ofGuest = ofGuest;
    }

    @Override
    public Integer call() throws IOException {
        arguments.addAll(ofGuest);
        Path to = output == null ? ModuleFile.beside(file, MODULE, PAGE) : output;
        byte[] wasm = ModuleFile.read(file, streams);
        if (StoredPrograms.isStored(wasm)) {
            throw new CommandException(ExitCode.BAD_MODULE, file + ": a stored program, which has no text form");
        }
        Program program = ModuleFile.program(wasm, features.translation().withSources(true));
        Optional<CountingExecutor> counts = Optional.empty();
        if (run) {
            CountingExecutor counting = new CountingExecutor();
            run(program, counting);
            counts = Optional.of(counting);
        }
        ExplorerPage page = new ExplorerPage(wasm, program, showsJvm(wasm), counts);
        String name = String.valueOf(file.getFileName());
        try (Writer writer = Files.newBufferedWriter(to)) {
            page.write(name, writer);
        } catch (IOException e) {
            throw CommandException.cannotWrite(e);
        }
        streams.errText().println("wasmi: see " + to);
        return ExitCode.OK;
    }

    private boolean showsJvm(byte[] wasm) {
        if (jvm != null) {
            return jvm;
        }
        return Translator.layout(wasm).bodies().stream()
                        .mapToLong(ModuleLayout.Body::size)
                        .sum()
                <= MUCH_CODE;
    }

    /** Runs the module to its end, whatever that is. */
    private void run(Program program, CountingExecutor counting) throws IOException {
        Store store = Engine.create(EngineConfig.DEFAULT, counting).newStore();
        try {
            call.run(program, store, call.wasi(spec, file, arguments, streams), file, arguments, streams);
        } catch (ProcExitException exit) {
            if (exit.exitCode() != 0) {
                streams.errText().println("wasmi: the program exited with " + exit.exitCode());
            }
        } catch (GuestException failed) {
            streams.errText().println("wasmi: " + Text.printable(String.valueOf(failed.getMessage())));
        }
        streams.flush();
    }
}
