package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says must be so. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    @Test
    void theEmbeddingExampleCompilesAndRuns(@TempDir Path folder) throws Exception {
        JavaProgram example = JavaProgram.of(readme()).get(0);
        assertThat(example.run(folder, Cli.root("examples/fib.wasm"))).contains("6765");
    }

    @Test
    void itsCommandsAreThoseOfThisBuild() throws IOException {
        assertThat(readme()).contains("./wasmi run examples/mandelbrot.wasm", "mvn -B verify");
        assertThat(Cli.root("wasmi")).isExecutable();
        assertThat(Cli.root("examples/mandelbrot.wasm")).exists();
    }

    @Test
    void itsCoordinatesAreThoseOfThisBuild() throws IOException {
        String version =
                Cli.run("--version").out().lines().findFirst().orElseThrow().replace("wasmi ", "");
        for (String artifact : List.of("wasmi-translate", "wasmi-exec")) {
            assertThat(readme())
                    .contains(
                            "<artifactId>" + artifact + "</artifactId>\n    <version>" + version + "</version>",
                            "implementation(\"org.wasmi:" + artifact + ":" + version + "\")");
        }
        assertThat(readme().contains("not released yet")).isEqualTo(version.endsWith("-SNAPSHOT"));
    }

    @Test
    void itsLinksLeadSomewhere() throws IOException {
        List<String> targets =
                LINK.matcher(readme()).results().map(each -> each.group(1)).toList();
        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(Cli.root(target))
                .exists());
    }

    @Test
    void itIsShort() throws IOException {
        assertThat(readme().lines().count()).isLessThanOrEqualTo(150);
    }

    private static String readme() throws IOException {
        return Files.readString(Cli.root("README.md"));
    }
}
