package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.exec.runtime.Executors;

/**
 * Runs the official test suite of WASI preview 1, which lies beside the repository in {@code shared/wasi}, or in
 * {@code -Dwasmi.wasi=DIR}. Each case is a command {@code X.wasm}; {@code X.json} beside it, where present, says how to
 * run it.
 */
class WasiSuiteTest {

    /** What cannot pass, with the reason. */
    private static final Map<String, String> LEFT_OUT = Runtime.version().feature() < 25
            ? Map.of("rust/symlink_filestat.wasm", "this JDK cuts the times of symbolic links to microseconds")
            : Map.of();

    @TestFactory
    Stream<DynamicContainer> everyExecutorRunsTheOfficialSuite(@TempDir Path scratch) throws IOException {
        Path suite = Path.of(
                System.getProperty("wasmi.wasi", Cli.root("../shared/wasi").toString()));
        assumeTrue(Files.isDirectory(suite), "no " + suite + "; name a folder with -Dwasmi.wasi=DIR to run this test");
        List<Path> cases = cases(suite);
        assertThat(cases).as("cases in %s", suite).isNotEmpty();
        return Executors.all().keySet().stream()
                .sorted()
                .map(executor -> dynamicContainer(
                        executor,
                        cases.stream()
                                .map(file -> dynamicTest(
                                        suite.relativize(file).toString(),
                                        () -> run(executor, suite, file, scratch)))));
    }

    private static List<Path> cases(Path suite) throws IOException {
        try (Stream<Path> files = Files.walk(suite)) {
            return files.filter(file -> file.toString().endsWith(".wasm"))
                    .sorted()
                    .toList();
        }
    }

    private static void run(String executor, Path suite, Path file, Path scratch) throws IOException {
        String name = suite.relativize(file).toString().replace('\\', '/');
        assumeFalse(LEFT_OUT.containsKey(name), LEFT_OUT.get(name));
        Path description = Path.of(file.toString().replaceFirst("wasm$", "json"));
        JsonNode json = Files.exists(description)
                ? new ObjectMapper().readTree(description.toFile())
                : MissingNode.getInstance();
        List<Object> line = new ArrayList<>(List.of("run", "--executor", executor));
        json.path("env").properties().forEach(variable -> {
            line.add("--env");
            line.add(variable.getKey() + "=" + variable.getValue().asText());
        });
        if (json.has("root")) {
            Path root = Files.createTempDirectory(scratch, "root");
            copy(file.resolveSibling(json.path("root").asText()), root);
            line.add("--dir");
            line.add(root + "::/");
        }
        line.add(file);
        line.add("--");
        json.path("args").forEach(argument -> line.add(argument.asText()));

        Cli cli = Cli.run(line.toArray());

        assertThat(cli.code())
                .as(name + "\n" + cli.err())
                .isEqualTo(json.path("exit_code").asInt(0));
        if (json.has("stdout")) {
            assertThat(cli.out()).isEqualTo(json.path("stdout").asText());
        }
    }

    /** Copies the files of a folder, which a case changes. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                    assertThat(copy.toFile().setWritable(true)).isTrue();
                }
            }
        }
    }
}
