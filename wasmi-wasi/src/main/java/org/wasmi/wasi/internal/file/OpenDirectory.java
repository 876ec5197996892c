package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

/** An open directory, from which paths start; a preopened one has a name too. */
public final class OpenDirectory extends Descriptor {
    private final Sandbox sandbox;
    private final List<String> names;
    private final Optional<String> preopenName;
    /** As read at the last start from cookie 0, so that the cookies after it keep their meaning. */
    private List<DirectoryEntry> entries = List.of();

    private OpenDirectory(
            Sandbox sandbox, List<String> names, Optional<String> preopenName, long rights, long inheriting) {
        super(rights, inheriting, 0);
        this.sandbox = sandbox;
        this.names = names;
        this.preopenName = preopenName;
    }

    /**
     * {@return a directory given to the guest}
     *
     * @param directory the host's directory
     * @param guestName what the guest calls it
     * @param readOnly whether the guest must not change anything in it
     */
    public static OpenDirectory preopen(Path directory, String guestName, boolean readOnly) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw Files.exists(directory)
                    ? new NotDirectoryException(directory.toString())
                    : new NoSuchFileException(directory.toString());
        }
        return new OpenDirectory(
                Sandbox.of(directory, readOnly), List.of(), Optional.of(guestName), Rights.DIRECTORY, Rights.ALL);
    }

    /** {@return what the guest calls the directory, if it was given to it from the start} */
    public Optional<String> preopenName() {
        return preopenName;
    }

    private Place resolve(String path, boolean follow) throws IOException {
        return PathResolver.resolve(sandbox, names, path, follow);
    }

    /**
     * Opens a file or directory.
     *
     * @param follow whether to follow a symbolic link in the last place
     * @param oflags flags of opening
     * @param rights the rights that the descriptor shall have, as far as they apply to its kind
     * @param inheriting the rights that descriptors opened through it may have
     * @param fdflags flags of the descriptor
     */
    public Descriptor open(String path, boolean follow, int oflags, long rights, long inheriting, int fdflags)
            throws IOException {
        boolean create = (oflags & Flags.OPEN_CREAT) != 0;
        boolean exclusive = create && (oflags & Flags.OPEN_EXCL) != 0;
        boolean truncate = (oflags & Flags.OPEN_TRUNC) != 0;
        boolean directory = (oflags & Flags.OPEN_DIRECTORY) != 0;
        require(Rights.PATH_OPEN
                | (create ? Rights.PATH_CREATE_FILE : 0)
                | (truncate ? Rights.PATH_FILESTAT_SET_SIZE : 0));
        if (((rights | inheriting) & Rights.ALL & ~inheriting()) != 0) {
            throw new ErrnoException(Errno.NOTCAPABLE);
        }
        if ((oflags & ~Flags.OPEN_ALL) != 0
                || (fdflags & ~Flags.FD_ALL) != 0
                || (directory && (create || exclusive || truncate))) {
            throw new ErrnoException(Errno.INVAL);
        }

        Place place = resolve(path, follow && !exclusive);
        if (place.status().isPresent()) {
            if (exclusive) {
                throw new FileAlreadyExistsException(path);
            }
            if (place.isDirectory()) {
                if (create || truncate || (!directory && (rights & Rights.FD_WRITE) != 0)) {
                    throw new ErrnoException(Errno.ISDIR);
                }
                return new OpenDirectory(
                        sandbox, place.names(), Optional.empty(), rights & Rights.DIRECTORY, inheriting & Rights.ALL);
            }
            place.existing();
            if (place.isSymbolicLink()) {
                throw new ErrnoException(Errno.LOOP);
            }
            if (directory) {
                throw new ErrnoException(Errno.NOTDIR);
            }
        } else if (!create) {
            throw new NoSuchFileException(path);
        } else if (place.mustBeDirectory()) {
            throw new ErrnoException(Errno.ISDIR);
        }
        return openFile(place, exclusive, truncate, rights & Rights.FILE, fdflags);
    }

    private OpenFile openFile(Place place, boolean exclusive, boolean truncate, long rights, int fdflags)
            throws IOException {
        boolean create = place.status().isEmpty();
        Set<OpenOption> options = new HashSet<>();
        if (create || truncate || (rights & Rights.WRITING) != 0) {
            sandbox.requireWritable();
            options.add(StandardOpenOption.WRITE);
        }
        if ((rights & Rights.FD_READ) != 0) {
            options.add(StandardOpenOption.READ);
        }
        if (create) {
            options.add(exclusive ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        }
        if (truncate) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        FileChannel channel = SafeOpen.open(place, options);
        try {
            FileStatus opened = create ? FileStatus.of(place.path()) : place.existing();
            return new OpenFile(place, channel, opened, rights, fdflags);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * {@return the entries, {@code .} and {@code ..} first, then by name}
     *
     * @param restart whether to read them again rather than to answer as before
     */
    public List<DirectoryEntry> entries(boolean restart) throws IOException {
        require(Rights.FD_READDIR);
        if (restart || entries.isEmpty()) {
            FileStatus self = status();
            List<DirectoryEntry> found = new ArrayList<>();
            Path directory = sandbox.path(names);
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                for (Path entry : stream) {
                    add(found, entry);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            found.sort(Comparator.comparing(DirectoryEntry::name));
            found.add(0, new DirectoryEntry(".", self.inode(), self.type()));
            FileStatus above = names.isEmpty() ? self : FileStatus.of(sandbox.path(names.subList(0, names.size() - 1)));
            found.add(1, new DirectoryEntry("..", above.inode(), above.type()));
            entries = List.copyOf(found);
        }
        return entries;
    }

    private static void add(List<DirectoryEntry> found, Path entry) throws IOException {
        try {
            FileStatus status = FileStatus.of(entry);
            found.add(new DirectoryEntry(String.valueOf(entry.getFileName()), status.inode(), status.type()));
        } catch (NoSuchFileException e) {
            // Removed since it was listed: not an entry any more.
            return;
        }
    }

    /** {@return what is known about a file} */
    public FileStatus status(String path, boolean follow) throws IOException {
        require(Rights.PATH_FILESTAT_GET);
        return resolve(path, follow).existing();
    }

    /** Sets the times of a file. */
    public void setTimes(String path, boolean follow, FileTimes times) throws IOException {
        require(Rights.PATH_FILESTAT_SET_TIMES);
        sandbox.requireWritable();
        Place place = resolve(path, follow);
        place.existing();
        times.applyTo(place.path());
    }

    /** Makes a directory. */
    public void createDirectory(String path) throws IOException {
        require(Rights.PATH_CREATE_DIRECTORY);
        sandbox.requireWritable();
        Files.createDirectory(resolve(path, false).path());
    }

    /** Removes an empty directory. */
    public void removeDirectory(String path) throws IOException {
        require(Rights.PATH_REMOVE_DIRECTORY);
        sandbox.requireWritable();
        Place place = resolve(path, false);
        if (place.self()) {
            throw new ErrnoException(Errno.INVAL);
        }
        if (!place.existing().isDirectory()) {
            throw new NotDirectoryException(path);
        }
        Files.delete(place.path());
    }

    /** Removes a file that is not a directory. */
    public void unlinkFile(String path) throws IOException {
        require(Rights.PATH_UNLINK_FILE);
        sandbox.requireWritable();
        Place place = resolve(path, false);
        if (place.existing().isDirectory()) {
            throw new ErrnoException(Errno.ISDIR);
        }
        Files.delete(place.path());
    }

    /** Moves a file or directory, replacing a file or an empty directory. */
    public void rename(String path, OpenDirectory target, String newPath) throws IOException {
        require(Rights.PATH_RENAME_SOURCE);
        target.require(Rights.PATH_RENAME_TARGET);
        sandbox.requireWritable();
        target.sandbox.requireWritable();
        Place from = resolve(path, false);
        Place to = target.resolve(newPath, false);
        boolean directory = from.existing().isDirectory();
        if (from.self() || to.self()) {
            throw new ErrnoException(Errno.BUSY);
        }
        if (to.path().startsWith(from.path()) && !to.path().equals(from.path())) {
            throw new ErrnoException(Errno.INVAL);
        }
        if (directory && to.isDirectory()) {
            requireEmpty(to.path(), from.path());
        } else if (to.isDirectory()) {
            throw new ErrnoException(Errno.ISDIR);
        } else if (directory ? to.status().isPresent() : to.mustBeDirectory()) {
            throw new NotDirectoryException(newPath);
        }
        Files.move(from.path(), to.path(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void requireEmpty(Path directory, Path unlessIt) throws IOException {
        if (directory.equals(unlessIt)) {
            return;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            if (stream.iterator().hasNext()) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }

    /** Makes a second name for a file, which must not be a directory. */
    public void link(String path, boolean follow, OpenDirectory target, String newPath) throws IOException {
        require(Rights.PATH_LINK_SOURCE);
        target.require(Rights.PATH_LINK_TARGET);
        // The source too: through a link in a writable directory the guest could change a file of a read-only one.
        sandbox.requireWritable();
        target.sandbox.requireWritable();
        Place from = resolve(path, follow);
        if (from.existing().isDirectory()) {
            throw new ErrnoException(Errno.PERM);
        }
        Files.createLink(target.newName(newPath).path(), from.path());
    }

    /** Makes a symbolic link. */
    public void symlink(String text, String path) throws IOException {
        require(Rights.PATH_SYMLINK);
        sandbox.requireWritable();
        if (text.isEmpty()) {
            throw new ErrnoException(Errno.NOENT);
        }
        if (text.startsWith("/")) {
            throw new ErrnoException(Errno.PERM);
        }
        Place place = newName(path);
        Path content;
        try {
            content = place.path().getFileSystem().getPath(text);
        } catch (InvalidPathException e) {
            throw new ErrnoException(Errno.INVAL);
        }
        if (content.isAbsolute() || content.getRoot() != null) {
            throw new ErrnoException(Errno.PERM);
        }
        Files.createSymbolicLink(place.path(), content);
    }

    /** {@return a place for something that is not a directory, at which there must be nothing yet} */
    private Place newName(String path) throws IOException {
        Place place = resolve(path, false);
        if (place.status().isPresent()) {
            throw new FileAlreadyExistsException(path);
        }
        if (place.mustBeDirectory()) {
            throw new NoSuchFileException(path);
        }
        return place;
    }

    /** {@return what a symbolic link says; {@code PERM} if that is an absolute path, which is the host's business} */
    public String readlink(String path) throws IOException {
        require(Rights.PATH_READLINK);
        Place place = resolve(path, false);
        place.existing();
        if (!place.isSymbolicLink()) {
            throw new ErrnoException(Errno.INVAL);
        }
        String text = PathResolver.guestText(Files.readSymbolicLink(place.path()));
        if (text.startsWith("/")) {
            throw new ErrnoException(Errno.PERM);
        }
        return text;
    }

    @Override
    public FileStatus status() throws IOException {
        return resolve(".", true).existing();
    }

    @Override
    public void setTimes(FileTimes times) throws IOException {
        require(Rights.FD_FILESTAT_SET_TIMES);
        sandbox.requireWritable();
        Place place = resolve(".", true);
        times.applyTo(place.path());
    }

    /** Has nothing to do: changes to a directory are the host's at once. */
    @Override
    public void sync(boolean metadata) {}

    @Override
    public long available() {
        return 0;
    }

    /** Has nothing to do: nothing of the host is held open. */
    @Override
    public void close() {}
}
