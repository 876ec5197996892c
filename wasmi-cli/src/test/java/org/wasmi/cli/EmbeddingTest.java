package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/embedding.md} says must be so. */
class EmbeddingTest {

    static List<JavaProgram> programs() throws IOException {
        return JavaProgram.of(Files.readString(Cli.root("docs/embedding.md")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramPrintsWhatTheDocumentSays(JavaProgram program, @TempDir Path folder) throws Exception {
        assertThat(program.output()).isNotEmpty();
        assertThat(program.run(folder, Cli.root("examples/fib.wasm"))).isEqualTo(program.output());
    }

    /** As in a program of one file: the interface is not public, and in the package without a name. */
    @Test
    void interfacesOfAProgramOfOneFileAreBound(@TempDir Path folder) throws Exception {
        JavaProgram program = JavaProgram.of("""
                import java.lang.invoke.MethodHandles;
                import java.nio.file.*;
                import org.wasmi.exec.*;
                import org.wasmi.translate.Translator;

                public class OneFile {
                    interface Fib {
                        long of(int n);
                    }

                    public static void main(String[] args) throws Exception {
                        try (Store store = Engine.create().newStore()) {
                            Instance fib = new Linker()
                                    .function("host", "fib", HostFunction.of(Fib.class, n -> n, MethodHandles.lookup()))
                                    .instantiate(store, Translator.translate(Files.readAllBytes(Path.of(args[0]))));
                            System.out.print(fib.function("fib").as(Fib.class, MethodHandles.lookup()).of(20));
                        }
                    }
                }
                """, "");
        assertThat(program.run(folder, Cli.root("examples/fib.wasm"))).isEqualTo("6765");
    }

    @Test
    void aThousandGuestsShareTwoThreadsFairly(@TempDir Path folder) throws Exception {
        JavaProgram program = JavaProgram.of(Files.readString(Cli.root("examples/TimeSlicing.java")), "");
        assertThat(program.run(folder, Cli.root("examples/fib.wasm")))
                .matches("1000 guests came to I64\\[value=987], each in 7 turns\n");
    }
}
