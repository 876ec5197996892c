package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.wasmi.encoding.text.FloatText;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.differential.Differential;
import org.wasmi.testkit.differential.Fuzzer;
import org.wasmi.testkit.oracle.OracleValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "fuzz",
        description = {
            "Generates modules and compares what executors make of them with what the specification says.",
            "Each module has a seed, the first one the given seed and each further one the next number.",
            "At the first disagreement, or if a module takes longer than --timeout, exits with 1 and leaves two files:"
                    + " the module, made as small as possible, and a description with its seed, its text, its code and"
                    + " its bytes. The commands that show it again are printed."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi fuzz --seconds 600", "  wasmi fuzz --seed 4711 --modules 1 --executor switch"
        })
final class FuzzCommand implements Callable<Integer> {
    private final Streams streams;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = Amounts.OfSeconds.class,
            description = "How long to go on, in seconds (default: 60).")
    private Duration seconds = Duration.ofSeconds(60);

    @Option(
            names = "--modules",
            paramLabel = "N",
            converter = Amounts.OfCount.class,
            description = "After how many modules to end even if there is time (default: no limit).")
    private long modules = Long.MAX_VALUE;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The seed of the first module (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--executor",
            paramLabel = "A,B",
            split = ",",
            converter = ExecutorName.class,
            completionCandidates = ExecutorName.class,
            description = "What runs the code (default: all executors).")
    private List<String> executors =
            new ArrayList<>(Executors.all().keySet().stream().sorted().toList());

    @Option(
            names = "--timeout",
            paramLabel = "N",
            converter = Amounts.OfSeconds.class,
            description = "How long one module may take, in seconds (default: 60).")
    private Duration timeout = Duration.ofSeconds(60);

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where to leave the files of a disagreement (default: the current folder).")
    private Path output = Path.of("");

    FuzzCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Executor> chosen = executors.stream().map(Executors::named).toList();
        Fuzzer fuzzer = new Fuzzer(new Differential(chosen), seed, timeout);
        long start = System.nanoTime();
        long end = start + seconds.toNanos();
        long shown = start;
        long pause = TimeUnit.SECONDS.toNanos(streams.terminal() ? 1 : 60);
        while (fuzzer.seed() - seed < modules && System.nanoTime() - end < 0) {
            Optional<Fuzzer.Finding> finding = fuzzer.next();
            if (finding.isPresent()) {
                streams.progress("");
                report(finding.get());
                streams.outText().println(rate(fuzzer.seed() - seed, start));
                return ExitCode.FAILURE;
            }
            if (System.nanoTime() - shown > pause) {
                shown = System.nanoTime();
                progress(rate(fuzzer.seed() - seed, start));
            }
        }
        streams.progress("");
        streams.outText().println(rate(fuzzer.seed() - seed, start) + ", no disagreement");
        return ExitCode.OK;
    }

    private void report(Fuzzer.Finding finding) {
        Path wasm = output.resolve("fuzz-" + finding.seed() + ".wasm");
        Path text = output.resolve("fuzz-" + finding.seed() + ".txt");
        List<String> commands = commands(finding, executors, wasm);
        try {
            Files.write(wasm, finding.reduced().module().wasm());
            Files.writeString(
                    text,
                    "seed " + finding.seed() + "\nas generated: "
                            + finding.original().summary() + "\nmade small: " + finding.reduced() + "\n"
                            + String.join("\n", commands) + "\n");
        } catch (IOException e) {
            throw CommandException.cannotWrite(e);
        }
        streams.outText()
                .println(Text.printable(
                        "seed " + finding.seed() + ": " + finding.original().summary()));
        streams.outText().println(Text.printable("see " + wasm + " and " + text));
        commands.forEach(each -> streams.outText().println(Text.printable(each)));
    }

    /**
     * {@return the command lines that show a disagreement again}
     *
     * @param executors the names of those that were compared
     * @param wasm where the module is that was made small; if one call of it is all that it takes, there is a command
     *     for that
     */
    static List<String> commands(Fuzzer.Finding finding, List<String> executors, Path wasm) {
        List<String> commands = new ArrayList<>();
        commands.add("again: wasmi fuzz --modules 1 --seed " + finding.seed() + " --executor "
                + String.join(",", executors));
        WasmModule module = finding.reduced().module();
        String executor = finding.reduced().configuration().executor();
        if (module.calls().size() == 1 && module.imports().isEmpty() && executors.contains(executor)) {
            WasmModule.Call call = module.calls().get(0);
            List<String> arguments = call.arguments().stream()
                    .flatMap(each -> text(each).stream())
                    .toList();
            if (arguments.size() == call.arguments().size()) {
                commands.add("alone: wasmi run --executor " + executor + " --invoke " + call.export() + " " + wasm
                        + (arguments.isEmpty() ? "" : " -- " + String.join(" ", arguments)));
            }
        }
        return commands;
    }

    /** {@return an argument for a command line; empty if there is none for a reference} */
    private static Optional<String> text(OracleValue value) {
        if (value instanceof OracleValue.I32 number) {
            return Optional.of(Integer.toString(number.value()));
        } else if (value instanceof OracleValue.I64 number) {
            return Optional.of(Long.toString(number.value()));
        } else if (value instanceof OracleValue.F32 number) {
            return Optional.of(FloatText.ofF32(number.bits()));
        } else if (value instanceof OracleValue.F64 number) {
            return Optional.of(FloatText.ofF64(number.bits()));
        }
        return value.equals(OracleValue.nullRef()) ? Optional.of("null") : Optional.empty();
    }

    private static String rate(long count, long start) {
        double elapsed = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return String.format(Locale.ROOT, "%d modules, %.1f modules/s", count, count / elapsed);
    }

    /** Says where the run is: on a terminal in place of what was said before, elsewhere on a line of its own. */
    private void progress(String text) {
        if (streams.terminal()) {
            streams.progress(text);
        } else {
            streams.errText().println(text);
        }
    }
}
