package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in the comments of exported packages, which must compile and print what they say. */
class PackageInfoTest {

    /** The packages where users begin; others may do without an example. */
    private static final List<String> ENTRY_POINTS = List.of(
            "org.wasmi.encoding", "org.wasmi.exec", "org.wasmi.testkit", "org.wasmi.translate", "org.wasmi.wasi");

    /** In a program, what its argument stands for. */
    private static final Pattern ARGUMENT = Pattern.compile("args\\[0].* // (examples/\\S+)");

    private record Example(String packageName, JavaProgram program) {
        @Override
        public String toString() {
            return packageName + ": " + program;
        }
    }

    static Stream<Example> examples() {
        return Modules.find().values().stream().flatMap(module -> examples(module.descriptor()));
    }

    private static Stream<Example> examples(ModuleDescriptor module) {
        String sources = module.name().replace("org.wasmi.", "wasmi-") + "/src/main/java/";
        return module.exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .flatMap(name -> examples(name, Cli.root(sources + name.replace('.', '/') + "/package-info.java")));
    }

    private static Stream<Example> examples(String packageName, Path packageInfo) {
        try {
            return JavaProgram.ofJavadoc(Files.readString(packageInfo)).stream()
                    .map(program -> new Example(packageName, program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExamplePrintsWhatItsPackageSays(Example example, @TempDir Path folder) throws Exception {
        JavaProgram program = example.program();
        if (program.hasMain()) {
            assertThat(program.output()).as("%s", example).isNotEmpty();
            assertThat(program.run(folder, arguments(program)))
                    .as("%s", example)
                    .isEqualTo(program.output());
        } else { // a test class
            assertThat(program.output()).as("%s", example).isEmpty();
            program.compile(folder);
        }
    }

    private static Object[] arguments(JavaProgram program) {
        return ARGUMENT.matcher(program.source())
                .results()
                .map(each -> Cli.root(each.group(1)))
                .toArray();
    }

    @Test
    void whereUsersBeginThereIsAnExample() {
        assertThat(examples().map(Example::packageName)).containsAll(ENTRY_POINTS);
    }
}
