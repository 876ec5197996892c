package org.wasmi.wasi.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of the host, held so that a name in it means an entry of this very directory, whatever others do
 * meanwhile to the paths that lead here. On Linux that is an open descriptor, see {@link HeldDirectory}; elsewhere it
 * is a path and a lock, see {@link NamedDirectory}.
 *
 * <p>Everything in the sandbox is reached by one name in such a directory, and no symbolic link is left to the host to
 * follow.
 */
abstract sealed class HostDirectory implements Closeable permits HeldDirectory, NamedDirectory {

    /** The name of a directory within itself. */
    static final String SELF = ".";

    private final Path path;

    HostDirectory(Path path) {
        this.path = path;
    }

    /**
     * Opens a directory of the host's, following symbolic links.
     *
     * @throws NoSuchFileException if there is none
     * @throws NotDirectoryException if it is something else
     */
    static HostDirectory of(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw Files.exists(directory)
                    ? new NotDirectoryException(directory.toString())
                    : new NoSuchFileException(directory.toString());
        }
        Optional<HeldDirectory> held = HeldDirectory.tryOpen(directory);
        return held.isPresent() ? held.get() : NamedDirectory.of(directory);
    }

    /** {@return where the host finds this directory} */
    final Path path() {
        return path;
    }

    /** {@return where the host finds an entry} */
    final Path path(String name) {
        return path.resolve(name);
    }

    /**
     * Opens a directory in this one.
     *
     * @param name its name, or {@link #SELF}; a symbolic link is not followed
     */
    abstract HostDirectory open(String name) throws IOException;

    /**
     * Opens a file in this directory.
     *
     * @param name its name; a symbolic link is not followed
     * @param seen what was found there, if something was
     */
    final HostFile openFile(String name, Set<? extends OpenOption> options, Optional<FileStatus> seen)
            throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(path(name), all);
        try {
            return file(name, channel, seen);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    abstract HostFile file(String name, FileChannel channel, Optional<FileStatus> seen) throws IOException;

    /**
     * Sets the times of an entry, of the link itself where it is a symbolic link.
     *
     * @param seen what was found there
     */
    abstract void setTimes(String name, FileStatus seen, FileTimes times) throws IOException;

    /** Fails unless the host makes a second name for just this kind of entry. */
    abstract void requireLinkable(FileStatus seen);

    /** Begins to use the directory; calls may nest, and each has its {@link #leave}. */
    abstract void enter() throws IOException;

    /** Ends what {@link #enter} has begun. */
    abstract void leave() throws IOException;
}
