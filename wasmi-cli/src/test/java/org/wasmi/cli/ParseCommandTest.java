package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParseCommandTest {
    private static final String ADD =
            ";; adds\n(module (func (export \"add\") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))\n";

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("x.wat"), text);
    }

    @Test
    void textBecomesBinaryBesideIt() throws IOException {
        Cli cli = Cli.run("parse", write(ADD));
        assertThat(cli.code()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("x.wasm"))).startsWith(0, 'a', 's', 'm');
        assertThat(Cli.run("run", "--invoke", "add", folder.resolve("x.wasm"), "--", "2", "3")
                        .out())
                .isEqualTo("5\n");
    }

    @Test
    void commandsTakeTextForAModule() throws IOException {
        Path text = write(ADD);
        assertThat(Cli.run("run", "--invoke", "add", text, "--", "2", "3").out())
                .isEqualTo("5\n");
        assertThat(Cli.run("validate", text).out()).contains("valid");
        assertThat(Cli.run("inspect", text).out()).contains("add");
        assertThat(Cli.run("disasm", text).code()).isZero();
        assertThat(Cli.run("compile", text, "-o", folder.resolve("x.wasmic")).code())
                .isZero();
    }

    @Test
    void errorsInTextHaveTheFileTheLineAndACaret() throws IOException {
        Path text = write("(module\n  (func i32.ad))\n");
        Cli cli = Cli.run("validate", text);
        assertThat(cli.code()).isEqualTo(ExitCode.BAD_MODULE);
        assertThat(cli.err())
                .contains(text + ":2:9: unknown operator i32.ad, did you mean i32.add?\n")
                .contains("      (func i32.ad))\n            ^");
    }

    @Test
    void modulesArePrintedAsText() throws IOException {
        Path text = write(ADD);
        Cli cli = Cli.run("print", text);
        assertThat(cli.code()).isZero();
        assertThat(cli.out()).contains("(func (;0;) (type 0)", "local.get 1", "(export \"add\" (func 0))");
        Path printed = folder.resolve("y.wat");
        assertThat(Cli.run("print", "--offsets", text, "-o", printed).code()).isZero();
        assertThat(Files.readString(printed)).contains("(;@");
        assertThat(Cli.run("run", "--invoke", "add", printed, "--", "2", "3").out())
                .isEqualTo("5\n");
    }

    @Test
    void whatHasNoTextIsRefused() throws IOException {
        Path cut = Files.write(folder.resolve("cut.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5});
        assertThat(Cli.run("print", cut)).satisfies(cli -> {
            assertThat(cli.code()).isEqualTo(ExitCode.BAD_MODULE);
            assertThat(cli.err()).contains("at byte");
        });
        Path stored = folder.resolve("x.wasmic");
        Cli.run("compile", write(ADD), "-o", stored);
        assertThat(Cli.run("print", stored).code()).isEqualTo(ExitCode.BAD_MODULE);
    }
}
