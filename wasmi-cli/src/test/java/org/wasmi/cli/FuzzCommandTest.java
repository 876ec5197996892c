package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzCommandTest {

    @Test
    void theModulesOfSomeSeedsAreCountedAndLeaveNothing(@TempDir Path dir) {
        Cli cli = Cli.run("fuzz", "--modules", 5, "--seed", 10, "--output", dir);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).matches("5 modules, [0-9.]+ modules/s, no disagreement\n");
        assertThat(cli.code()).isEqualTo(ExitCode.OK);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void executorsCanBeChosen() {
        assertThat(Cli.run("fuzz", "--modules", 1, "--executor", "switch,direct")
                        .code())
                .isEqualTo(ExitCode.OK);
        Cli unknown = Cli.run("fuzz", "--modules", 1, "--executor", "switch,none");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("no executor is named 'none'");
    }

    @Test
    void noTimeMeansNoModules() {
        assertThat(Cli.run("fuzz", "--seconds", 0).out()).startsWith("0 modules");
    }
}
