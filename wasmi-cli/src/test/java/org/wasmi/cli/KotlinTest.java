package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kotlin program of {@code docs/embedding.md} compiles, and prints what the document says. */
class KotlinTest {
    private static final Pattern PROGRAM = Pattern.compile("```kotlin\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);

    @Test
    void aProgramPrintsWhatTheDocumentSays(@TempDir Path folder) throws IOException, InterruptedException {
        Matcher programs = PROGRAM.matcher(Files.readString(Cli.root("docs/embedding.md")));
        assertThat(programs.find()).isTrue();
        MatchResult program = programs.toMatchResult();
        assertThat(programs.find()).isFalse();
        Path source = Files.writeString(folder.resolve("Program.kt"), program.group(1));
        String classPath = System.getProperty("java.class.path");
        assertThat(java(
                        folder,
                        classPath,
                        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                        "-no-stdlib",
                        "-no-reflect",
                        "-Werror",
                        "-cp",
                        classPath,
                        "-d",
                        folder,
                        source))
                .doesNotContain("error:");
        String withProgram = folder + System.getProperty("path.separator") + classPath;
        assertThat(java(folder, withProgram, "ProgramKt", Cli.root("examples/fib.wasm")))
                .isEqualTo(program.group(2));
    }

    /** {@return what a class prints on its standard output; it must end with exit code 0} */
    private static String java(Path folder, String classPath, Object... command)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        for (Object each : command) {
            line.add(each.toString());
        }
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out).replace(System.lineSeparator(), "\n");
    }
}
