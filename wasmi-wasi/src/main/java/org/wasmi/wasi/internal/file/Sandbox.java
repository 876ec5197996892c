package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/**
 * A directory of the host that a guest was given. Everything in it is named by the components that lead to it from the
 * root, none of them a symbolic link.
 *
 * @param root the directory, as an absolute path without symbolic links
 * @param readOnly whether the guest must not change anything in it
 */
record Sandbox(Path root, boolean readOnly) {

    static Sandbox of(Path directory, boolean readOnly) throws IOException {
        return new Sandbox(directory.toRealPath(), readOnly);
    }

    Path path(List<String> names) {
        Path path = root;
        for (String name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    void requireWritable() {
        if (readOnly) {
            throw new ErrnoException(Errno.PERM);
        }
    }
}
