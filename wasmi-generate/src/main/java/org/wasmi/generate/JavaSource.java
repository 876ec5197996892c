package org.wasmi.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * A source file. It has ASCII characters only, and ends lines by {@code \n}, so that the same module gives the same
 * bytes everywhere.
 *
 * @param path where it belongs, below the folder of all sources, with slashes
 * @param text its text
 */
public record JavaSource(String path, String text) {

    /** Refuses nulls. */
    public JavaSource {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
    }

    /**
     * Writes the file, unless it is there with the same text: a build then sees no change.
     *
     * @param folder the folder of all sources
     * @return whether it was written
     * @throws IOException if it cannot be
     */
    public boolean writeTo(Path folder) throws IOException {
        Path file = folder.resolve(path);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return false;
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent(), "parent"));
        Files.write(file, bytes);
        return true;
    }
}
