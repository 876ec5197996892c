package example.spark;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.differential.Differential;
import org.wasmi.testkit.differential.Fuzzer;

/**
 * A fuzzing campaign: ranges of seeds are the partitions, each is searched on all executors and the oracle, and findings
 * that are the same after reduction are merged.
 *
 * <pre>
 * spark-submit --class example.spark.Campaign spark.jar SEED MODULES SHARDS
 * </pre>
 */
public final class Campaign {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Campaign() {}

    /**
     * A finding.
     *
     * @param seed the first seed that shows it
     * @param count how many do
     * @param summary what it is, after reduction
     * @param description the reduced module, its code and what executors make of it
     */
    public record Finding(long seed, int count, String summary, String description) implements Serializable {}

    /** What executors there are, where a partition is searched. */
    interface Compared extends Serializable {
        Collection<Executor> executors();
    }

    /** What one partition searches: seeds from the first one on. */
    record Shard(long first, long modules) implements Serializable {}

    /**
     * Runs a campaign.
     *
     * @param spark where
     * @param seed the first seed
     * @param modules how many there are
     * @param shards in how many partitions
     * @return the findings, by seed
     */
    public static List<Finding> run(JavaSparkContext spark, long seed, long modules, int shards) {
        return run(spark, () -> Executors.all().values(), seed, modules, shards);
    }

    static List<Finding> run(JavaSparkContext spark, Compared compared, long seed, long modules, int shards) {
        return merge(spark.parallelize(shards(seed, modules, shards), shards)
                .flatMap(shard -> search(compared, shard).iterator())
                .collect());
    }

    static List<Shard> shards(long seed, long modules, int shards) {
        return LongStream.range(0, shards)
                .mapToObj(i -> new Shard(
                        seed + modules * i / shards, modules * (i + 1) / shards - modules * i / shards))
                .toList();
    }

    /** Searches one shard. A guest that does not end is a finding, behind which the shard cannot go on. */
    static List<Finding> search(Compared compared, Shard shard) throws InterruptedException {
        Fuzzer fuzzer = new Fuzzer(new Differential(compared.executors()), shard.first, LIMIT);
        List<Finding> findings = new ArrayList<>();
        for (long i = 0; i < shard.modules; i++) {
            var found = fuzzer.next();
            found.ifPresent(each -> findings.add(new Finding(
                    each.seed(), 1, each.reduced().summary(), each.reduced().toString())));
            if (found.isPresent() && found.get().original() == found.get().reduced()) {
                break;
            }
        }
        return findings;
    }

    /** Takes findings with the same summary for one, that of the lowest seed. */
    static List<Finding> merge(Collection<Finding> findings) {
        TreeMap<String, Finding> merged = new TreeMap<>();
        for (Finding each : findings) {
            merged.merge(each.summary, each, (one, two) -> {
                Finding first = one.seed <= two.seed ? one : two;
                return new Finding(first.seed, one.count + two.count, first.summary, first.description);
            });
        }
        return merged.values().stream().sorted(Comparator.comparingLong(Finding::seed)).toList();
    }

    /** Runs a campaign and prints its findings. Exits with 1 if there are any. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: Campaign SEED MODULES SHARDS");
            System.exit(2);
        }
        List<Finding> findings;
        try (SparkSession session =
                SparkSession.builder().appName("campaign").getOrCreate()) {
            findings = run(
                    JavaSparkContext.fromSparkContext(session.sparkContext()),
                    Long.parseLong(args[0]),
                    Long.parseLong(args[1]),
                    Integer.parseInt(args[2]));
        }
        System.out.println(findings.size() + " findings");
        for (Finding each : findings) {
            System.out.println("seed " + each.seed + ", " + each.count + " times: " + each.description);
        }
        System.exit(findings.isEmpty() ? 0 : 1);
    }
}
