package org.wasmi.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.bench.Workload;
import org.xml.sax.InputSource;

class CompareTest {
    private static final Workload CRC32 = Workload.named("crc32");
    private static final Workload MIX = Workload.named("mix");

    /** GraalWasm is not on the class path of the tests: its trials check their checksums themselves. */
    @ParameterizedTest
    @ValueSource(strings = {"switch", "switch+fuel", "naive", "endive"})
    void contendersComputeTheChecksum(String name) {
        assertThat(Contender.named(name).load(MIX.wasm()).applyAsLong(MIX.smallSize()))
                .isEqualTo(MIX.smallChecksum());
    }

    @Test
    void aForkMeasuresTheWayToTheFirstInstructions() throws Exception {
        Fork fork = new Fork(Path.of("none"), Path.of("none"), List.of("-XX:+UseSerialGC"));

        WarmUp warmUp = WarmUp.parse("tail", fork.run("tail", List.of("start", "tail", "crc32", "1000", "3500")));

        assertThat(warmUp.points().get(0).instructions()).isZero();
        assertThat(warmUp.points().get(warmUp.points().size() - 1).instructions())
                .isEqualTo(4000);
        assertThat(warmUp.nanos(500)).isLessThan(warmUp.nanos(3500));
    }

    @Test
    void nodeMeasuresAsForksDo() throws Exception {
        assumeThat(NodeTrial.version()).as("there is no node on the path").isNotEmpty();
        Fork fork = new Fork(Path.of("none"), Path.of("none"), List.of());
        List<String> steady = List.of("steady", "node", "crc32", "0", "0.01", "0.01", "THREAD");

        assertThat(Steady.parse("node", "crc32", fork.run("node", steady)).nanos())
                .isPositive();
        assertThat(WarmUp.parse("node", fork.run("node", List.of("start", "node", "crc32", "1000", "3500")))
                        .nanos(3500))
                .isPositive();
        assertThatThrownBy(() -> NodeTrial.run(List.of("steady", "node", "none", "0", "0", "0", "WALL")))
                .hasMessageContaining("no workload is named 'none'");
    }

    @Test
    void theCorporaAreDisjointAndLarge() {
        List<String> tuning =
                Workload.of(Workload.Corpus.TUNING).stream().map(Workload::name).toList();
        assertThat(Workload.of(Workload.Corpus.SECOND))
                .hasSizeGreaterThanOrEqualTo(15)
                .extracting(Workload::name)
                .doesNotContainAnyElementsOf(tuning)
                .doesNotHaveDuplicates();
    }

    @Test
    void aForkOfAnotherBuildHasItsClassPath(@TempDir Path base) throws Exception {
        Fork fork = new Fork(Path.of("none"), base, List.of());
        Path classPath = Files.writeString(base.resolve("class-path.txt"), "none\n");
        List<String> start = List.of("start", Contender.withoutBuild("switch@base"), "crc32", "1000", "1000");

        assertThatThrownBy(() -> fork.run("switch@base", start)).hasMessageContaining("ClassNotFoundException");

        Files.writeString(classPath, System.getProperty("java.class.path") + "\n");
        assertThat(fork.run("switch@base", start)).isNotEmpty();
    }

    @Test
    void aForkThatFailsSaysWhy() {
        Fork fork = new Fork(Path.of("none"), Path.of("none"), List.of());

        assertThatThrownBy(() -> fork.run("switch", List.of("start", "switch", "none", "1", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no workload is named 'none'");
    }

    private static Results results() {
        Results results = Results.begin(
                Map.of("jdk", "JDK 17"), List.of("switch", "tail", "naive", "endive"), List.of(CRC32, MIX));
        results.steady()
                .addAll(List.of(
                        steady("switch", CRC32, 10, 12, 11),
                        steady("switch", CRC32, 8, 8, 9),
                        steady("naive", CRC32, 16),
                        steady("endive", CRC32, 80),
                        steady("switch", MIX, 10),
                        steady("naive", MIX, 40),
                        steady("tail", MIX, 5)));
        for (double slow : new double[] {1, 3, 2}) {
            results.warmUps().add(new WarmUp("switch", List.of(point(0, 5), point(2e6, 10 * slow), point(100e6, 200))));
        }
        results.refused().put("endive mix", "no such thing");
        return results;
    }

    private static WarmUp.Point point(double instructions, double millis) {
        return new WarmUp.Point(instructions, millis * 1e6);
    }

    private static Steady steady(String contender, Workload workload, double... millis) {
        List<Double> samples =
                Arrays.stream(millis).map(each -> each * 1e6).boxed().toList();
        return new Steady(contender, workload.name(), 1, 2, samples, 0, 1);
    }

    @Test
    void theBestForkCountsByItsMedian() {
        assertThat(results().nanos("switch", CRC32)).hasValue(8e6);
        assertThat(results().nanos("graalwasm", CRC32)).isEmpty();
    }

    @Test
    void speedupsAreOfWorkloadsThatBothRan() {
        assertThat(results().speedups("switch", "naive")).containsExactly(2.0, 4.0);
        assertThat(results().speedups("switch", "endive")).containsExactly(10.0);
        assertThat(results().speedups("tail", "endive")).isEmpty();
        assertThat(Statistics.geometricMean(List.of(2.0, 4.0)).orElseThrow()).isCloseTo(Math.sqrt(8), within(1e-9));
        assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }

    @Test
    void theWarmUpIsInterpolatedWithinACall() {
        assertThat(results().warmUps("switch").get(0).nanos(1e6)).isEqualTo(7.5e6);
        assertThatThrownBy(() -> results().warmUps("switch").get(0).nanos(101e6))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theReportHasRowsOfWhatWasFound() {
        assertThat(new Report(results()).text())
                .contains(
                        "| crc32 | 8.00 | – | 16.00 | 80.00 |",
                        "| `switch` | 2.83 (2.00) | 10.00 (10.00) |",
                        "| 1 million | 13 | – | – | – |",
                        "- endive mix: no such thing");
    }

    @Test
    void theReportSaysWhatAnotherBuildTakes() {
        Results results = Results.begin(Map.of("jdk", "JDK 17"), List.of("switch", "switch@base"), List.of(CRC32, MIX));
        results.steady()
                .addAll(List.of(
                        steady("switch", CRC32, 10),
                        steady("switch@base", CRC32, 11),
                        steady("switch", MIX, 10),
                        steady("switch@base", MIX, 9)));

        assertThat(new Report(results).text())
                .contains(
                        "| workload | switch@base |",
                        "| crc32 | 1.10 |",
                        "| mix | 0.90 |",
                        "| geometric mean | 0.99 |");
    }

    @Test
    void theReportSaysWhatMeteringCosts() {
        Results results = Results.begin(
                Map.of("jdk", "JDK 17"), List.of("switch", "switch+fuel", "tail+fuel"), List.of(CRC32, MIX));
        results.steady()
                .addAll(List.of(
                        steady("switch", CRC32, 10),
                        steady("switch+fuel", CRC32, 11),
                        steady("switch", MIX, 10),
                        steady("switch+fuel", MIX, 12),
                        steady("tail+fuel", MIX, 9)));

        assertThat(new Report(results).text())
                .contains(
                        "| workload | switch+fuel |",
                        "| crc32 | 1.10 |",
                        "| mix | 1.20 |",
                        "| geometric mean | 1.15 |");
        assertThat(new Report(results()).text()).doesNotContain("metered");
    }

    @Test
    void theJsonHasAllSamples() {
        assertThat(Json.text(results())).contains("\"samples\":[10000000,12000000,11000000]", "[2000000,30000000]");
    }

    @Test
    void thePlotsAreWellFormedAndHaveAMarkForEachResult() throws Exception {
        Plots plots = new Plots(results());

        // A bar for each time and each geometric mean, the background, and the legend.
        assertThat(count(plots.bars(), "rect")).isEqualTo(6 + 4 + 1 + 4);
        assertThat(count(plots.curves(), "polyline")).isEqualTo(1);
    }

    private static int count(String svg, String element) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName(element)
                .getLength();
    }

    @Test
    void logarithmicAxesMarkOneTwoAndFive() {
        LogScale scale = new LogScale(0.4, 12, 100, 0);

        assertThat(scale.marks()).hasSize(5).last().isEqualTo(10.0);
        assertThat(scale.at(0.4)).isEqualTo(100);
        assertThat(scale.at(12)).isCloseTo(0, within(1e-9));
        assertThat(scale.at(1000)).isCloseTo(0, within(1e-9));
    }
}
