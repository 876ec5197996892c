package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"run", "inspect", "disasm", "validate", "compile", "spec", "bench"})
    void everyCommandHasHelpWithAnExample(String command) {
        Cli help = Cli.run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Usage: wasmi " + command, "wasmi " + command + " ");
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
        assertThat(version.out()).matches("wasmi [0-9]+\\.[0-9]+.* \\(Java .*\\)\\R");
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

    @Test
    void anUnknownExecutorListsThoseThereAre() {
        Cli cli = Cli.run("run", "--executor", "warp", "x.wasm");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).contains("warp", "switch");
    }
}
