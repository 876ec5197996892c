package org.wasmi.wasi.internal.file;

import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a guest's path leads: a place in a sandbox at which there may or may not be something. Only the last component
 * may be a symbolic link, and only when links were not to be followed.
 *
 * @param sandbox what it lies in
 * @param names the components from the sandbox's root
 * @param status what is there
 * @param mustBeDirectory whether the path ended in a slash
 * @param self whether the path led to the directory that it started from or one above, rather than to an entry
 */
record Place(Sandbox sandbox, List<String> names, Optional<FileStatus> status, boolean mustBeDirectory, boolean self) {

    Path path() {
        return sandbox.path(names);
    }

    /** {@return the path from the sandbox's root} */
    Path relative() {
        return sandbox.root().relativize(path());
    }

    /** {@return what is there, or fails if there is nothing, or no directory where the path demands one} */
    FileStatus existing() throws NoSuchFileException, NotDirectoryException {
        FileStatus found = status.orElseThrow(() -> new NoSuchFileException(path().toString()));
        if (mustBeDirectory && !found.isDirectory()) {
            throw new NotDirectoryException(path().toString());
        }
        return found;
    }

    boolean isSymbolicLink() {
        return status.isPresent() && status.get().isSymbolicLink();
    }

    boolean isDirectory() {
        return status.isPresent() && status.get().isDirectory();
    }
}
