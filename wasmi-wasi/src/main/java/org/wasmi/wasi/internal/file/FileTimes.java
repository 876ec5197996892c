package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Times to give to a file.
 *
 * @param accessed the new time of access; empty to leave it
 * @param modified the new time of modification; empty to leave it
 */
public record FileTimes(Optional<FileTime> accessed, Optional<FileTime> modified) {

    void applyTo(Path path, LinkOption... options) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, options)
                .setTimes(modified.orElse(null), accessed.orElse(null), null);
    }
}
