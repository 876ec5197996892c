package org.wasmi.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.text.TextException;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;

/** What both goals have: the modules of a folder, and what is known of them from earlier builds. */
abstract class ModulesMojo extends AbstractMojo {
    /** How the names of modules end. */
    static final Pattern ENDING = Pattern.compile("\\.(wasm|wat)$");

    /**
     * The folder of modules: all files in it, and in folders below, whose names end in {@code .wasm}, or in {@code
     * .wat} for the text format.
     */
    @Parameter(property = "wasmi.sourceDirectory", defaultValue = "${project.basedir}/src/main/wasm")
    @SuppressWarnings("NullAway.Init") // set by Maven
    private File sourceDirectory;

    /** Where hashes of what was built are kept. */
    @Parameter(defaultValue = "${project.build.directory}/wasmi", readonly = true)
    @SuppressWarnings("NullAway.Init") // set by Maven
    private File stateDirectory;

    /** The version of this plugin: another one may build other files. */
    @Parameter(defaultValue = "${plugin.version}", readonly = true)
    @SuppressWarnings("NullAway.Init") // set by Maven
    private String version;

    /** Whether the goal does nothing. */
    @Parameter(property = "wasmi.skip", defaultValue = "false")
    private boolean skip;

    /** Whether the features of WebAssembly that are off by default are enabled too. */
    @Parameter(property = "wasmi.allFeatures", defaultValue = "false")
    private boolean allFeatures;

    /** Builds all modules. */
    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("wasmi is skipped");
            return;
        }
        try {
            run(modules());
        } catch (IOException e) {
            throw new MojoExecutionException("cannot read or write: " + e, e);
        }
    }

    /** Does what the goal is for. */
    abstract void run(List<Path> modules) throws IOException, MojoFailureException;

    private List<Path> modules() throws IOException {
        if (!sourceDirectory.isDirectory()) {
            getLog().info("no modules: there is no " + sourceDirectory);
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sourceDirectory.toPath())) {
            return files.filter(file -> ENDING.matcher(file.toString()).find())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** {@return the name of a module, with folders and slashes, without its ending} */
    final String name(Path module) {
        String path = sourceDirectory.toPath().relativize(module).toString().replace('\\', '/');
        return ENDING.matcher(path).replaceFirst("");
    }

    /**
     * {@return a module in the binary format}
     *
     * @throws MojoFailureException if it is text with errors
     */
    static byte[] binary(Path module) throws IOException, MojoFailureException {
        byte[] bytes = Files.readAllBytes(module);
        try {
            return module.toString().endsWith(".wat") ? Wat.parse(bytes) : bytes;
        } catch (TextException e) {
            throw new MojoFailureException(
                    e.errors().stream().map(each -> module + ":" + each).collect(Collectors.joining("\n")), e);
        }
    }

    final Path state() {
        return stateDirectory.toPath();
    }

    final TranslationOptions translation() {
        return allFeatures ? TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL) : TranslationOptions.DEFAULT;
    }

    /** {@return text as input of a stamp, with what holds for all modules} */
    final byte[] input(Object... options) {
        return (version + "\n" + allFeatures + "\n" + List.of(options)).getBytes(StandardCharsets.UTF_8);
    }

    /** Removes what earlier builds have made of modules that are no longer there. */
    final void removeOthers(String goal, List<Path> modules) throws IOException {
        Stamps stamps = new Stamps(state().resolve(goal));
        SortedSet<String> others = stamps.names();
        modules.forEach(module -> others.remove(name(module)));
        for (String each : others) {
            removing(each);
            stamps.undo(each);
            getLog().info("removed " + each);
        }
    }

    /** Removes what stamps do not know. */
    void removing(String module) throws IOException {}

    /** Runs the work for one module, of which errors name the file. */
    final void update(String goal, Path module, List<byte[]> input, Stamps.Work work)
            throws IOException, MojoFailureException {
        try {
            boolean changed = new Stamps(state().resolve(goal)).update(name(module), input, work);
            getLog().info((changed ? goal + " " : "unchanged: ") + name(module));
        } catch (WasmException | IllegalArgumentException e) {
            throw new MojoFailureException(module + ": " + e.getMessage(), e);
        }
    }
}
