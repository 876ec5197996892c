package org.wasmi.js;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of npm packages that {@code .ci/fetch-packages} has fetched. */
public final class Packages {
    private static final Path FOLDER = Path.of(System.getProperty("wasmi.packages", "../target/packages"));

    private Packages() {}

    /** {@return the bytes of a file} Without it, the test is skipped. */
    public static byte[] bytes(String file) {
        Path path = FOLDER.resolve(file);
        assumeThat(path).as("fetched by .ci/fetch-packages").matches(Files::exists, "exists");
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the text of a file} Without it, the test is skipped. */
    public static String text(String file) {
        return new String(bytes(file), java.nio.charset.StandardCharsets.UTF_8);
    }
}
