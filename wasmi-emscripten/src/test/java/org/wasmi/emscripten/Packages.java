package org.wasmi.emscripten;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** The files of packages that {@code .ci/fetch-packages} has fetched. Tests of those that are missing are skipped. */
final class Packages {
    private static final Path FOLDER = Path.of(System.getProperty("wasmi.packages", "../target/packages"));

    private Packages() {}

    private static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), () -> name + " is missing: .ci/fetch-packages fetches it");
        return file;
    }

    static Program program(String name) throws IOException {
        return program(name, TranslationOptions.DEFAULT);
    }

    static Program program(String name, TranslationOptions options) throws IOException {
        return Translator.translate(Files.readAllBytes(file(name)), options);
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(file(name));
    }

    static String text(String name) throws IOException {
        return Files.readString(file(name));
    }
}
