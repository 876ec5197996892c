package org.wasmi.cli;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.text.Wat;

/** The recipes of {@code docs/toolchains.md}, with the compilers that are installed. */
class RecipesTest {
    private static final Path BUILT = Path.of("src", "test", "resources", "recipes");

    private static final Pattern RECIPE = Pattern.compile(
            "```\\w+\n// (\\S+)\n(.*?)```\n\n```sh\n(.*?)\nwasmi (.*?)\n```\n\n```text\n(.*?)```", Pattern.DOTALL);

    /**
     * A recipe.
     *
     * @param file the name of its source
     * @param source the source
     * @param build the command that compiles it
     * @param run the arguments of the command line that runs the module
     * @param output what that prints
     */
    record Recipe(String file, String source, String build, String run, String output) {
        static Recipe of(MatchResult match) {
            return new Recipe(match.group(1), match.group(2), match.group(3), match.group(4), match.group(5));
        }

        String name() {
            return file.substring(0, file.lastIndexOf('.'));
        }

        Path built() {
            return BUILT.resolve(name() + ".wat");
        }

        void runIn(Path folder) {
            Cli cli = Cli.run(Arrays.stream(run.split(" "))
                    .map(word -> word.endsWith(".wasm") ? folder.resolve(word) : (Object) word)
                    .toArray());
            assertThat(cli.err()).isEmpty();
            assertThat(cli.code()).isZero();
            assertThat(cli.out()).isEqualTo(output);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Recipe> recipes() throws IOException {
        return RECIPE.matcher(Files.readString(Cli.root("docs/toolchains.md")))
                .results()
                .map(Recipe::of)
                .toList();
    }

    static Stream<Recipe> builtRecipes() throws IOException {
        return recipes().stream().filter(each -> Files.exists(each.built()));
    }

    @Test
    void eachModuleThatWasBuiltBelongsToARecipe() throws IOException {
        Set<Path> ofRecipes = builtRecipes().map(Recipe::built).collect(toSet());
        try (Stream<Path> files = Files.list(BUILT)) {
            assertThat(files.collect(toSet())).isEqualTo(ofRecipes).hasSize(5);
        }
    }

    @ParameterizedTest
    @MethodSource("builtRecipes")
    void aModuleThatWasBuiltPrintsWhatTheDocumentSays(Recipe recipe, @TempDir Path folder) throws IOException {
        byte[] module = Wat.parse(Files.readString(recipe.built()));
        Files.write(folder.resolve(recipe.name() + ".wasm"), module);
        recipe.runIn(folder);
    }

    /** The compilers, or their libraries for WebAssembly, are not everywhere. */
    @ParameterizedTest
    @MethodSource("recipes")
    void theCommandsDoWhatTheDocumentSays(Recipe recipe, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve(recipe.file()), recipe.source());
        Path messages = folder.resolve("messages.txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", recipe.build().replace("kotlinc-js", kotlin(folder)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile());
        builder.environment().put("GOCACHE", folder.resolve("cache").toString());
        Process compiler = builder.start();
        assertThat(compiler.waitFor(10, TimeUnit.MINUTES)).isTrue();
        boolean fetched = recipe.build().startsWith("kotlinc-js");
        assumeTrue(fetched || compiler.exitValue() == 0, () -> "not built: " + read(messages));
        assertThat(compiler.exitValue()).as(read(messages)).isZero();
        recipe.runIn(folder);
    }

    /** Copies Kotlin's library into a folder, and returns the command that runs the compiler that the build fetched. */
    private static String kotlin(Path folder) throws IOException {
        Path fetched = Path.of(System.getProperty("wasmi.kotlin"));
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(fetched, "*.klib")) {
            for (Path each : libraries) {
                Files.copy(each, folder.resolve("kotlin-stdlib-wasm-wasi.klib"));
            }
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "'" + java + "' -cp '" + fetched + "/*' org.jetbrains.kotlin.cli.js.K2JSCompiler";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
