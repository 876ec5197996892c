package org.wasmi.js.go;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.js.Packages;
import org.wasmi.translate.Translator;
import org.wasmi.wasi.WasiConfig;

/** A package of npm that Go made does its job. */
class GoPackagesTest {
    private static final Engine ENGINE = Engine.create();

    private record Result(int exitCode, String output, String errors) {}

    private static Result run(Program program, String input, String... arguments) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Go go = new Go(WasiConfig.DEFAULT
                .withArguments(List.of(arguments))
                .withStdin(new ByteArrayInputStream(input.getBytes(UTF_8)))
                .withStdout(output)
                .withStderr(errors));
        try (Store store = ENGINE.newStore()) {
            int exitCode = go.run(store, program);
            return new Result(exitCode, output.toString(UTF_8), errors.toString(UTF_8));
        }
    }

    @Test
    @Tag("npm:esbuild-wasm")
    @DisplayName("minifies TypeScript, reports a syntax error")
    void esbuildTransforms() throws IOException {
        Program program = Translator.translate(Packages.bytes("esbuild-wasm/esbuild.wasm"));
        assertThat(Go.isImportedBy(program)).isTrue();
        Result version = run(program, "", "esbuild", "--version");
        assertThat(version).isEqualTo(new Result(0, "0.28.2\n", ""));
        Result typescript = run(program, "let x: number = 1 + 2; export { x }", "esbuild", "--loader=ts", "--minify");
        assertThat(typescript).isEqualTo(new Result(0, "let e=3;export{e as x};\n", ""));
        Result wrong = run(program, "let x: = 1", "esbuild", "--loader=ts");
        assertThat(wrong.exitCode).isEqualTo(1);
        assertThat(wrong.errors).contains("Unexpected \"=\"");
    }
}
