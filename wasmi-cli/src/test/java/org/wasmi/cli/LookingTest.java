package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.text.Wat;

/** The options of {@code run} that show what a guest does. */
class LookingTest {
    @TempDir
    private Path folder;

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    /** The table in docs/looking.md: its columns are the executors, and each row names tests that run on all of them. */
    @Test
    void theDocumentNamesTestsOfEachToolOnEachExecutor() throws IOException {
        List<String[]> table = Files.readString(Cli.root("docs/looking.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| tool |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.replace("`", "").substring(1).split("\\|"))
                .toList();
        assertThat(Arrays.stream(table.get(0))
                        .map(String::strip)
                        .skip(1)
                        .limit(executors().size()))
                .containsExactlyInAnyOrderElementsOf(executors());
        List<String[]> rows = table.subList(2, table.size());
        assertThat(rows).hasSizeGreaterThan(5);
        for (String[] row : rows) {
            boolean own = row[1].strip().equals("own");
            for (String test : row[row.length - 1].strip().split(", ")) {
                String source = source(test.substring(0, test.indexOf('.')));
                int at = source.indexOf(" void " + test.substring(test.indexOf('.') + 1) + "(");
                assertThat(at).as(test).isPositive();
                if (!own) {
                    assertThat(source.substring(0, at)).as(test).endsWith("@MethodSource(\"executors\")\n   ");
                    assertThat(source).contains("Executors.all().keySet()");
                }
            }
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> modules = Files.list(Cli.root("."))) {
            for (Path module : modules.filter(
                            each -> each.getFileName().toString().startsWith("wasmi-"))
                    .toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        Optional<Path> found = files.filter(each -> each.endsWith(test + ".java"))
                                .findFirst();
                        if (found.isPresent()) {
                            return Files.readString(found.get());
                        }
                    }
                }
            }
        }
        throw new AssertionError("no " + test);
    }

    private static Cli queens(Object... options) {
        return example("queens", List.of("8"), options);
    }

    private static Cli example(String name, List<String> arguments, Object... options) {
        List<Object> line = new java.util.ArrayList<>(List.of("run", "--invoke", name));
        line.addAll(List.of(options));
        line.add(Cli.root("examples/" + name + ".wasm"));
        line.add("--");
        line.addAll(arguments);
        return Cli.run(line.toArray());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aProfileIsAPageOrCollapsedStacks(String executor) throws IOException {
        Path page = folder.resolve("out.html");
        assertThat(queens("--executor", executor, "--profile", page).out()).isEqualTo("92\n");
        assertThat(Files.readString(page)).contains("\"title\":\"queens.wasm\"").doesNotContain("@DATA@");
        Path stacks = folder.resolve("out.collapsed");
        Cli cli = queens("--executor", executor, "--profile", stacks);
        assertThat(cli.out()).isEqualTo("92\n");
        assertThat(cli.err()).isEmpty();
        assertThat(Files.readString(stacks).lines()).allMatch(line -> line.matches("[\\w;:. ]+ \\d+"));
    }

    @Test
    void aProfileIsWrittenHoweverTheGuestEnds() {
        Path page = folder.resolve("trap.html");
        Cli cli = example("average", List.of("0"), "--profile", page);
        assertThat(cli.code()).isEqualTo(ExitCode.TRAP);
        assertThat(page).exists();
    }

    @Test
    void aProfileOfAnotherKindIsRefused() {
        Cli cli = queens("--profile", folder.resolve("out.txt"));
        assertThat(cli.code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--profile takes a file that ends in .html");
    }

    @Test
    void aProgramStoredWithoutMeteringIsRefused() {
        Path stored = folder.resolve("queens.wasmic");
        Cli.run("compile", Cli.root("examples/queens.wasm"), "-o", stored);
        Cli cli = Cli.run("run", "--profile", folder.resolve("x.html"), "--invoke", "queens", stored, "8");
        assertThat(cli.code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--profile would do nothing");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aTraceHasTheCallsWithArgumentsAndResults(String executor) {
        Cli cli = example("average", List.of("9"), "--executor", executor, "--trace=all");
        assertThat(cli.out()).isEqualTo("5\n");
        assertThat(cli.err()).isEqualTo("average(9) = 5\n");
        Cli trap = example("average", List.of("0"), "--executor", executor, "--trace", "exports");
        assertThat(trap.code()).isEqualTo(ExitCode.TRAP);
        assertThat(trap.err()).startsWith("average(0) ! trap: integer divide by zero\n");
        assertThat(example("average", List.of("9"), "--trace=imports").err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aTraceShowsStrings(String executor) {
        Cli cli = Cli.run("run", "--executor", executor, "--trace=all", Cli.root("examples/hello.wasm"));
        assertThat(cli.out()).isEqualTo("Hello, WebAssembly!\n");
        assertThat(cli.err().lines())
                .startsWith("_start() ...")
                .anyMatch(line ->
                        line.matches(" +wasi_snapshot_preview1\\.fd_write\\(1, \\[\"Hello, WebAssembly!\".* = 0"))
                .endsWith("... _start");
        Cli file = Cli.run(
                "run",
                "--trace=imports",
                "--dir",
                Cli.root("examples/data") + "::/data",
                Cli.root("examples/wordcount.wasm"),
                "--",
                "/data/none.txt");
        assertThat(file.err().lines())
                .anyMatch(line -> line.startsWith("wasi_snapshot_preview1.path_open(3, 1, \"none.txt\", 8,"))
                .anyMatch(line -> line.endsWith(" exits with 1"))
                .noneMatch(line -> line.contains("_start"));
    }

    @Test
    void aTraceOfOtherCallsIsRefused() {
        Cli cli = queens("--trace=none");
        assertThat(cli.code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("'none' is none of imports, exports, all");
    }

    @Test
    void aProfileIsARecording() throws IOException {
        Path file = folder.resolve("out.jfr");
        assertThat(queens("--profile", file).out()).isEqualTo("92\n");
        assertThat(RecordingFile.readAllEvents(file))
                .extracting(event -> event.getEventType().getName())
                .contains("org.wasmi.Translation", "org.wasmi.Instantiation");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aCoreDumpIsWrittenAndRead(String executor) throws IOException {
        Path file = folder.resolve("average.coredump");
        Cli cli = example("average", List.of("0"), "--executor", executor, "--coredump", file);
        assertThat(cli.code()).isEqualTo(ExitCode.TRAP);
        Cli plain = Cli.run("inspect", file);
        assertThat(plain.out())
                .contains(
                        "core dump of \"average.wasm\"", "#0 function 1 +0x5", "#1 function 0 +0xe", "global 0: 66560");
        Cli named = Cli.run("inspect", file, "--module", Cli.root("examples/average.wasm"));
        assertThat(named.err()).isEmpty();
        assertThat(named.out().lines())
                .contains("  #0 quotient (average.c:9:16) [0x8a]", "  #1 average (average.c:18:12) [0x59]")
                .contains(executor.equals("compiled") ? "     locals 0=?, 1=?" : "     locals 0=0, 1=0");
        assertThat(Cli.run("inspect", "--json", file).code()).isEqualTo(ExitCode.USAGE);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(Cli.run("inspect", file).code()).isEqualTo(ExitCode.BAD_MODULE);
    }

    /** A symbol as Rust's linker leaves it in the name section, which no tool for people shows as it is. */
    @Test
    void symbolsOfRustArePathsInAllThatIsPrinted() throws IOException {
        Path module = Files.write(folder.resolve("rust.wasm"), Wat.parse("""
                (module
                  (memory 1)
                  (func $_ZN1r5inner17h6bb90cc9f4a014ccE (unreachable))
                  (func (export "f") (call $_ZN1r5inner17h6bb90cc9f4a014ccE)))
                """));
        Path dump = folder.resolve("rust.coredump");
        Cli trap = Cli.run("run", "--coredump", dump, "--invoke", "f", module);
        assertThat(trap.code()).isEqualTo(ExitCode.TRAP);
        Cli read = Cli.run("inspect", dump, "--module", module);
        Cli code = Cli.run("disasm", module, "--func", "r::inner");
        assertThat(List.of(trap.err(), read.out(), code.out()))
                .allSatisfy(printed -> assertThat(printed).contains("r::inner").doesNotContain("_ZN"));
    }

    @Test
    void noCoreDumpIsWrittenWithoutATrap() {
        Path file = folder.resolve("none.coredump");
        assertThat(queens("--coredump", file).out()).isEqualTo("92\n");
        assertThat(file).doesNotExist();
    }
}
