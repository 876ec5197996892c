package org.wasmi.wasi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;
import org.wasmi.wasi.internal.file.Descriptor;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.DirectoryEntry;
import org.wasmi.wasi.internal.file.FileStatus;
import org.wasmi.wasi.internal.file.FileTimes;
import org.wasmi.wasi.internal.file.HostErrors;
import org.wasmi.wasi.internal.file.ParentDirectory;

/**
 * The guest's files for host functions that serve another interface than WASI's, such as the {@code fs} of JavaScript.
 * Descriptors are those of the {@link Wasi}: 0, 1 and 2 are the streams. Paths are absolute or relative to a working
 * directory, which is {@code /} at first; they lead into the directories that the guest was given, and nowhere else. The
 * directories above those can be listed, and have nothing else in them.
 * Confined to one thread at a time, as the guest is.
 *
 * <p>All methods throw {@link GuestFileException} if the guest is to blame, or the file system fails.
 */
public final class GuestFiles {
    private final Descriptors descriptors;
    private final WorkingDirectory workingDirectory;
    private final Runnable checkpoint;

    GuestFiles(Descriptors descriptors, List<Integer> preopened, Runnable checkpoint) {
        this.descriptors = descriptors;
        this.workingDirectory = new WorkingDirectory(descriptors, preopened);
        this.checkpoint = checkpoint;
    }

    /**
     * What is known of a file.
     *
     * @param mode its type and permissions, as in {@code st_mode} of POSIX; permissions do not come from the host
     * @param size its size in bytes
     * @param device the number of the device that holds it, 0 where the host does not tell
     * @param inode its number on the device
     * @param links how many hard links there are to it
     * @param accessed when it was last read
     * @param modified when its contents last changed
     * @param changed when its contents or its metadata last changed
     */
    public record Status(
            int mode,
            long size,
            long device,
            long inode,
            long links,
            FileTime accessed,
            FileTime modified,
            FileTime changed) {

        private static final int TYPE = 0170_000;
        private static final int DIRECTORY = 0040_000;

        /** {@return whether it is a directory} */
        public boolean isDirectory() {
            return (mode & TYPE) == DIRECTORY;
        }
    }

    /** {@return type and permissions; all files may be read and written, as far as the directory's grant allows} */
    static int mode(Filetype type) {
        return switch (type) {
            case REGULAR_FILE -> 0100_644;
            case DIRECTORY -> 0040_755;
            case SYMBOLIC_LINK -> 0120_777;
            case CHARACTER_DEVICE -> 0020_666;
            case BLOCK_DEVICE -> 0060_666;
            case SOCKET_DGRAM, SOCKET_STREAM -> 0140_666;
            case UNKNOWN -> 0010_666;
        };
    }

    private interface Body<T> {
        T run() throws IOException;
    }

    private static <T> T serve(Body<T> body) throws GuestFileException {
        try {
            return body.run();
        } catch (ErrnoException e) {
            throw new GuestFileException(code(e.errno()), e);
        } catch (IOException e) {
            throw new GuestFileException(code(HostErrors.errno(e)), e);
        }
    }

    /** {@return the name of an error in POSIX, which knows no capabilities} */
    private static String code(Errno errno) {
        return errno == Errno.NOTCAPABLE ? "EPERM" : "E" + errno;
    }

    private WorkingDirectory.At at(String path, boolean follow) {
        checkpoint.run();
        if (path.length() > WorkingDirectory.MAX_PATH) {
            throw new ErrnoException(Errno.NAMETOOLONG);
        }
        return workingDirectory.at(path, follow, checkpoint);
    }

    /** {@return the working directory, as an absolute path} */
    public String workingDirectory() {
        return workingDirectory.path();
    }

    /** Changes the working directory. */
    public void changeDirectory(String path) throws GuestFileException {
        serve(() -> {
            workingDirectory.change(path, checkpoint);
            return path;
        });
    }

    /**
     * Opens a file, or a directory for reading.
     *
     * @param options how: of {@code READ}, {@code WRITE}, {@code APPEND}, {@code CREATE}, {@code CREATE_NEW}, {@code
     *     TRUNCATE_EXISTING}
     * @return the descriptor
     */
    public int open(String path, Set<StandardOpenOption> options) throws GuestFileException {
        boolean createNew = options.contains(StandardOpenOption.CREATE_NEW);
        boolean create = createNew || options.contains(StandardOpenOption.CREATE);
        boolean truncate = options.contains(StandardOpenOption.TRUNCATE_EXISTING);
        boolean append = options.contains(StandardOpenOption.APPEND);
        long rights = Rights.ALL;
        if (!append && !options.contains(StandardOpenOption.WRITE)) {
            rights &= ~Rights.WRITING;
        } else if (!options.contains(StandardOpenOption.READ)) {
            rights &= ~(Rights.FD_READ | Rights.FD_READDIR);
        }
        long wanted = rights;
        int flags =
                (create ? Flags.OPEN_CREAT : 0) | (createNew ? Flags.OPEN_EXCL : 0) | (truncate ? Flags.OPEN_TRUNC : 0);
        return serve(() -> {
            if (workingDirectory.namesAbove(path).isPresent()) {
                if (create || truncate || (wanted & Rights.FD_WRITE) != 0) {
                    throw new ErrnoException(Errno.ISDIR);
                }
                return descriptors.add(new ParentDirectory());
            }
            WorkingDirectory.At at = at(path, true);
            return descriptors.add(
                    at.directory().open(at.path(), flags, wanted, Rights.ALL, append ? Flags.FD_APPEND : 0));
        });
    }

    /** Closes a descriptor. */
    public void close(int descriptor) throws GuestFileException {
        serve(() -> {
            descriptors.close(descriptor);
            return descriptor;
        });
    }

    /** Has the host write a file's contents to its device. */
    public void sync(int descriptor) throws GuestFileException {
        serve(() -> {
            open(descriptor, 0).sync(true);
            return descriptor;
        });
    }

    /** {@return an open descriptor; in POSIX, one that was opened for something else is a bad one} */
    private Descriptor open(int descriptor, long right) {
        Descriptor found = descriptors.get(descriptor);
        if ((found.rights() & right) != right) {
            throw new ErrnoException(Errno.BADF);
        }
        return found;
    }

    /**
     * Reads from where the descriptor is.
     *
     * @return how many bytes; 0 at the end
     */
    public int read(int descriptor, ByteBuffer target) throws GuestFileException {
        return serve(() -> {
            if (descriptor == 0) {
                descriptors.flushStreams(); // a prompt must be seen
            }
            return Math.max(0, open(descriptor, Rights.FD_READ).read(target));
        });
    }

    /**
     * Reads from an offset, and leaves the descriptor where it is.
     *
     * @return how many bytes; 0 at the end
     */
    public int read(int descriptor, ByteBuffer target, long offset) throws GuestFileException {
        return serve(() -> Math.max(0, open(descriptor, Rights.FD_READ).read(target, offset)));
    }

    /** Writes all bytes where the descriptor is. */
    public void write(int descriptor, ByteBuffer source) throws GuestFileException {
        serve(() -> {
            open(descriptor, Rights.FD_WRITE).write(source);
            return descriptor;
        });
    }

    /** Writes all bytes at an offset, and leaves the descriptor where it is. */
    public void write(int descriptor, ByteBuffer source, long offset) throws GuestFileException {
        serve(() -> {
            open(descriptor, Rights.FD_WRITE).write(source, offset);
            return descriptor;
        });
    }

    /** Sets the size of an open file. */
    public void setSize(int descriptor, long size) throws GuestFileException {
        serve(() -> {
            open(descriptor, Rights.FD_FILESTAT_SET_SIZE).setSize(size);
            return descriptor;
        });
    }

    /** {@return what is known of an open file} */
    public Status status(int descriptor) throws GuestFileException {
        return serve(() -> status(descriptors.get(descriptor).status()));
    }

    /**
     * {@return what is known of a file}
     *
     * @param follow whether of what a symbolic link leads to, and not of the link
     */
    public Status status(String path, boolean follow) throws GuestFileException {
        return serve(() -> {
            if (workingDirectory.namesAbove(path).isPresent()) {
                return status(new ParentDirectory().status());
            }
            WorkingDirectory.At at = at(path, follow);
            return status(at.directory().status(at.path()));
        });
    }

    private static Status status(FileStatus status) {
        return new Status(
                mode(status.type()),
                status.size(),
                status.device(),
                status.inode(),
                status.links(),
                status.accessed(),
                status.modified(),
                status.changed());
    }

    /** {@return the names in a directory, without {@code .} and {@code ..}, in order} */
    public List<String> list(String path) throws GuestFileException {
        Optional<SortedSet<String>> above = workingDirectory.namesAbove(path);
        if (above.isPresent()) {
            return List.copyOf(above.get());
        }
        int descriptor = open(path, Set.of(StandardOpenOption.READ));
        try {
            return serve(() -> {
                List<String> names = new ArrayList<>();
                for (DirectoryEntry each : descriptors.directory(descriptor).entries(true, checkpoint)) {
                    if (!each.name().equals(".") && !each.name().equals("..")) {
                        names.add(each.name());
                    }
                }
                return names;
            });
        } finally {
            close(descriptor);
        }
    }

    /** Makes a directory. */
    public void createDirectory(String path) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At at = at(path, false);
            at.directory().createDirectory(at.path());
            return path;
        });
    }

    /** Removes an empty directory. */
    public void removeDirectory(String path) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At at = at(path, false);
            at.directory().removeDirectory(at.path());
            return path;
        });
    }

    /** Removes a name of a file. */
    public void unlink(String path) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At at = at(path, false);
            at.directory().unlinkFile(at.path());
            return path;
        });
    }

    /** Renames a file or directory; what had the new name before is replaced. */
    public void rename(String path, String newPath) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At from = at(path, false);
            WorkingDirectory.At to = at(newPath, false);
            from.directory().rename(from.path(), to.directory(), to.path());
            return path;
        });
    }

    /** Gives a file another name. */
    public void link(String path, String newPath) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At from = at(path, false);
            WorkingDirectory.At to = at(newPath, false);
            from.directory().link(from.path(), to.directory(), to.path());
            return path;
        });
    }

    /** Makes a symbolic link with a text. */
    public void symlink(String text, String path) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At at = at(path, false);
            at.directory().symlink(text, at.path());
            return path;
        });
    }

    /** {@return the text of a symbolic link} */
    public String readLink(String path) throws GuestFileException {
        return serve(() -> {
            WorkingDirectory.At at = at(path, false);
            return at.directory().readlink(at.path());
        });
    }

    /** Sets when a file was last read and changed. */
    public void setTimes(String path, FileTime accessed, FileTime modified) throws GuestFileException {
        serve(() -> {
            WorkingDirectory.At at = at(path, true);
            at.directory().setTimes(at.path(), new FileTimes(Optional.of(accessed), Optional.of(modified)));
            return path;
        });
    }
}
