package org.wasmi.testkit.spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A script that is not yet read.
 *
 * @param name its name, such as {@code core/address}: its path within the suite, or relative to the searched path
 * @param group the feature that it tests, such as {@code base} or {@code simd}, if the suite declares it
 * @param file the file: JSON, or text whose name ends in {@code .wast}
 */
public record SpecScript(String name, Optional<String> group, Path file) {
    /** How the names of scripts as text end. */
    static final String TEXT = ".wast";

    /**
     * {@return the commands, in order}
     *
     * @throws IOException if the file cannot be read or is not a script
     */
    public List<SpecCommand> commands() throws IOException {
        return file.toString().endsWith(TEXT) ? TextScriptReader.read(file) : ScriptReader.read(file);
    }
}
