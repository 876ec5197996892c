package org.wasmi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.wasmi.exec.runtime.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = {
            "Measures calls of an exported function, on all executors or some of them, by turns.",
            "'load' is translation and instantiation, 'first' the first call. Then each executor calls for as long as "
                    + "--warmup says, which does not count, and for as long as --measure says. Calls shorter than "
                    + "0.1 ms "
                    + "are timed in batches of that length. The same instance serves all calls. 'relative' is to "
                    + "the median of the "
                    + "first executor. All run in one JVM; to compare them fairly with others see docs/benchmarks.md."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "%nExamples:",
            "  wasmi bench fib.wasm --invoke fib 25",
            "  wasmi bench fib.wasm --invoke fib 25 --executor switch,direct --warmup 3 --measure 10 --json"
        })
final class BenchCommand implements Callable<Integer> {
    private final Streams streams;
    private final List<String> ofGuest;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The module or stored program; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGS",
            description = "Arguments of the function; those that start with '-' after '--'.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--invoke", required = true, paramLabel = "NAME", description = "The exported function to call.")
    private String invoke = "";

    @Option(
            names = "--executor",
            paramLabel = "A,B",
            split = ",",
            converter = ExecutorName.class,
            completionCandidates = ExecutorName.class,
            description = "What runs the code (default: all executors).")
    private List<String> executors = Executors.all().keySet().stream().sorted().toList();

    @Option(
            names = "--warmup",
            paramLabel = "S",
            description = "Seconds that do not count (default: ${DEFAULT-VALUE}).")
    private double warmup = 1;

    @Option(names = "--measure", paramLabel = "S", description = "Seconds that count (default: ${DEFAULT-VALUE}).")
    private double measure = 3;

    @Option(names = "--json", description = "Print JSON; times are in nanoseconds.")
    private boolean json;

    @Mixin
    private FeatureOption features = new FeatureOption();

    /**
     * Makes a command.
     *
     * @param ofGuest what follows {@code --}
     */
    BenchCommand(Streams streams, List<String> ofGuest) {
        this.streams = streams;
        this.ofGuest = ofGuest;
    }

    @Override
    public Integer call() throws IOException {
        arguments.addAll(ofGuest);
        if (!(warmup >= 0) || !(measure > 0)) {
            throw new ParameterException(spec.commandLine(), "--warmup must be at least 0, --measure more than 0");
        }
        byte[] bytes = ModuleFile.read(file, streams);
        List<Benchmark> runs = new ArrayList<>();
        for (String executor : executors) {
            streams.progress("the first call on " + executor);
            runs.add(Benchmark.load(bytes, features.translation(), executor, invoke, arguments));
        }
        streams.progress("warming up for " + seconds(warmup * runs.size()));
        Benchmark.byTurns(runs, warmup);
        runs.forEach(Benchmark::forget);
        streams.progress("measuring for " + seconds(measure * runs.size()));
        Benchmark.byTurns(runs, measure);
        streams.progress("");
        if (json) {
            streams.outText().print(Json.text(json(runs)));
        } else {
            table(runs);
        }
        for (Benchmark run : runs) {
            run.close();
        }
        return ExitCode.OK;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3g s", seconds);
    }

    private ObjectNode json(List<Benchmark> runs) {
        ObjectNode root = Json.object().put("file", file.toString()).put("invoke", invoke);
        ArrayNode nodes = root.putArray("runs");
        for (Benchmark run : runs) {
            nodes.addObject()
                    .put("executor", run.executor())
                    .put("calls", run.calls())
                    .put("load_ns", run.loadNanos())
                    .put("first_ns", run.firstNanos())
                    .put("min_ns", Math.round(run.minNanos()))
                    .put("median_ns", Math.round(run.medianNanos()));
        }
        return root;
    }

    private void table(List<Benchmark> runs) {
        PrintWriter out = streams.outText();
        out.println(row("executor", "calls", "load", "first", "min", "median", "relative"));
        double base = runs.get(0).medianNanos();
        for (Benchmark run : runs) {
            out.println(row(
                    run.executor(),
                    Long.toString(run.calls()),
                    time((double) run.loadNanos()),
                    time((double) run.firstNanos()),
                    time(run.minNanos()),
                    time(run.medianNanos()),
                    String.format(Locale.ROOT, "%.2f", run.medianNanos() / base)));
        }
    }

    private static String row(String executor, String... columns) {
        StringBuilder row = new StringBuilder(Text.padded(executor, 12));
        for (String column : columns) {
            row.append(Text.aligned(column, 12));
        }
        return row.toString();
    }

    private static String time(double nanos) {
        if (nanos < 1e3) {
            return String.format(Locale.ROOT, "%.1f ns", nanos);
        } else if (nanos < 1e6) {
            return String.format(Locale.ROOT, "%.2f us", nanos / 1e3);
        } else if (nanos < 1e9) {
            return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
        }
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
