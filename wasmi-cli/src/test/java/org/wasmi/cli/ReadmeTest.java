package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says must be so. */
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    @Test
    void theEmbeddingExampleCompilesAndRuns(@TempDir Path folder) throws Exception {
        Matcher example = EXAMPLE.matcher(readme());
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(result).isZero();

        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + System.getProperty("path.separator") + classPath,
                        "Example",
                        Cli.root("examples/fib.wasm").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out)).contains("6765");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void itsCommandsAreThoseOfThisBuild() throws IOException {
        assertThat(readme()).contains("./wasmi run examples/mandelbrot.wasm", "mvn -B verify");
        assertThat(Cli.root("wasmi")).isExecutable();
        assertThat(Cli.root("examples/mandelbrot.wasm")).exists();
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
