package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

class CompileCommandTest {
    private Path folder = Path.of("");

    @BeforeEach
    void start(@TempDir Path empty) {
        folder = empty;
    }

    private static List<ExamplesTest.Example> examples() {
        return ExamplesTest.examples();
    }

    private static Path example(String name) {
        return Cli.root("examples/" + name + ".wasm");
    }

    private Path compile(String name, Object... options) {
        Path to = folder.resolve(name + ".wasmic");
        List<Object> line = new ArrayList<>(List.of("compile", example(name), "-o", to));
        line.addAll(List.of(options));
        Cli cli = Cli.run(line.toArray());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        return to;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aCompiledExamplePrintsWhatTheModulePrints(ExamplesTest.Example example) throws IOException {
        for (String encoding : List.of(Encodings.COMPACT, Encodings.WORDS)) {
            Cli cli = ExamplesTest.run(example, compile(example.name(), "--encoding", encoding));
            assertThat(cli.err()).isEmpty();
            assertThat(cli.out()).isEqualTo(Files.readString(Cli.root("examples/expected/" + example.name() + ".txt")));
            assertThat(cli.code()).isEqualTo(example.code());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void compactCodeTakesAtMostHalfOfTheBytesOfWords(ExamplesTest.Example example) throws IOException {
        Program program = Translator.translate(Files.readAllBytes(example(example.name())));
        long words = 0;
        long compact = 0;
        for (Function each : program.functions()) {
            Code code = each.body().code();
            words += (long) code.length() * Integer.BYTES;
            compact += Encodings.transcode(code, Encodings.named(Encodings.COMPACT))
                    .length();
        }
        assertThat(compact).isPositive().isLessThanOrEqualTo(words / 2);
    }

    @Test
    void theProgramIsStoredBesideTheModule() throws IOException {
        Path module = Files.copy(example("add"), folder.resolve("add.wasm"));
        Path other = Files.copy(example("add"), folder.resolve("other"));

        Cli cli = Cli.run("compile", module);

        Path stored = folder.resolve("add.wasmic");
        assertThat(cli.out().strip())
                .isEqualTo(stored + ": " + Files.size(stored) + " bytes from " + Files.size(module));
        assertThat(Cli.run("compile", other).code()).isZero();
        assertThat(folder.resolve("other.wasmic")).hasSameBinaryContentAs(stored);
    }

    @Test
    void tagsOfStoredProgramsAreListed() throws IOException {
        Path module = folder.resolve("tags.wasm");
        Files.write(
                module,
                new ModuleBuilder()
                        .importTag("m", "imported", "i64 ->")
                        .export("again", ExternKind.TAG, 0)
                        .tag("own", "i32 ->")
                        .build());
        assertThat(Cli.run("compile", module).code()).isZero();

        String report = Cli.run("inspect", folder.resolve("tags.wasmic")).out();

        assertThat(report)
                .containsPattern("tag +\"m\" \"imported\" +\\(i64\\)")
                .containsPattern("tag +\"again\" +\\(i64\\)")
                .containsPattern("tag +\"own\" +\\(i32\\)");
    }

    @Test
    void theCodeIsStoredInTheGivenEncoding() throws IOException {
        Path compact = compile("echo");
        assertThat(encoding(compact)).isEqualTo(Encodings.COMPACT);
        long compactSize = Files.size(compact);

        Path words = compile("echo", "--encoding", "words");
        assertThat(encoding(words)).isEqualTo(Encodings.WORDS);
        assertThat(Files.size(words)).isGreaterThan(2 * compactSize);
    }

    private static String encoding(Path stored) throws IOException {
        Program program = StoredPrograms.read(Files.readAllBytes(stored));
        return program.functions().get(0).body().code().encoding();
    }

    @Test
    void aStoredProgramCanBeStoredInAnotherEncoding() throws IOException {
        Path words = compile("fib", "--encoding", "words");
        Path compact = folder.resolve("compact.wasmic");

        assertThat(Cli.run("compile", words, "-o", compact).code()).isZero();
        assertThat(compact).hasSameBinaryContentAs(compile("fib"));
    }

    @Test
    void everyExecutorRunsStoredPrograms() {
        Path stored = compile("fib");
        for (String executor : List.of("switch", "direct")) {
            assertThat(Cli.run("run", "--executor", executor, "--invoke", "fib", stored, "--", "10")
                            .out())
                    .isEqualTo("55\n");
        }
    }

    @Test
    void storedProgramsAreInspectedWithoutSections() {
        Cli cli = Cli.run("inspect", compile("hello"));

        assertThat(cli.out()).contains("imports (", "\"_start\"", "definitions").doesNotContain("sections");
        assertThat(Cli.run("inspect", "--json", compile("hello")).out()).contains("\"sections\" : [ ]");
    }

    @Test
    void storedProgramsAreDisassembledToInstructionsOnly() {
        Cli cli = Cli.run("disasm", "--func", "add", compile("add"));

        assertThat(cli.out()).startsWith("function ").contains("frame params 2, ", "i32.add_ss s", "return");
        assertThat(cli.out()).doesNotContain("|");
    }

    @Test
    void storedProgramsAreValidatedAndMeasured() {
        Path stored = compile("fib");

        assertThat(Cli.run("validate", stored).out()).isEqualTo(stored + ": valid\n");
        assertThat(Cli.run("bench", "--warmup", "0", "--measure", "0.01", "--invoke", "fib", stored, "5")
                        .code())
                .isZero();
    }

    @Test
    void aDamagedProgramIsRefused() throws IOException {
        Path stored = compile("fib");
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored, bytes);

        Cli cli = Cli.run("run", "--invoke", "fib", stored, "--", "10");

        assertThat(cli.code()).isEqualTo(ExitCode.BAD_MODULE);
        assertThat(cli.err()).isEqualTo("wasmi: malformed module: the checksum does not match (at byte 16)\n");
        assertThat(Cli.run("validate", stored).code()).isEqualTo(ExitCode.BAD_MODULE);
    }

    @Test
    void anInvalidModuleIsNotStored() throws IOException {
        Path module = folder.resolve("bad.wasm");
        Files.write(module, new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 99});

        assertThat(Cli.run("compile", module).code()).isEqualTo(ExitCode.BAD_MODULE);
        assertThat(folder.resolve("bad.wasmic")).doesNotExist();
    }

    @Test
    void whereTheProgramCannotBeStoredTheExitCodeSaysSo() {
        Cli cli = Cli.run("compile", example("add"), "-o", folder.resolve("none/add.wasmic"));

        assertThat(cli.code()).isEqualTo(ExitCode.NO_OUTPUT);
        assertThat(cli.err()).startsWith("wasmi: cannot write ").contains("no such file");
    }

    @Test
    void anUnknownEncodingListsThoseThereAre() {
        Cli cli = Cli.run("compile", "--encoding", "morse", example("add"));

        assertThat(cli.code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("morse", "compact, words");
    }
}
