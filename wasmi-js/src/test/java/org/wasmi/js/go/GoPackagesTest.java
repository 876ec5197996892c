package org.wasmi.js.go;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.js.Packages;
import org.wasmi.translate.Translator;
import org.wasmi.wasi.WasiConfig;

/** A package of npm that Go made does its job. */
class GoPackagesTest {
    /** To compile the program would take longer than it runs. */
    private static final Engine ENGINE = Engine.create(EngineConfig.DEFAULT.withExecutor("tail"));

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
        Result typescript = run(program, "let x: number = 1 + 2; export { x }", "esbuild", "--loader=ts", "--minify");
        assertThat(typescript).isEqualTo(new Result(0, "let e=3;export{e as x};\n", ""));
        Result wrong = run(program, "let x: = 1", "esbuild", "--loader=ts");
        assertThat(wrong.exitCode).isEqualTo(1);
        assertThat(wrong.errors).contains("Unexpected \"=\"");
    }

    @Test
    @Tag("npm:esbuild-wasm")
    @DisplayName("bundles files of a directory")
    void esbuildBundlesFiles(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("in.ts"), "import { half } from './lib/half'; console.log(half(84))");
        Files.createDirectory(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/half.ts"), "export const half = (x: number): number => x / 2");
        Program program = Translator.translate(Packages.bytes("esbuild-wasm/esbuild.wasm"));
        Go go = new Go(WasiConfig.DEFAULT
                .withArguments(List.of("esbuild", "/work/in.ts", "--bundle", "--minify", "--outfile=/work/out.js"))
                .withDirectory(folder, "/work"));
        try (Store store = ENGINE.newStore()) {
            assertThat(go.run(store, program)).isZero();
        }
        assertThat(folder.resolve("out.js")).hasContent("(()=>{var o=r=>r/2;console.log(o(84));})();");
    }
}
