package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.testkit.ModuleBuilder;

class SpecCommandTest {

    private Path dir;

    /** Two scripts over one module that adds: one all right, one that expects a wrong sum in line 3. */
    @BeforeEach
    void write(@TempDir Path empty) throws IOException {
        dir = empty;
        script("good", "7");
        script("bad", "8");
    }

    private void script(String name, String sum) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        byte[] module = new ModuleBuilder()
                .function("add", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.add"))
                .build();
        Files.write(folder.resolve(name + ".0.wasm"), module);
        Files.writeString(
                folder.resolve(name + ".json"), """
                {"source_filename": "NAME.wast", "commands": [
                {"type": "module", "line": 1, "filename": "NAME.0.wasm", "module_type": "binary"},
                {"type": "assert_return", "line": 2, "action": {"type": "invoke", "field": "add", "args":
                  [{"type": "i32", "value": "1"}, {"type": "i32", "value": "4294967295"}]},
                  "expected": [{"type": "i32", "value": "0"}]},
                {"type": "assert_return", "line": 3, "action": {"type": "invoke", "field": "add", "args":
                  [{"type": "i32", "value": "3"}, {"type": "i32", "value": "4"}]},
                  "expected": [{"type": "i32", "value": "SUM"}]}
                ]}
                """.replace("NAME", name).replace("SUM", sum));
    }

    @Test
    void whatPassesIsCounted() {
        Cli cli = Cli.run("spec", dir.resolve("good"));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("scripts:  1 passed, 0 failed, 0 skipped", "commands: 3 passed");
    }

    @Test
    void whatFailsIsNamed() {
        Cli cli = Cli.run("spec", "--totals", dir);
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out())
                .contains("scripts:  1 passed, 1 failed", "commands: 5 passed, 1 failed")
                .contains("bad:3 assert_return failed", "bad: 2 passed, 1 failed", "good: 3 passed");
    }

    @Test
    void jsonHasTheTotals() throws IOException {
        Cli cli = Cli.run("spec", "--json", dir.resolve("bad"), dir.resolve("good"));
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.err()).contains("bad:3 assert_return failed");
        JsonNode json = new ObjectMapper().readTree(cli.out());
        assertThat(json.toString())
                .isEqualTo("{\"scripts\":{\"passed\":1,\"failed\":1,\"skipped\":0},"
                        + "\"commands\":{\"passed\":5,\"failed\":1,\"skipped\":0}}");
        JsonNode perScript = new ObjectMapper()
                .readTree(Cli.run("spec", "--json", "--totals", dir).out());
        assertThat(perScript.get("totals").get("bad").toString())
                .isEqualTo("{\"passed\":2,\"failed\":1,\"skipped\":0}");
    }

    @Test
    void knownFailuresDoNotCountButTheirPassingDoes() throws IOException {
        Path known = Files.writeString(dir.resolve("known.txt"), "bad:3 arithmetic\n");
        Cli skipped = Cli.run("spec", "--known-failures", known, dir);
        assertThat(skipped.code()).isZero();
        assertThat(skipped.out()).contains("commands: 5 passed, 0 failed, 1 skipped");
        Files.writeString(known, "good:3 arithmetic\n");
        Cli stale = Cli.run("spec", "--known-failures", known, dir.resolve("good"));
        assertThat(stale.code()).isEqualTo(1);
        assertThat(stale.out()).contains("good:3");
        assertThat(Cli.run("spec", "--known-failures", "none", dir).code()).isEqualTo(1);
        Files.writeString(known, "no-reason\n");
        assertThat(Cli.run("spec", "--known-failures", known, dir).code()).isEqualTo(2);
    }

    @Test
    void aScriptThatCannotBeReadDoesNotEndTheOthers() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("broken"));
        Files.writeString(folder.resolve("broken.json"), "{");
        Cli cli = Cli.run("spec", dir);
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.out())
                .contains("scripts:  1 passed, 2 failed", "commands: 5 passed, 2 failed")
                .contains("broken:0 script failed: cannot be read");
    }

    @Test
    void scriptsOfTheSameNameAreCountedEach() throws IOException {
        Cli cli = Cli.run("spec", "--json", "--totals", dir.resolve("good"), dir.resolve("good"));
        assertThat(new ObjectMapper().readTree(cli.out()).get("totals").size()).isEqualTo(2);
    }

    @Test
    void aPlaceWithoutScriptsIsAnError() throws IOException {
        Cli cli = Cli.run("spec", Files.createDirectory(dir.resolve("nothing")));
        assertThat(cli.code()).isEqualTo(66);
        assertThat(cli.err()).contains("no scripts");
        assertThat(Cli.run("spec", dir.resolve("none")).code()).isEqualTo(66);
    }
}
