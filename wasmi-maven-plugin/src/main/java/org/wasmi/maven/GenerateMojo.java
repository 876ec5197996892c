package org.wasmi.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.wasmi.generate.Generator;
import org.wasmi.generate.GeneratorOptions;
import org.wasmi.generate.JavaSource;
import org.wasmi.translate.Translator;

/**
 * Generates Java interfaces of modules, as the command {@code wasmi generate} does, and adds them to the sources of the
 * project. {@code src/main/wasm/greeter.wasm} becomes {@code Greeter}, {@code GreeterInstance} and {@code
 * GreeterImports}. Beside the module, {@code greeter.signatures} may have signatures. Modules that have not changed are
 * left alone.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends ModulesMojo {

    /** The package of the sources. */
    @Parameter(property = "wasmi.packageName", required = true)
    @SuppressWarnings("NullAway.Init") // set by Maven
    private String packageName;

    /** Where the sources are written. */
    @Parameter(
            property = "wasmi.generatedDirectory",
            defaultValue = "${project.build.directory}/generated-sources/wasmi")
    @SuppressWarnings("NullAway.Init") // set by Maven
    private File generatedDirectory;

    /** The export of modules that allocates memory; by default {@code cabi_realloc} or {@code malloc}. */
    @Parameter(property = "wasmi.allocate")
    private @Nullable String allocate;

    /** The export of modules that frees memory; by default {@code free} with {@code malloc}. */
    @Parameter(property = "wasmi.free")
    private @Nullable String free;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init") // set by Maven
    private MavenProject project;

    /** Makes the goal, for Maven. */
    public GenerateMojo() {}

    @Override
    void run(List<Path> modules) throws IOException, MojoFailureException {
        removeOthers("generate", modules);
        for (Path module : modules) {
            byte[] bytes = binary(module);
            String file = String.valueOf(module.getFileName());
            Path signatures = module.resolveSibling(ENDING.matcher(file).replaceFirst(".signatures"));
            List<String> lines = Files.isRegularFile(signatures) ? Files.readAllLines(signatures) : List.of();
            byte[] all = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            update(
                    "generate",
                    module,
                    List.of(bytes, all, input(packageName, String.valueOf(allocate), String.valueOf(free))),
                    () -> generate(bytes, file, lines));
        }
        project.addCompileSourceRoot(generatedDirectory.getPath());
    }

    private List<Path> generate(byte[] module, String file, List<String> signatures) throws IOException {
        GeneratorOptions options = GeneratorOptions.of(packageName, file).withSignatures(signatures);
        if (allocate != null) {
            options = options.withAllocation(allocate, Optional.ofNullable(free));
        }
        List<Path> made = new ArrayList<>();
        for (JavaSource each : Generator.generate(Translator.translate(module, translation()), options)) {
            each.writeTo(generatedDirectory.toPath());
            made.add(generatedDirectory.toPath().resolve(each.path()));
        }
        return made;
    }
}
