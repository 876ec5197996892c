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
import org.wasmi.encoding.Encoding;

/** What {@code docs/encodings.md} and {@code docs/testkit.md} say must be so. */
class TestkitDocumentsTest {

    private static List<JavaProgram> programs(String document) throws IOException {
        return JavaProgram.of(Files.readString(Cli.root(document)));
    }

    @Test
    void theEncodingOfTheDocumentFulfilsTheContract(@TempDir Path folder) throws Exception {
        List<JavaProgram> programs = programs("docs/encodings.md");
        assertThat(programs).hasSize(2);
        programs.get(0).compile(folder);
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(Encoding.class.getName()), programs.get(0).name());
        assertThat(programs.get(1).runTests(folder)).containsPattern("(?m)^(\\d{2}) of \\1 tests succeeded$");
    }

    static List<JavaProgram> programsOfTheTestkit() throws IOException {
        return programs("docs/testkit.md");
    }

    @ParameterizedTest
    @MethodSource
    void programsOfTheTestkit(JavaProgram program, @TempDir Path folder) throws Exception {
        if (program.hasMain()) {
            assertThat(program.output()).isNotEmpty();
            assertThat(program.run(folder)).isEqualTo(program.output());
        } else {
            assertThat(program.runTests(folder)).contains("1 of 1 tests succeeded\n");
        }
    }

    @Test
    void jqwikMakesASampleThatFailsSmall(@TempDir Path folder) throws Exception {
        JavaProgram property = JavaProgram.of("""
                import net.jqwik.api.*;
                import org.wasmi.testkit.arbitraries.*;
                import org.wasmi.translate.*;

                class GrowthProperties {
                    @Property(shrinking = ShrinkingMode.FULL, edgeCases = EdgeCasesMode.NONE)
                    boolean nothingGrows(@ForAll("modules") WasmModule module) {
                        byte[] wasm = module.wasm();
                        return Translator.layout(wasm).bodies().stream()
                                .flatMap(body -> WasmOperator.list(wasm, body).stream())
                                .noneMatch(operator -> operator.text().startsWith("memory.grow"));
                    }

                    @Provide
                    Arbitrary<WasmModule> modules() {
                        return WasmModules.valid();
                    }
                }
                """, "");
        assertThat(property.runTests(folder))
                .containsPattern("Shrunk Sample .*\n-+\n +arg0:\\s+\\(module\\s+"
                        + "\\(memory( i64)? 0( \\d+)?( \\(pagesize 0x1\\))?\\)\\s+\\(func \\$0 \\(\\) -> \\(\\)\\s+"
                        + "\\(drop \\(memory.grow 0 \\(i(32|64).const 0\\)\\)\\)\\)\\s*\\)\n")
                .contains("0 of 1 tests succeeded\n");
    }
}
