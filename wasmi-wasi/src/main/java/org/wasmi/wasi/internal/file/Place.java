package org.wasmi.wasi.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a guest's path leads: a name in a directory, under which there may or may not be something. It is a symbolic
 * link only if that was not to be followed. Good until closed.
 *
 * @param base the directory from which the path starts, in use until this is closed
 * @param opened the directories opened on the way, the last of them that of the name
 * @param name the name; {@link HostDirectory#SELF} if the path led to a directory rather than to an entry of one
 * @param status what is there
 * @param mustBeDirectory whether the path ended in a slash
 */
record Place(
        HostDirectory base,
        List<HostDirectory> opened,
        String name,
        Optional<FileStatus> status,
        boolean mustBeDirectory)
        implements Closeable {

    HostDirectory directory() {
        return opened.isEmpty() ? base : opened.get(opened.size() - 1);
    }

    Path path() {
        return directory().path(name);
    }

    boolean self() {
        return name.equals(HostDirectory.SELF);
    }

    /** {@return what is there, or fails if there is nothing, or no directory where the path demands one} */
    FileStatus existing() throws NoSuchFileException, NotDirectoryException {
        FileStatus found = status.orElseThrow(() -> new NoSuchFileException(path().toString()));
        if (mustBeDirectory && !found.isDirectory()) {
            throw new NotDirectoryException(path().toString());
        }
        return found;
    }

    boolean isDirectory() {
        return status.isPresent() && status.get().isDirectory();
    }

    @Override
    public void close() throws IOException {
        base.leave();
        for (HostDirectory each : opened) {
            each.close();
        }
    }
}
