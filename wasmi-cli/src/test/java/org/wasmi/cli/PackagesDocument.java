package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code docs/packages.md} from the tests: a test that runs a package has the tag {@code npm:PACKAGE}, and its
 * display name says what the package does in it. A package with several modules has {@code :MODULE} behind its name.
 */
final class PackagesDocument {
    private static final Path LIST = Path.of("src", "test", "resources", "thirty-packages.tsv");

    private static final Pattern TEST =
            Pattern.compile("((?:@Tag\\(\"npm:[^\"]+\"\\)\\s+)+)@DisplayName\\(\\s*\"([^\"]+)\"\\)"
                    + "\\s+(?:@\\w+(?:\\([^)]*\\))?\\s+)*void (\\w+)\\(");

    private static final Pattern TAG = Pattern.compile("\"npm:([^\"]+)\"");

    private static final Pattern WEBJAR = Pattern.compile("<([\\w.-]+)\\.version>([^<]+)</");

    /** One of the thirty modules; without a test there is a reason, and a text in one of its files that shows it. */
    record Row(String module, String toolchain, String reason, String file, String text) {
        String artifact() {
            return PackagesDocument.artifact(module);
        }
    }

    /** What a module does in a test. */
    record Job(String does, String test) {}

    private PackagesDocument() {}

    private static String artifact(String module) {
        return module.split(":")[0];
    }

    static List<Row> rows() throws IOException {
        return table(LIST)
                .map(row -> new Row(row[0], row[1], row[2], row[3], row[4]))
                .toList();
    }

    private static Stream<String[]> table(Path file) throws IOException {
        return Files.readAllLines(file).stream().skip(1).map(line -> line.split("\t", -1));
    }

    /** {@return what the tests say that modules do, by module} */
    static Map<String, List<Job>> jobs() throws IOException {
        Map<String, List<Job>> jobs = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Cli.root("."))) {
            for (Path sources :
                    modules.map(each -> each.resolve("src/test/java")).sorted().toList()) {
                if (Files.isDirectory(sources)) {
                    read(sources, jobs);
                }
            }
        }
        return jobs;
    }

    private static void read(Path sources, Map<String, List<Job>> jobs) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                for (MatchResult test :
                        TEST.matcher(Files.readString(file)).results().toList()) {
                    Job job = new Job(test.group(2), name + "." + test.group(3));
                    TAG.matcher(test.group(1)).results().forEach(tag -> jobs.computeIfAbsent(
                                    tag.group(1), key -> new ArrayList<>())
                            .add(job));
                }
            }
        }
    }

    /** {@return the pinned versions of packages} */
    private static Map<String, String> versions() throws IOException {
        Map<String, String> versions = new HashMap<>();
        WEBJAR.matcher(Files.readString(Cli.root("pom.xml")))
                .results()
                .forEach(each -> versions.put(each.group(1), each.group(2)));
        table(Cli.root(".ci/packages.tsv")).forEach(row -> versions.put(row[0], row[1]));
        return versions;
    }

    static String text() throws IOException {
        List<Row> rows = rows();
        Map<String, List<Job>> jobs = jobs();
        Map<String, String> versions = versions();
        List<String> lines = new ArrayList<>();
        List<Row> ran =
                rows.stream().filter(row -> jobs.containsKey(row.module())).toList();
        int running = ran.size();
        lines.addAll(List.of(
                "# Packages from npm",
                "",
                "<!-- Written by PackagesDocumentTest of wasmi-cli, from the tests. -->",
                "",
                "We chose 30 modules of " + packages(rows).size() + " much-used packages before any of them ran. "
                        + running + " of them, of " + packages(ran).size() + " packages,",
                "do a job in tests, which compare the results with known values. [toolchains.md](toolchains.md) shows how to",
                "run modules of each kind. The tests run what `.ci/fetch-packages` has fetched, and skip the rest.",
                "",
                "| package | version | made with | does in the test | test |",
                "|---|---|---|---|---|"));
        for (Row row : rows) {
            for (Job job : jobs.getOrDefault(row.module(), List.of())) {
                lines.add(line(row.module(), versions, row.toolchain(), job));
            }
        }
        lines.addAll(List.of(
                "", "The others do not run:", "", "| package | version | made with | why not |", "|---|---|---|---|"));
        for (Row row : rows) {
            if (!jobs.containsKey(row.module())) {
                lines.add("| "
                        + String.join(
                                " | ", row.module(), version(versions, row.module()), row.toolchain(), row.reason())
                        + " |");
            }
        }
        lines.addAll(List.of(
                "",
                "These packages were not among the 30, and run too:",
                "",
                "| package | version | does in the test | test |",
                "|---|---|---|---|"));
        List<String> known = rows.stream().map(Row::module).toList();
        jobs.forEach((module, all) -> {
            if (!known.contains(module)) {
                for (Job job : all) {
                    lines.add("| "
                            + String.join(" | ", module, version(versions, module), job.does(), "`" + job.test() + "`")
                            + " |");
                }
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private static Set<String> packages(List<Row> rows) {
        return rows.stream().map(Row::artifact).collect(Collectors.toSet());
    }

    private static String line(String module, Map<String, String> versions, String toolchain, Job job) {
        return "| "
                + String.join(
                        " | ",
                        module.replaceFirst(":(.*)", " ($1)"),
                        version(versions, module),
                        toolchain,
                        job.does(),
                        "`" + job.test() + "`")
                + " |";
    }

    private static String version(Map<String, String> versions, String module) {
        String version = versions.get(artifact(module));
        if (version == null) {
            throw new IllegalStateException("neither .ci/packages.tsv nor pom.xml pins " + module);
        }
        return version;
    }
}
