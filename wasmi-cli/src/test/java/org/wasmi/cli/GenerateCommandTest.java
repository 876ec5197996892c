package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    private final Path folder;

    GenerateCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Cli generate(Object... arguments) {
        Object[] line = new Object[arguments.length + 3];
        System.arraycopy(new Object[] {"generate", "-o", folder}, 0, line, 0, 3);
        System.arraycopy(arguments, 0, line, 3, arguments.length);
        return Cli.run(line);
    }

    private Path module(String text) throws IOException {
        return Files.writeString(folder.resolve("text-tools.wat"), text);
    }

    @Test
    void sourcesAreWrittenWhereTheyChanged() throws Exception {
        Cli cli = generate("--package", "com.example", Cli.root("examples/fib.wasm"));
        assertThat(cli.err()).isEmpty();
        Path fib = folder.resolve("com/example/Fib.java");
        Path instance = folder.resolve("com/example/FibInstance.java");
        assertThat(cli.out()).isEqualTo(fib + "\n" + instance + "\n");
        assertThat(fib).content().contains("long fib(int ");
        assertThat(generate("--package", "com.example", Cli.root("examples/fib.wasm"))
                        .out())
                .isEqualTo(fib + ": unchanged\n" + instance + ": unchanged\n");
    }

    @Test
    void signaturesAreReadFromAFileAndTheCommandLine() throws Exception {
        Path module = module("""
                (module
                  (memory (export "memory") 1)
                  (func (export "new") (param i32) (result i32) (i32.const 8))
                  (func (export "delete") (param i32))
                  (func (export "a") (param i32 i32))
                  (func (export "b") (param i32 i32)))
                """);
        Path signatures = Files.write(folder.resolve("signatures.txt"), List.of("# first", "void a(String text)"));
        Cli cli = generate(
                "--package",
                "text",
                "--class",
                "Tools",
                "--signatures",
                signatures,
                "--signature",
                "void b(byte[] bytes)",
                "--allocate",
                "new",
                "--free",
                "delete",
                module);
        assertThat(cli.err()).isEmpty();
        assertThat(folder.resolve("text/Tools.java"))
                .content()
                .contains("void a(String text);", "void b(byte[] bytes);");
        assertThat(folder.resolve("text/ToolsInstance.java")).content().contains("delete", "heap.release(mark)");
    }

    @Test
    void mistakesEndInAUsageError() throws Exception {
        Path module = module("(module (func (export \"a\") (param i32 i32)))");
        Cli cli = generate("--package", "text", "--signature", "void c(String text)", module);
        assertThat(cli.code()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .contains(module + ": line 1: no function 'c' is exported")
                .doesNotContain("\tat ");
        assertThat(generate("--package", "a-b", module).err()).contains("'a-b' is no name of a package");
        assertThat(generate("--package", "a", "--free", "a", module).err()).contains("--free needs --allocate");
        assertThat(generate(module).code()).isEqualTo(ExitCode.USAGE);
    }
}
