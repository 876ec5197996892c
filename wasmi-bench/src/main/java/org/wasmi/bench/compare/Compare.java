package org.wasmi.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.wasmi.bench.HistogramReport;
import org.wasmi.bench.Workload;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that compares engines: it forks the trials, and writes what they found. */
@Command(
        name = "compare",
        description = {
            "Compares Wasmi's executors, the naive baseline, Endive's interpreter and GraalWasm without a compiler.",
            "Each workload on each engine gets a JVM of its own; in a round all engines take turns on a workload "
                    + "before the"
                    + " next one, so that what disturbs the machine disturbs all. The time of a fork is the median "
                    + "of its"
                    + " samples, the time in the tables that of the best fork. All checksums are checked.",
            "Then, in fresh JVMs, the time to the first 1, 10 and 100 million instructions."
        },
        sortOptions = false,
        showDefaultValues = true,
        mixinStandardHelpOptions = true)
public final class Compare implements Callable<Integer> {

    /** The workload whose calls warm up, and up to where: millions of instructions. */
    static final String WARM_UP = "mix";

    static final int[] MILESTONES = {1, 10, 100};

    @Option(
            names = "--engines",
            split = ",",
            paramLabel = "A,B",
            description =
                    "What is compared. An executor of Wasmi's with the ending \"+fuel\" runs metered code, with the "
                            + "ending"
                            + " \"@base\" that of another build.")
    private List<String> contenders = Contender.NAMES;

    @Option(
            names = "--corpus",
            split = ",",
            paramLabel = "A,B",
            description =
                    "Which workloads run: ${COMPLETION-CANDIDATES}. TUNING are those that executors are tuned on.")
    private List<Workload.Corpus> corpora = List.of(Workload.Corpus.TUNING);

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "A,B",
            description = "What runs, of any corpus (all of --corpus if not given).")
    private List<String> workloads = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Forks for each workload on each engine.")
    private int rounds = 2;

    @Option(
            names = "--others",
            paramLabel = "S",
            description =
                    "Seconds in which a fork first runs all other workloads: code that has seen only one program is"
                            + " compiled for that one.")
    private double others = 0;

    @Option(names = "--warmup", paramLabel = "S", description = "Seconds that do not count, at least.")
    private double warmup = 1.5;

    @Option(names = "--measure", paramLabel = "S", description = "Seconds that count, at least.")
    private double measure = 1;

    @Option(
            names = "--clock",
            paramLabel = "CLOCK",
            description = "What times runs: ${COMPLETION-CANDIDATES}. THREAD is the time for which the thread had a "
                    + "processor,"
                    + " for machines that others use too; it leaves out the collection of garbage.")
    private Clock clock = Clock.WALL;

    @Option(names = "--starts", paramLabel = "N", description = "Forks for each engine that measure the warm-up.")
    private int starts = 3;

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

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "Where to write what was found.")
    private Path output = Path.of("");

    /** The fork being run, and of how many. */
    private int forked;

    private int forks;

    private Compare() {}

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Compare())
                .setOverwrittenOptionsAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Fork fork = new Fork(peers, base, jvmArguments);
        List<Workload> chosen = workloads.isEmpty()
                ? corpora.stream().flatMap(each -> Workload.of(each).stream()).toList()
                : workloads.stream().map(Workload::named).toList();
        Results results = Results.begin(environment(fork), List.copyOf(contenders), chosen);
        forks = contenders.size() * (rounds * chosen.size() + starts);
        for (int round = 0; round < rounds; round++) {
            for (Workload workload : chosen) {
                for (String contender : contenders) {
                    steady(fork, results, contender, workload);
                }
            }
        }
        double instructions = starts > 0 ? instructionsPerCall() : 0;
        for (int round = 0; round < starts; round++) {
            for (String contender : contenders) {
                start(fork, results, contender, instructions);
            }
        }
        write(results);
        progress("%s in %s", output, Duration.ofNanos(System.nanoTime() - start).truncatedTo(ChronoUnit.SECONDS));
        return 0;
    }

    private void steady(Fork fork, Results results, String contender, Workload workload)
            throws IOException, InterruptedException {
        String what = contender + " " + workload.name();
        forked++;
        if (results.refused().containsKey(what)) {
            return;
        }
        List<String> lines = fork.run(
                contender,
                List.of(
                        "steady",
                        Contender.withoutBuild(contender),
                        workload.name(),
                        String.valueOf(others),
                        String.valueOf(warmup),
                        String.valueOf(measure),
                        clock.name()));
        if (refused(results, what, lines)) {
            return;
        }
        Steady steady = Steady.parse(contender, workload.name(), lines);
        results.steady().add(steady);
        progress(
                "[%3d/%d] %-10s %-14s %9.3f ms, %6.2f ns per instruction, %3.0f %% of a processor",
                forked,
                forks,
                contender,
                workload.name(),
                steady.nanos() / 1e6,
                steady.nanos() / workload.instructions(),
                100 * steady.busy());
    }

    private void start(Fork fork, Results results, String contender, double instructionsPerCall)
            throws IOException, InterruptedException {
        forked++;
        double instructions = MILESTONES[MILESTONES.length - 1] * 1e6;
        List<String> lines = fork.run(
                contender,
                List.of(
                        "start",
                        Contender.withoutBuild(contender),
                        WARM_UP,
                        String.valueOf(instructionsPerCall),
                        String.valueOf(instructions)));
        if (refused(results, contender + " " + WARM_UP, lines)) {
            return;
        }
        WarmUp warmUp = WarmUp.parse(contender, lines);
        results.warmUps().add(warmUp);
        StringBuilder times = new StringBuilder();
        for (int millions : MILESTONES) {
            times.append(String.format(Locale.ROOT, " %,.0f", warmUp.nanos(millions * 1e6) / 1e6));
        }
        progress("[%3d/%d] %-10s to 1, 10, 100 million instructions:%s ms", forked, forks, contender, times);
    }

    /** A peer may lack a proposal; Wasmi and the baseline run everything. */
    private boolean refused(Results results, String what, List<String> lines) {
        String prefix = "refused ";
        if (lines.isEmpty() || !lines.get(0).startsWith(prefix)) {
            return false;
        }
        String reason = lines.get(0).substring(prefix.length());
        if (peers().noneMatch(peer -> what.startsWith(peer + " "))) {
            throw new IllegalStateException(what + ": " + reason);
        }
        results.refused().put(what, reason);
        progress("[%3d/%d] %s: %s", forked, forks, what, reason);
        return true;
    }

    /** The table of workloads knows the instructions of a long run; a short one has its share of them. */
    private static double instructionsPerCall() throws IOException {
        Workload workload = Workload.named(WARM_UP);
        double executed = HistogramReport.executed(workload, workload.smallSize());
        return workload.instructions() * executed / HistogramReport.executed(workload, workload.size());
    }

    /** The engines of others. */
    private static Stream<String> peers() {
        return Stream.concat(Contender.PEERS.stream(), Stream.of(Contender.NODE));
    }

    private Map<String, String> environment(Fork fork) throws IOException, InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("jdk", "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        environment.put(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        environment.put("JVM arguments", String.join(" ", jvmArguments));
        environment.put("rounds", String.valueOf(rounds));
        environment.put(
                "seconds for each fork",
                others + " of other workloads, " + warmup + " of warm-up, " + measure + " measured");
        environment.put("clock", clock.name().toLowerCase(Locale.ROOT));
        if (contenders.contains(Contender.GRAALWASM_COMPILER)
                && Runtime.version().feature() < 25) {
            throw new IllegalArgumentException(Contender.GRAALWASM_COMPILER + " needs JDK 25");
        }
        for (String peer : peers().filter(contenders::contains).toList()) {
            String version = fork.version(peer);
            if (version.isEmpty()) {
                throw new IllegalArgumentException(
                        peer.equals(Contender.NODE)
                                ? "no node on the path"
                                : "no jars of " + peer + " in " + fork.folder(peer));
            }
            environment.put(peer, version);
        }
        return environment;
    }

    private void write(Results results) throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("comparison.json"), Json.text(results));
        Files.writeString(output.resolve("comparison.md"), new Report(results).text());
        Plots plots = new Plots(results);
        if (!results.steady().isEmpty()) {
            Files.writeString(output.resolve("comparison.svg"), plots.bars());
        }
        if (!results.warmUps().isEmpty()) {
            Files.writeString(output.resolve("warm-up.svg"), plots.curves());
        }
    }

    private static void progress(String format, Object... arguments) {
        System.err.println(String.format(Locale.ROOT, format, arguments));
    }
}
