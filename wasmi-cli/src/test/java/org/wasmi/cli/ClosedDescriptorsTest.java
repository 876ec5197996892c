package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Starts the command line with standard descriptors that are closed, whose numbers the JVM then gives to its own files.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux shows which file a descriptor stands for")
class ClosedDescriptorsTest {

    private Path folder;

    @BeforeEach
    void start(@TempDir Path empty) {
        folder = empty;
    }

    /**
     * A program that reads 100 bytes of standard input: its exit code is 100 and how many came, or the error's number.
     */
    private Path reader() throws IOException {
        byte[] module = new ModuleBuilder()
                .importFunction("wasi_snapshot_preview1", "fd_read", "i32 i32 i32 i32 -> i32")
                .importFunction("wasi_snapshot_preview1", "proc_exit", "i32 ->")
                .memory("memory", Limits.atLeast(1))
                .function("_start", "->", code -> code.locals(NumType.I32)
                        .i32Const(0)
                        .i32Const(64)
                        .op("i32.store")
                        .i32Const(0)
                        .i32Const(100)
                        .op("i32.store", 4)
                        .i32Const(0)
                        .i32Const(0)
                        .i32Const(1)
                        .i32Const(8)
                        .call(0)
                        .localTee(0)
                        .ifThen()
                        .localGet(0)
                        .call(1)
                        .end()
                        .i32Const(8)
                        .op("i32.load")
                        .i32Const(100)
                        .op("i32.add")
                        .call(1))
                .build();
        return Files.write(folder.resolve("reader.wasm"), module);
    }

    @Test
    void theGuestReadsNoFileOfTheJvmAsStandardInput() throws Exception {
        assertThat(run("<&-", "run", reader())).isEqualTo(new Cli(8, "", ""));
        assertThat(run("<&- >&- 2>&-", "run", reader()).code()).isEqualTo(8);
    }

    @Test
    void aFileIsReadAsStandardInput() throws Exception {
        assertThat(run("<" + reader(), "run", reader()).code()).isEqualTo(200);
        assertThat(run("</dev/null", "run", reader()).code()).isEqualTo(100);
    }

    /** Runs the command line in a shell of its own. */
    private Cli run(String redirections, Object... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "sh",
                "-c",
                "exec \"$@\" " + redirections,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        File out = Files.createTempFile(folder, "out", "").toFile();
        File err = Files.createTempFile(folder, "err", "").toFile();
        Process process =
                new ProcessBuilder(line).redirectOutput(out).redirectError(err).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Cli(
                process.exitValue(),
                Files.readString(out.toPath(), StandardCharsets.ISO_8859_1),
                Files.readString(err.toPath(), StandardCharsets.ISO_8859_1));
    }
}
