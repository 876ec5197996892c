package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/**
 * A directory known by its path, which is checked whenever it is used. One lock for all guests of this JVM keeps each
 * of them from changing what another has checked and not yet used; it does not keep other processes from that.
 */
final class NamedDirectory extends HostDirectory {
    private static final ReentrantLock USE = new ReentrantLock();

    private NamedDirectory(Path real) {
        super(real);
    }

    /** {@return the directory that a path of the host's leads to} */
    static NamedDirectory of(Path directory) throws IOException {
        return new NamedDirectory(directory.toRealPath());
    }

    /** Takes the real path of the entry: hosts have more kinds of links than Java calls symbolic. */
    @Override
    HostDirectory open(String name) throws IOException {
        if (name.equals(SELF)) {
            return new NamedDirectory(path());
        }
        Path real = path(name).toRealPath();
        if (!path().equals(real.getParent()) || !Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(real.toString());
        }
        return new NamedDirectory(real);
    }

    @Override
    HostFile file(String name, FileChannel channel, Optional<FileStatus> seen) throws IOException {
        Path real = path(name);
        return new NamedFile(channel, real, seen.isPresent() ? seen.get() : FileStatus.ofEntry(real));
    }

    @Override
    void setTimes(String name, FileStatus seen, FileTimes times) throws IOException {
        times.applyTo(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Refuses symbolic links: macOS would make a second name for the file that such a link leads to. */
    @Override
    void requireLinkable(FileStatus seen) {
        if (seen.isSymbolicLink()) {
            throw new ErrnoException(Errno.NOTSUP);
        }
    }

    /** Fails if there is something else now where the directory was. */
    @Override
    void enter() throws IOException {
        USE.lock();
        boolean there = false;
        try {
            there = path().equals(path().toRealPath());
        } finally {
            if (!there) {
                USE.unlock();
            }
        }
        if (!there) {
            throw new NoSuchFileException(path().toString());
        }
    }

    @Override
    void leave() {
        USE.unlock();
    }

    /** Has nothing to do: nothing of the host is held open. */
    @Override
    public void close() {}

    /** A file of which the path is known. What is there now counts only while it is still this file. */
    private final class NamedFile extends HostFile {
        private final Path real;
        private final FileStatus opened;

        NamedFile(FileChannel channel, Path real, FileStatus opened) {
            super(channel);
            this.real = real;
            this.opened = opened;
        }

        @Override
        FileStatus status() throws IOException {
            FileStatus now;
            try {
                enter();
                try {
                    now = FileStatus.ofEntry(real);
                } finally {
                    leave();
                }
            } catch (NoSuchFileException e) {
                now = opened.withoutLinks();
            }
            return (now.sameFile(opened) ? now : opened).withSize(channel().size());
        }

        @Override
        void setTimes(FileTimes times) throws IOException {
            enter();
            try {
                if (!FileStatus.ofEntry(real).sameFile(opened)) {
                    throw new NoSuchFileException(real.toString());
                }
                times.applyTo(real, LinkOption.NOFOLLOW_LINKS);
            } finally {
                leave();
            }
        }
    }
}
