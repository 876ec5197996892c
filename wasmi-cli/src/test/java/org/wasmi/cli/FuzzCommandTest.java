package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.differential.Configuration;
import org.wasmi.testkit.differential.Disagreement;
import org.wasmi.testkit.differential.Fuzzer;
import org.wasmi.testkit.oracle.OracleValue;

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

    /** {@return what is found if this fails} */
    private static Fuzzer.Finding planted(Predicate<WasmModule> fails) {
        WasmModule module = WasmModule.ofSeed(0);
        for (long seed = 1; !fails.test(module); seed++) {
            module = WasmModule.ofSeed(seed);
        }
        Configuration configuration = new Configuration("switch", "words", true);
        Disagreement original = new Disagreement(module, configuration, "it is Monday", List.of());
        Disagreement reduced =
                new Disagreement(module.smallest(fails), configuration, "it is Monday", original.parties());
        return new Fuzzer.Finding(4711, original, reduced);
    }

    @Test
    void aFindingCanBeSeenAgain(@TempDir Path dir) throws IOException {
        Fuzzer.Finding finding = planted(module -> module.calls().stream()
                .anyMatch(call -> call.arguments().stream().anyMatch(each -> each.equals(new OracleValue.I32(-3)))));
        Path wasm = dir.resolve("fuzz-4711.wasm");
        assertThat(FuzzCommand.commands(finding, List.of("switch", "tail"), wasm))
                .containsExactly(
                        "again: wasmi fuzz --modules 1 --seed 4711 --executor switch,tail",
                        "alone: wasmi run --executor switch --invoke "
                                + finding.reduced().module().calls().get(0).export() + " " + wasm + " -- -3");
        Files.write(wasm, finding.reduced().module().wasm());
        String[] command =
                FuzzCommand.commands(finding, List.of("switch"), wasm).get(1).split(" ", -1);
        Cli cli = Cli.run(Arrays.copyOfRange(command, 2, command.length, Object[].class));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isEqualTo(ExitCode.OK);
    }

    @Test
    void whatTakesMoreThanOneCallIsSeenAgainByItsSeedOnly() {
        Fuzzer.Finding finding = planted(module -> module.calls().size() > 1);
        assertThat(FuzzCommand.commands(finding, List.of("switch"), Path.of("small.wasm")))
                .hasSize(1);
        Fuzzer.Finding reference = planted(module -> module.calls().stream()
                .anyMatch(call -> call.arguments().stream().anyMatch(OracleValue.Extern.class::isInstance)));
        assertThat(FuzzCommand.commands(reference, List.of("switch"), Path.of("small.wasm")))
                .hasSize(1);
    }
}
