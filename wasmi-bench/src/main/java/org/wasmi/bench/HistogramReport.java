package org.wasmi.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.wasmi.bench.baseline.CountingExecutor;
import org.wasmi.bench.baseline.Histogram;
import org.wasmi.encoding.Op;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.Translator;
import org.wasmi.wasi.ProcExitException;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/**
 * Counts the instructions that the workloads and the example programs execute and writes what it finds as a document.
 * The argument is the root of the repository, below which {@code docs/histogram.md} is written.
 */
public final class HistogramReport {

    /** Below this share an instruction or a pair is left out of the tables. */
    private static final double LEAST = 0.0005;

    private static final int PAIRS = 80;

    /** What the hot instructions are chosen by. */
    private final Map<String, Histogram> programs = new LinkedHashMap<>();

    /** What shows whether the choice fits others. */
    private final Map<String, Histogram> others = new LinkedHashMap<>();

    private final StringBuilder out = new StringBuilder();

    private HistogramReport() {}

    /** Writes the document. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("the argument is the root of the repository");
        }
        Path root = Path.of(args[0]);
        HistogramReport report = new HistogramReport();
        for (Workload workload : Workload.of(Workload.Corpus.TUNING)) {
            report.count(workload.name(), workload.wasm(), WasiConfig.DEFAULT, "run", Value.i32(workload.size()));
        }
        report.countExamples(root.resolve("examples"));
        for (Workload workload : Workload.of(Workload.Corpus.SECOND)) {
            report.others.put(workload.name(), report.histogramOf(workload, workload.size()));
        }
        Files.writeString(root.resolve("docs").resolve("histogram.md"), report.text());
    }

    /** {@return the document for workloads at their small sizes} */
    static String small(List<Workload> workloads) throws IOException {
        HistogramReport report = new HistogramReport();
        for (Workload workload : workloads) {
            report.count(workload.name(), workload.wasm(), WasiConfig.DEFAULT, "run", Value.i32(workload.smallSize()));
        }
        return report.text();
    }

    /** {@return how many instructions of the bytecode a run of a workload executes} */
    public static long executed(Workload workload, int size) throws IOException {
        return new HistogramReport().histogramOf(workload, size).total();
    }

    private Histogram histogramOf(Workload workload, int size) throws IOException {
        return run(workload.wasm(), WasiConfig.DEFAULT, "run", Value.i32(size));
    }

    /** As examples/README.md runs them. {@code add} is too short to have a share of anything. */
    private void countExamples(Path examples) throws IOException {
        countExample(examples, "hello", WasiConfig.DEFAULT);
        countExample(examples, "mandelbrot", WasiConfig.DEFAULT);
        countExample(examples, "primes", WasiConfig.DEFAULT);
        countExample(
                examples,
                "wordcount",
                WasiConfig.DEFAULT
                        .withArguments(List.of("wordcount.wasm", "/data/text.txt"))
                        .withReadOnlyDirectory(examples.resolve("data"), "/data"));
        byte[] stdin = "first line\nsecond line\n".getBytes(StandardCharsets.UTF_8);
        countExample(
                examples,
                "echo",
                WasiConfig.DEFAULT
                        .withArguments(List.of("echo.wasm", "one", "two words"))
                        .withStdin(new ByteArrayInputStream(stdin)));
        count(
                "examples/fib",
                Files.readAllBytes(examples.resolve("fib.wasm")),
                WasiConfig.DEFAULT,
                "fib",
                Value.i32(20));
    }

    private void countExample(Path examples, String name, WasiConfig config) throws IOException {
        count("examples/" + name, Files.readAllBytes(examples.resolve(name + ".wasm")), config, "_start");
    }

    private void count(String name, byte[] wasm, WasiConfig config, String function, Value... arguments)
            throws IOException {
        programs.put(name, run(wasm, config, function, arguments));
    }

    private static Histogram run(byte[] wasm, WasiConfig config, String function, Value... arguments)
            throws IOException {
        CountingExecutor executor = (CountingExecutor) Executors.named(CountingExecutor.NAME);
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(CountingExecutor.NAME));
        try (Wasi wasi = new Wasi(config);
                Store store = engine.newStore()) {
            Instance instance = wasi.addTo(new Linker()).instantiate(store, Translator.translate(wasm));
            Histogram histogram = executor.begin();
            try {
                instance.function(function).call(arguments);
            } catch (ProcExitException end) {
                // How programs end; what they have executed until then counts.
            }
            return histogram;
        }
    }

    private String text() {
        out.append("""
                # What programs execute

                Instructions of the bytecode, counted while the workloads of wasmi-bench (at the size they are measured \
                with) and the
                example programs (as examples/README.md runs them, without `add`) run on the executor `counting`. Each \
                program has
                the same weight, however long it runs: a share is the mean of the shares in the %d programs. Generated:
                `wasmi-bench/bench histogram` writes it again.

                """.formatted(programs.size()));
        coverage();
        instructions();
        pairs();
        return out.toString();
    }

    private void coverage() {
        List<Op> hot = Stream.of(Op.values()).filter(Op::isHot).toList();
        long used = Stream.of(Op.values()).filter(op -> share(op) > 0).count();
        out.append("## What the main loop covers\n\n");
        line(
                "Of %d instructions %d are hot, that is kept in the main loop of `switch`. The programs execute %d "
                        + "different",
                Op.count(), hot.size(), used);
        line("instructions; **%s of what they execute is hot**.\n", percent(mean(HistogramReport::hotShare)));
        coverage(programs);
        if (!others.isEmpty()) {
            line(
                    "\nThe hot instructions were chosen by these programs. Of what the %d programs of the second corpus "
                            + "execute, which",
                    others.size());
            line(
                    "served no choice, **%s is hot**.\n",
                    percent(others.values().stream()
                            .mapToDouble(HistogramReport::hotShare)
                            .average()
                            .orElse(0)));
            coverage(others);
        }
        line("\nNot hot, yet at least 0.05 %%: %s.\n", list(op -> !op.isHot() && share(op) >= LEAST));
        line("Hot, yet less than 0.05 %%: %s.\n", list(op -> op.isHot() && share(op) < LEAST));
    }

    private void coverage(Map<String, Histogram> counted) {
        line("| program | executed | different | hot |");
        line("|---|--:|--:|--:|");
        counted.forEach((name, histogram) -> {
            long different =
                    Stream.of(Op.values()).filter(op -> histogram.count(op) > 0).count();
            line("| `%s` | %,d | %d | %s |", name, histogram.total(), different, percent(hotShare(histogram)));
        });
    }

    private String list(Predicate<Op> chosen) {
        List<String> names = Stream.of(Op.values())
                .filter(chosen)
                .sorted(Comparator.<Op>comparingDouble(this::share).reversed())
                .map(op -> "`" + op + "` " + percent(share(op)))
                .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private void instructions() {
        out.append("## Instructions\n\n");
        line("Those with a share of at least 0.05 %%, and the program that executes most of each.\n");
        line("| | instruction | hot | share | so far | most in | there |");
        line("|--:|---|---|--:|--:|---|--:|");
        List<Op> ops = Stream.of(Op.values())
                .filter(op -> share(op) >= LEAST)
                .sorted(Comparator.<Op>comparingDouble(this::share).reversed())
                .toList();
        double sum = 0;
        for (int i = 0; i < ops.size(); i++) {
            Op op = ops.get(i);
            sum += share(op);
            String most = most(histogram -> share(histogram, op));
            line(
                    "| %d | `%s` | %s | %s | %s | `%s` | %s |",
                    i + 1,
                    op,
                    op.isHot() ? "✓" : "",
                    percent(share(op)),
                    percent(sum),
                    most,
                    percent(share(histogram(most), op)));
        }
        out.append('\n');
    }

    private record Pair(Op first, Op second, double share) {}

    private void pairs() {
        out.append("## Pairs\n\n");
        line("Neighbours in code, executed one right after the other: what a fused instruction could do at once. "
                + "Shares of all");
        line("executed instructions; the %d most frequent pairs.\n", PAIRS);
        line("| | first | second | share | most in | there |");
        line("|--:|---|---|--:|---|--:|");
        List<Pair> pairs = new ArrayList<>();
        for (Op first : Op.values()) {
            for (Op second : Op.values()) {
                double share = mean(histogram -> share(histogram, first, second));
                if (share > 0) {
                    pairs.add(new Pair(first, second, share));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::share).reversed());
        for (int i = 0; i < Math.min(PAIRS, pairs.size()); i++) {
            Pair pair = pairs.get(i);
            String most = most(histogram -> share(histogram, pair.first, pair.second));
            line(
                    "| %d | `%s` | `%s` | %s | `%s` | %s |",
                    i + 1,
                    pair.first,
                    pair.second,
                    percent(pair.share),
                    most,
                    percent(share(histogram(most), pair.first, pair.second)));
        }
    }

    private double share(Op op) {
        return mean(histogram -> share(histogram, op));
    }

    private double mean(ToDoubleFunction<Histogram> share) {
        return programs.values().stream().mapToDouble(share).average().orElse(0);
    }

    /** The program with the greatest share. */
    private String most(ToDoubleFunction<Histogram> share) {
        return programs.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> share.applyAsDouble(entry.getValue())))
                .orElseThrow()
                .getKey();
    }

    private Histogram histogram(String program) {
        return Objects.requireNonNull(programs.get(program));
    }

    private static double hotShare(Histogram histogram) {
        return Stream.of(Op.values())
                .filter(Op::isHot)
                .mapToDouble(op -> share(histogram, op))
                .sum();
    }

    private static double share(Histogram histogram, Op op) {
        long count = histogram.count(op);
        return count == 0 ? 0 : (double) count / histogram.total();
    }

    private static double share(Histogram histogram, Op first, Op second) {
        long count = histogram.count(first, second);
        return count == 0 ? 0 : (double) count / histogram.total();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private void line(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
