package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void helpNamesCommandsAndExitCodes() {
        Cli help = Cli.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("run ", "inspect ", "disasm ", "validate ", "compile ", "spec ", "bench ")
                .contains("134", "the guest trapped")
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "inspect",
                "disasm",
                "validate",
                "compile",
                "generate",
                "parse",
                "explore",
                "debug",
                "spec",
                "bench",
                "fuzz",
                "completion",
                "help"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        Cli help = Cli.run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: wasmi " + command, "wasmi " + command + " ");
        assertThat(Cli.run("help", command)).isEqualTo(help);
        assertThat(Cli.run(command, "--version")).isEqualTo(Cli.run("--version"));
    }

    @Test
    void theDocumentationHasTheExitCodesOfTheHelp() throws IOException {
        String documentation = Files.readString(Cli.root("docs/cli.md"));
        Matcher code = Pattern.compile("(?m)^ +([0-9]+) +\\S")
                .matcher(Cli.run("--help").out());
        int count = 0;
        while (code.find()) {
            assertThat(documentation).contains("| " + code.group(1) + " | ");
            count++;
        }
        assertThat(count).isEqualTo(10);
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        Cli version = Cli.run("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("wasmi [0-9]+\\.[0-9]+.*"),
                        line -> assertThat(line).matches("instruction set [0-9]+, stored programs [0-9]+"),
                        line -> assertThat(line)
                                .isEqualTo("executors compiled, direct, indirect, switch, tail, tiered"),
                        line -> assertThat(line).startsWith("encodings ").contains("compact", "words"),
                        line -> assertThat(line).startsWith("Java ").contains(System.getProperty("java.version")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fly", "--fly", "run", "run --fly", "bench x.wasm", "validate", "spec"})
    void whatMakesNoSenseIsExplainedInTwoLines(String line) {
        Cli cli = Cli.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines()).hasSize(2);
        assertThat(cli.err()).startsWith("wasmi: ").contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "rn x.wasm, there is no command 'rn'; did you mean 'run'?",
                "help inspct, there is no command 'inspct'; did you mean 'inspect'?",
                "run --invok f x.wasm, there is no option '--invok'; did you mean '--invoke'?",
                "run --invok=f x.wasm, there is no option '--invok'; did you mean '--invoke'?",
                "run x.wasm -l, there is no option '-l'; arguments of the guest that begin with '-' go behind '--'",
                "fuzz --sed 1, there is no option '--sed'; did you mean '--seed'?",
                "validate a.wasm b.wasm, unexpected argument 'b.wasm'",
                "run --module-path x y, --module-path comes before the command",
                "--module-path x run y, only the launcher script takes --module-path",
                "fuzz --seconds x, 'x' is not a number of seconds",
                "fuzz --seconds -5, '-5' is not a number of seconds",
                "fuzz --modules 1.5, '1.5' is not a number",
                "fuzz --seed x, 'x' is not a whole number",
                "bench x.wasm --invoke f --warmup x, 'x' is not a number",
                "bench x.wasm --invoke f --measure NaN, 'NaN' is not a number",
                "compile -, a module from standard input needs --output",
            })
    void typingMistakesAreExplained(String line, String message) {
        Cli cli = Cli.run((Object[]) line.split(" "));
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains(message).doesNotContain("long", "double", "Unmatched");
    }

    @Test
    void theCompletionScriptKnowsCommandsOptionsAndExecutors() {
        Cli cli = Cli.run("completion");
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).startsWith("#!/").contains("--max-memory", "inspect", "indirect", "complete -F");
    }

    /** A standard output that takes nothing. */
    private static Cli withFullDisk(Object... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Streams streams = new Streams(InputStream.nullInputStream(), full, err, false);
        String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        return new Cli(Main.run(streams, texts), "", err.toString(UTF_8));
    }

    @Test
    void outputThatCannotBeWrittenIsSaidWhateverWroteIt() {
        Cli expected = new Cli(
                74, "", "wasmi: cannot write to standard output: No space left on device" + System.lineSeparator());
        assertThat(withFullDisk("--help")).isEqualTo(expected);
        assertThat(withFullDisk("inspect", Cli.root("examples/fib.wasm"))).isEqualTo(expected);
        assertThat(withFullDisk("run", "--invoke", "fib", Cli.root("examples/fib.wasm"), "5"))
                .isEqualTo(expected);
        assertThat(withFullDisk("run", Cli.root("examples/hello.wasm"))).isEqualTo(expected);
        assertThat(withFullDisk("compile", Cli.root("examples/fib.wasm"), "-o", "none/fib.wasmic"))
                .satisfies(cli -> assertThat(cli.code()).isEqualTo(74))
                .satisfies(cli -> assertThat(cli.err()).contains("cannot write none/fib.wasmic: no such file"));
    }

    @Test
    void anUnknownExecutorListsThoseThereAre() {
        Cli cli = Cli.run("run", "--executor", "warp", "x.wasm");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("warp", "switch");
    }
}
