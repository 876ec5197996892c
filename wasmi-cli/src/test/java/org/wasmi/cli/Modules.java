package org.wasmi.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The published modules as built, read from the class path of the tests. */
final class Modules {
    /** What a user can depend on; a module added to the reactor belongs here too. */
    static final List<String> PUBLISHED = List.of(
            "org.wasmi.cli",
            "org.wasmi.debug",
            "org.wasmi.emscripten",
            "org.wasmi.encoding",
            "org.wasmi.exec",
            "org.wasmi.generate",
            "org.wasmi.jit",
            "org.wasmi.js",
            "org.wasmi.micrometer",
            "org.wasmi.profile",
            "org.wasmi.testkit",
            "org.wasmi.text",
            "org.wasmi.translate",
            "org.wasmi.wasi");

    private Modules() {}

    /** The published modules by name; fails when one is missing, so that no test passes by looking at nothing. */
    static Map<String, ModuleReference> find() {
        Map<String, ModuleReference> found = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (isOurs(entry)) {
                for (ModuleReference module : ModuleFinder.of(Path.of(entry)).findAll()) {
                    if (!module.descriptor().isAutomatic()) {
                        found.put(module.descriptor().name(), module);
                    }
                }
            }
        }
        if (!List.copyOf(found.keySet()).equals(PUBLISHED)) {
            throw new AssertionError("modules on the class path: " + found.keySet() + ", expected: " + PUBLISHED);
        }
        return found;
    }

    private static boolean isOurs(String entry) {
        return Arrays.stream(entry.split("[/\\\\]")).anyMatch(name -> name.startsWith("wasmi-"));
    }

    /** The names of a module's class files, as {@code org/wasmi/.../Name.class}. */
    static List<String> classFiles(ModuleReference module) {
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            return names.filter(name -> name.endsWith(".class")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of one of a module's class files. */
    static byte[] read(ModuleReference module, String classFile) {
        try (ModuleReader reader = module.open();
                InputStream in = reader.open(classFile).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
