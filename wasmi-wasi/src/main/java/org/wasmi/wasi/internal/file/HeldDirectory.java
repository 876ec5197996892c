package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/**
 * A directory held by an open descriptor. Its path leads through {@link OpenChannels the process's table of
 * descriptors}, so it stays right when the directory is moved or removed, or something else takes its name: other
 * threads and processes can change what is in the directory, but not which directory it is. May be closed by another
 * thread.
 */
final class HeldDirectory extends HostDirectory {
    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private final FileChannel channel;
    private final int number;
    private int uses;
    private boolean closed;

    private HeldDirectory(FileChannel channel, int number) {
        super(OpenChannels.path(number));
        this.channel = channel;
        this.number = number;
    }

    /** {@return the directory; empty where the host does not show descriptors as paths} */
    static Optional<HeldDirectory> tryOpen(Path directory) throws IOException {
        return OpenChannels.AVAILABLE && directory.getFileSystem() == FileSystems.getDefault()
                ? tryHold(FileChannel.open(directory, READ))
                : Optional.empty();
    }

    private static Optional<HeldDirectory> tryHold(FileChannel channel) throws IOException {
        OptionalInt number = OptionalInt.empty();
        try {
            number = OpenChannels.find(channel);
        } finally {
            if (number.isEmpty()) {
                channel.close();
            }
        }
        return number.isPresent() ? Optional.of(new HeldDirectory(channel, number.getAsInt())) : Optional.empty();
    }

    @Override
    HostDirectory open(String name) throws IOException {
        Path entry = path(name);
        return tryHold(FileChannel.open(entry, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))
                .orElseThrow(() -> new NotDirectoryException(entry.toString()));
    }

    @Override
    HostFile file(String name, FileChannel opened, Optional<FileStatus> seen) {
        return new HeldFile(opened, seen);
    }

    /** By a descriptor where there can be one: a path could meanwhile lead elsewhere. */
    @Override
    void setTimes(String name, FileStatus seen, FileTimes times) throws IOException {
        switch (seen.type()) {
            case DIRECTORY -> {
                try (HostDirectory directory = open(name)) {
                    times.applyTo(directory.path());
                }
            }
            case REGULAR_FILE -> {
                try (HostFile file = openFile(name, READ, Optional.of(seen))) {
                    file.setTimes(times);
                }
            }
            case SYMBOLIC_LINK -> times.applyTo(path(name), LinkOption.NOFOLLOW_LINKS);
            default -> throw new ErrnoException(Errno.NOTSUP);
        }
    }

    @Override
    void requireLinkable(FileStatus seen) {}

    @Override
    synchronized void enter() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        uses++;
    }

    @Override
    synchronized void leave() throws IOException {
        uses--;
        release();
    }

    /** Leaves it to the last use to close: the number of the descriptor, once free, is soon another's. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        release();
    }

    private void release() throws IOException {
        if (closed && uses == 0 && channel.isOpen()) {
            channel.close();
            OpenChannels.closed(number);
        }
    }

    /** A file held by an open descriptor. */
    private static final class HeldFile extends HostFile {
        /** What was found before opening: all that is known of what is no regular file. */
        private final Optional<FileStatus> irregular;

        private OptionalInt number = OptionalInt.empty();

        HeldFile(FileChannel channel, Optional<FileStatus> seen) {
            super(channel);
            this.irregular = seen.filter(status -> !status.isRegularFile());
        }

        /** {@return the path, good as long as the file is not closed} */
        private Path path() throws IOException {
            if (!channel().isOpen()) {
                throw new ClosedChannelException();
            }
            if (number.isEmpty()) {
                number = OpenChannels.find(channel());
            }
            return OpenChannels.path(number.orElseThrow(() -> new ErrnoException(Errno.NOTSUP)));
        }

        @Override
        synchronized FileStatus status() throws IOException {
            return irregular.isPresent() ? irregular.get() : FileStatus.of(path());
        }

        @Override
        synchronized void setTimes(FileTimes times) throws IOException {
            if (irregular.isPresent()) {
                throw new ErrnoException(Errno.NOTSUP);
            }
            times.applyTo(path());
        }

        @Override
        public synchronized void close() throws IOException {
            super.close();
            number.ifPresent(OpenChannels::closed);
        }
    }
}
