package org.wasmi.maven;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.jit.AheadOfTime;
import org.wasmi.translate.Translator;

/**
 * Compiles modules before they run, as the command {@code wasmi compile} does: {@code src/main/wasm/a/b.wasm} becomes
 * the resource {@code a/b.wasmic}, a stored program, and JVM classes, which the executors compiled and tiered find on
 * the class path. Modules that have not changed are not compiled again.
 */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class CompileMojo extends ModulesMojo {
    private static final String SERVICES = "META-INF/services/";

    /** Where stored programs and classes are written: what becomes the jar of the project. */
    @Parameter(property = "wasmi.outputDirectory", defaultValue = "${project.build.outputDirectory}")
    @SuppressWarnings("NullAway.Init") // set by Maven
    private File outputDirectory;

    /** How the code of stored programs is encoded. */
    @Parameter(property = "wasmi.encoding", defaultValue = Encodings.COMPACT)
    private String encoding = Encodings.COMPACT;

    /** Whether programs obey fuel and deadlines. */
    @Parameter(property = "wasmi.metered", defaultValue = "false")
    private boolean metered;

    /** Whether stored programs are written. */
    @Parameter(property = "wasmi.stored", defaultValue = "true")
    private boolean stored = true;

    /** Whether JVM classes are written. They fit programs that are translated with the same options as here. */
    @Parameter(property = "wasmi.jit", defaultValue = "true")
    private boolean jit = true;

    /** Makes the goal, for Maven. */
    public CompileMojo() {}

    @Override
    void run(List<Path> modules) throws IOException, MojoFailureException {
        removeOthers("compile", modules);
        Map<String, NavigableSet<String>> services = new TreeMap<>();
        for (Path module : modules) {
            byte[] bytes = binary(module);
            Path jar = jar(name(module));
            Map<String, byte[]> before = entries(jar);
            update(
                    "compile",
                    module,
                    List.of(bytes, input(encoding, metered, stored, jit)),
                    () -> compile(module, bytes, jar));
            Map<String, byte[]> now = jit ? entries(jar) : Map.of();
            remove(before, now, services);
            unpack(now, services);
        }
        write(services);
    }

    @Override
    void removing(String module) throws IOException {
        Map<String, NavigableSet<String>> services = new TreeMap<>();
        remove(entries(jar(module)), Map.of(), services);
        write(services);
    }

    /** {@return where the classes of a module are kept, from which they are unpacked} */
    private Path jar(String module) {
        return state().resolve("compile").resolve(module + ".jar");
    }

    private void write(Map<String, NavigableSet<String>> services) throws IOException {
        for (Map.Entry<String, NavigableSet<String>> each : services.entrySet()) {
            Path file = outputDirectory.toPath().resolve(each.getKey());
            if (each.getValue().isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                String lines = each.getValue().stream().map(line -> line + "\n").collect(Collectors.joining());
                write(file, lines.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private List<Path> compile(Path module, byte[] bytes, Path jar) throws IOException {
        List<Path> made = new ArrayList<>();
        Program program = Translator.translate(bytes, translation().withFuel(metered));
        if (stored) {
            Path file = outputDirectory.toPath().resolve(name(module) + ".wasmic");
            write(file, StoredPrograms.write(program, Encodings.named(encoding)));
            made.add(file);
        }
        if (jit) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            AheadOfTime.write(program, String.valueOf(module.getFileName()), out);
            write(jar, out.toByteArray());
            made.add(jar);
        }
        return made;
    }

    /** {@return the classes and services in a jar, which may not be there} */
    private static Map<String, byte[]> entries(Path jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        if (Files.isRegularFile(jar)) {
            try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(Files.readAllBytes(jar)))) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    if (entry.getName().startsWith(SERVICES) || entry.getName().endsWith(".class")) {
                        entries.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return entries;
    }

    /** {@return the lines of a file of services, which may have those of several jars} */
    private NavigableSet<String> lines(String name, Map<String, NavigableSet<String>> services) throws IOException {
        NavigableSet<String> lines = services.get(name);
        if (lines == null) {
            Path file = outputDirectory.toPath().resolve(name);
            lines = new TreeSet<>(Files.isRegularFile(file) ? Files.readAllLines(file) : List.of());
            services.put(name, lines);
        }
        return lines;
    }

    /** Removes what an earlier build has made of a module, and this one has not. */
    private void remove(Map<String, byte[]> before, Map<String, byte[]> now, Map<String, NavigableSet<String>> services)
            throws IOException {
        for (Map.Entry<String, byte[]> each : before.entrySet()) {
            if (each.getKey().startsWith(SERVICES)) {
                text(each.getValue()).lines().forEach(lines(each.getKey(), services)::remove);
            } else if (!now.containsKey(each.getKey())) {
                Files.deleteIfExists(outputDirectory.toPath().resolve(each.getKey()));
            }
        }
    }

    /** Writes classes, and adds services to others. */
    private void unpack(Map<String, byte[]> entries, Map<String, NavigableSet<String>> services) throws IOException {
        for (Map.Entry<String, byte[]> each : entries.entrySet()) {
            if (each.getKey().startsWith(SERVICES)) {
                text(each.getValue()).lines().forEach(lines(each.getKey(), services)::add);
            } else {
                write(outputDirectory.toPath().resolve(each.getKey()), each.getValue());
            }
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Writes a file, unless it is there with the same contents. */
    private static void write(Path file, byte[] bytes) throws IOException {
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "parent"));
            Files.write(file, bytes);
        }
    }
}
