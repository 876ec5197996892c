package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.stored.StoredPrograms;

/** What {@code docs/users.md} says must be so. */
class UsersTest {
    /** A block whose first line is a comment with the name of a file. */
    private static final Pattern FILE =
            Pattern.compile("```(?:wat|properties)\n(?:;;|#) (\\S+)\n.*?```", Pattern.DOTALL);

    private static final Pattern COMMAND = Pattern.compile("```sh\nwasmi (.*?)\n```", Pattern.DOTALL);

    /** The arguments in the tasks of Gradle. */
    private static final Pattern TASK = Pattern.compile("    args\\((.*)\\)\n");

    /** Names of files and folders in commands. */
    private static final Pattern PATH = Pattern.compile("src|greeter\\.\\w+");

    private String document = "";
    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles(@TempDir Path empty) throws IOException {
        folder = empty;
        document = Files.readString(Cli.root("docs/users.md"));
        for (MatchResult each : FILE.matcher(document).results().toList()) {
            String block = each.group();
            String text = block.substring(block.indexOf('\n') + 1, block.lastIndexOf("```"));
            Files.writeString(folder.resolve(each.group(1)), text);
        }
    }

    /** Runs a command in the folder. Sources are generated into the folder itself, where the compiler looks. */
    private void run(List<String> command) {
        Cli cli = Cli.run(command.stream()
                .map(word -> word.equals("src")
                        ? folder
                        : PATH.matcher(word).matches() ? folder.resolve(word) : (Object) word)
                .toArray());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.code()).isZero();
    }

    private void runProgram() throws Exception {
        List<JavaProgram> programs = JavaProgram.of(document);
        assertThat(programs).hasSize(1);
        for (JavaProgram each : programs) {
            assertThat(each.output()).isNotEmpty();
            assertThat(each.run(folder, folder.resolve("greeter.wat"))).isEqualTo(each.output());
        }
    }

    @Test
    void commandsAndProgramsRun() throws Exception {
        List<MatchResult> commands = COMMAND.matcher(document).results().toList();
        assertThat(commands).hasSize(1);
        commands.forEach(each -> run(List.of(each.group(1).split(" "))));
        runProgram();
    }

    /** Gradle itself is not here; its tasks run the same main method with the same arguments. */
    @Test
    void theTasksOfGradleRunTheSameEntryPoint() throws Exception {
        assertThat(document).contains("mainClass = \"" + Main.class.getName() + "\"");
        List<MatchResult> tasks = TASK.matcher(document).results().toList();
        assertThat(tasks).hasSize(2);
        for (MatchResult each : tasks) {
            run(Arrays.stream(each.group(1).split(", "))
                    .map(word -> word.substring(1, word.length() - 1))
                    .toList());
        }
        runProgram();
        assertThat(StoredPrograms.isStored(Files.readAllBytes(folder.resolve("greeter.wasmic"))))
                .isTrue();
    }
}
