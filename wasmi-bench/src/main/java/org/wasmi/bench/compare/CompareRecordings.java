package org.wasmi.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.wasmi.encoding.program.Program;
import org.wasmi.testkit.trace.Trace;
import org.wasmi.translate.Translator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that compares engines on modules that others wrote: it forks {@link RecordedTrial}s. */
@Command(
        name = "replay",
        description = {
            "Compares engines on recorded runs of modules that others wrote, as \"bench record\" makes them.",
            "Each run on each engine gets a process of its own; in a round all engines take turns on a run. The time of"
                    + " a fork is the median of its samples, the time in the tables that of the best fork. What the"
                    + " modules do is checked.",
            "Then, in fresh processes, the time from the start of the process to the end of the first run."
        },
        sortOptions = false,
        showDefaultValues = true,
        mixinStandardHelpOptions = true)
public final class CompareRecordings implements Callable<Integer> {
    private static final String ENDING = ".trace.json.gz";

    @Option(names = "--engines", split = ",", paramLabel = "A,B", description = "What is compared.")
    private List<String> contenders =
            List.of("compiled", "tiered", "switch", "tail", "endive-compiler", Contender.NODE);

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            required = true,
            description = "Has NAME.wasm, NAME" + ENDING + ".")
    private Path recordings = Path.of("");

    @Option(names = "--names", split = ",", paramLabel = "A,B", description = "What runs (all if not given).")
    private List<String> names = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Forks for each run on each engine.")
    private int rounds = 1;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "Forks for each run on each engine that measure starts.")
    private int starts = 3;

    @Option(names = "--warmup", paramLabel = "S", description = "Seconds of the clock that do not count, at least.")
    private double warmup = 8;

    @Option(names = "--measure", paramLabel = "S", description = "Seconds of the clock that count, at least.")
    private double measure = 1;

    @Option(names = "--clock", paramLabel = "CLOCK", description = "What times runs: ${COMPLETION-CANDIDATES}.")
    private Clock clock = Clock.THREAD;

    @Option(names = "--jvm", split = " ", paramLabel = "ARGS", description = "Arguments for the JVMs, between blanks.")
    private List<String> jvmArguments = List.of("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g");

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            required = true,
            description = "Folders of the jars of other engines.")
    private Path peers = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "The target folder of wasmi-bench in another build, for instance one before a change.")
    private Path base = Path.of("");

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where to write the tables.")
    private Path output = Path.of("");

    /** The least nanoseconds of a run, by engine and name. */
    private final Map<String, Double> steady = new TreeMap<>();

    /** The least nanoseconds to the end of the first run, likewise. */
    private final Map<String, Double> first = new TreeMap<>();

    private CompareRecordings() {}

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareRecordings())
                .setOverwrittenOptionsAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Fork fork = new Fork(peers, base, jvmArguments);
        List<String> chosen = names.isEmpty() ? recorded(recordings) : names;
        for (String name : chosen) {
            prepare(recordings, name);
        }
        for (int round = 0; round < rounds; round++) {
            for (String name : chosen) {
                for (String contender : contenders) {
                    steady(fork, contender, name);
                }
            }
        }
        for (int round = 0; round < starts; round++) {
            for (String name : chosen) {
                for (String contender : contenders) {
                    start(fork, contender, name);
                }
            }
        }
        Files.createDirectories(output.toAbsolutePath().getParent());
        Files.writeString(output, report(chosen));
        return 0;
    }

    /** {@return the names of what a folder has, in order} */
    private static List<String> recorded(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Writes {@code NAME.run}, which forks read.
     *
     * @throws IllegalArgumentException if the trace is of another module, or has what {@link Recording} has not
     */
    static void prepare(Path folder, String name) throws IOException {
        byte[] wasm = Files.readAllBytes(folder.resolve(name + ".wasm"));
        Trace trace = Trace.read(folder.resolve(name + ENDING));
        if (!Replay.sha256(wasm).equals(trace.sha256())) {
            throw new IllegalArgumentException("the trace is not of " + name + ".wasm");
        }
        Program program = Translator.translate(wasm);
        Recording.of(trace, program).write(folder.resolve(name + ".run"));
    }

    private void steady(Fork fork, String contender, String name) throws IOException, InterruptedException {
        List<String> settings = List.of(String.valueOf(warmup), String.valueOf(measure), clock.name());
        List<Double> samples = new ArrayList<>();
        for (String line : run(fork, recordings, "steady", contender, name, settings)) {
            if (line.startsWith("sample ")) {
                samples.add(Double.valueOf(line.substring("sample ".length())));
            }
        }
        if (!samples.isEmpty()) {
            double nanos = Statistics.median(samples);
            steady.merge(contender + " " + name, nanos, Math::min);
            progress("%-16s %-12s %9.3f ms", contender, name, nanos / 1e6);
        }
    }

    private void start(Fork fork, String contender, String name) throws IOException, InterruptedException {
        long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        for (String line : run(fork, recordings, "start", contender, name, List.of())) {
            if (line.startsWith("finished ")) {
                long micros = Long.parseLong(line.substring("finished ".length())) - begin;
                first.merge(contender + " " + name, micros * 1e3, Math::min);
                progress("%-16s %-12s %9.3f ms from the start", contender, name, micros / 1e3);
            }
        }
    }

    /** {@return what a {@link RecordedTrial} prints} */
    static List<String> run(Fork fork, Path folder, String mode, String contender, String name, List<String> settings)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), name));
        arguments.addAll(settings);
        if (contender.equals(Contender.NODE)) {
            return NodeTrial.withScript("replay.mjs", script -> {
                List<String> command = new ArrayList<>(List.of(Contender.NODE, script.toString(), mode));
                command.addAll(arguments);
                return Fork.lines(command);
            });
        }
        arguments.addAll(0, List.of(mode, Contender.withoutBuild(contender)));
        List<String> lines = Fork.lines(fork.command(contender, RecordedTrial.class, arguments));
        if (lines.get(0).startsWith("refused ")) {
            progress("%-16s %-12s %s", contender, name, lines.get(0));
        }
        return lines;
    }

    private String report(List<String> chosen) {
        StringBuilder out = new StringBuilder("JDK " + Runtime.version() + ", "
                + clock.name().toLowerCase(Locale.ROOT) + " time, " + warmup + " s of warm-up, " + measure
                + " s measured\n\nMilliseconds for a run:\n\n");
        table(out, chosen, steady);
        out.append("\nMilliseconds from the start of the process to the end of the first run:\n\n");
        table(out, chosen, first);
        return out.toString();
    }

    private void table(StringBuilder out, List<String> chosen, Map<String, Double> nanos) {
        out.append("| run | ").append(String.join(" | ", contenders)).append(" |\n|---|");
        out.append("--:|".repeat(contenders.size())).append('\n');
        for (String name : chosen) {
            out.append("| ").append(name).append(" |");
            for (String contender : contenders) {
                Double time = nanos.get(contender + " " + name);
                out.append(time == null ? " – |" : String.format(Locale.ROOT, " %.2f |", time / 1e6));
            }
            out.append('\n');
        }
        for (String other : List.of(Contender.NODE, "endive-compiler")) {
            if (contenders.contains(other)) {
                out.append("| geometric mean, times ").append(other).append(" |");
                for (String contender : contenders) {
                    OptionalDouble mean = ratio(chosen, nanos, contender, other);
                    out.append(mean.isPresent() ? String.format(Locale.ROOT, " %.2f |", mean.getAsDouble()) : " – |");
                }
                out.append('\n');
            }
        }
    }

    /** {@return how many times as long as another a contender takes, over what both ran} */
    private static OptionalDouble ratio(
            List<String> chosen, Map<String, Double> nanos, String contender, String other) {
        List<Double> ratios = new ArrayList<>();
        for (String name : chosen) {
            Double mine = nanos.get(contender + " " + name);
            Double others = nanos.get(other + " " + name);
            if (mine != null && others != null) {
                ratios.add(mine / others);
            }
        }
        return Statistics.geometricMean(ratios);
    }

    private static void progress(String format, Object... arguments) {
        System.err.println(String.format(Locale.ROOT, format, arguments));
    }
}
