package org.wasmi.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Test data that is not part of this repository: its folder may lie beside it. */
public final class SharedData {

    private SharedData() {}

    /**
     * {@return a folder of test data; where there is none, the test is skipped}
     *
     * @param property the system property that names the folder
     * @param sibling where it is otherwise, seen from the folder that holds the repository
     */
    public static Path folder(String property, String sibling) {
        String named = System.getProperty(property);
        if (named != null) {
            return Path.of(named);
        }
        Path folder = repository().resolveSibling(sibling);
        return Files.isDirectory(folder)
                ? folder
                : abort("no " + folder + "; name a folder with -D" + property + "=DIR to run this test");
    }

    /** {@return the folder that holds this repository's files} */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("the tests do not run within the repository");
            }
        }
        return folder;
    }
}
