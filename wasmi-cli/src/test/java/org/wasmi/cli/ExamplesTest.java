package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs in {@code examples}, run as its README says. */
class ExamplesTest {

    /**
     * An example.
     *
     * @param name the name of its files
     * @param options what comes before the file
     * @param arguments what comes after {@code --}
     * @param input standard input
     * @param code the exit code
     */
    record Example(String name, List<Object> options, List<String> arguments, String input, int code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> examples() {
        return List.of(
                new Example("hello", List.of(), List.of(), "", 0),
                new Example("mandelbrot", List.of(), List.of(), "", 0),
                new Example("primes", List.of(), List.of(), "", 0),
                new Example(
                        "wordcount",
                        List.of("--dir", Cli.root("examples/data") + "::/data"),
                        List.of("/data/text.txt"),
                        "",
                        0),
                new Example(
                        "echo",
                        List.of("--env", "GREETING=hello", "--env", "LANGUAGE=en"),
                        List.of("one", "two words"),
                        "first line\nsecond line\n",
                        2),
                new Example("forth", List.of(), List.of(), text("examples/data/tour.fs"), 0),
                new Example("average", List.of("--invoke", "average"), List.of("9"), "", 0),
                new Example("queens", List.of("--invoke", "queens"), List.of("8"), "", 0),
                new Example("fib", List.of("--invoke", "fib"), List.of("20"), "", 0),
                new Example("add", List.of("--invoke", "add"), List.of("2", "40"), "", 0));
    }

    private static String text(String file) {
        try {
            return Files.readString(Cli.root(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cli run(Example example) {
        return run(example, Cli.root("examples/" + example.name() + ".wasm"));
    }

    /** Runs an example from a file of its own. */
    static Cli run(Example example, Path file) {
        List<Object> line = new ArrayList<>();
        line.add("run");
        line.addAll(example.options());
        line.add(file);
        line.add("--");
        line.addAll(example.arguments());
        return Cli.withInput(example.input(), line.toArray());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExamplePrintsWhatItShould(Example example) throws IOException {
        Cli cli = run(example);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).isEqualTo(Files.readString(Cli.root("examples/expected/" + example.name() + ".txt")));
        assertThat(cli.code()).isEqualTo(example.code());
    }

    @Test
    void noExampleIsLeftOut() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(Cli.root("examples"))) {
            all.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".wasm"))
                    .forEach(name -> files.add(name.replace(".wasm", "")));
        }
        assertThat(examples()).extracting(Example::name).containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void aFileOutsideOfTheGivenDirectoriesIsNotThere() {
        Cli cli = run(new Example(
                "wordcount",
                List.of("--dir", Cli.root("examples/data") + "::/data"),
                List.of("/data/../hello.c"),
                "",
                1));
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.err()).contains("/data/../hello.c");
        assertThat(run(new Example("wordcount", List.of(), List.of("/etc/passwd"), "", 1))
                        .code())
                .isEqualTo(1);
    }

    @Test
    void argumentsReachTheProgram() {
        Cli cli = run(new Example("primes", List.of(), List.of("100"), "", 0));
        assertThat(cli.out()).startsWith("primes up to 100: 25\n");
        Cli refused = run(new Example("primes", List.of(), List.of("-5"), "", 2));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("usage: primes");
    }
}
