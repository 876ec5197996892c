package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/toolchains.md} says must be so. */
class ToolchainsTest {
    private static final Pattern FILE = Pattern.compile("\"([@\\w./-]+\\.(?:wasm|js|mjs|cjs))\"");

    static List<JavaProgram> programs() throws IOException {
        return JavaProgram.of(Files.readString(Cli.root("docs/toolchains.md")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramPrintsWhatTheDocumentSays(JavaProgram program, @TempDir Path folder) throws Exception {
        assertThat(program.output()).isNotEmpty();
        for (MatchResult file : FILE.matcher(program.source()).results().toList()) {
            Packages.file(file.group(1));
        }
        assertThat(program.run(folder, Packages.FOLDER)).isEqualTo(program.output());
    }
}
