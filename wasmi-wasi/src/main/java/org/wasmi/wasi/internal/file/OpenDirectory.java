package org.wasmi.wasi.internal.file;

import java.io.IOException;
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
    private static final String SELF = HostDirectory.SELF;

    private final HostDirectory directory;
    private final boolean readOnly;
    private final Optional<String> preopenName;
    /** As read at the last start from cookie 0, so that the cookies after it keep their meaning. */
    private List<DirectoryEntry> entries = List.of();

    OpenDirectory(
            HostDirectory directory, boolean readOnly, Optional<String> preopenName, long rights, long inheriting) {
        super(rights, inheriting, 0);
        this.directory = directory;
        this.readOnly = readOnly;
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
        return preopen(HostDirectory.of(directory), guestName, readOnly);
    }

    static OpenDirectory preopen(HostDirectory directory, String guestName, boolean readOnly) {
        return new OpenDirectory(directory, readOnly, Optional.of(guestName), Rights.DIRECTORY, Rights.ALL);
    }

    /** {@return what the guest calls the directory, if it was given to it from the start} */
    public Optional<String> preopenName() {
        return preopenName;
    }

    private void requireWritable() {
        if (readOnly) {
            throw new ErrnoException(Errno.PERM);
        }
    }

    /**
     * Opens a file or directory.
     *
     * @param oflags flags of opening
     * @param rights the rights that the descriptor shall have, as far as they apply to its kind
     * @param inheriting the rights that descriptors opened through it may have
     * @param fdflags flags of the descriptor
     */
    public Descriptor open(GuestPath path, int oflags, long rights, long inheriting, int fdflags) throws IOException {
        boolean create = (oflags & Flags.OPEN_CREAT) != 0;
        boolean exclusive = create && (oflags & Flags.OPEN_EXCL) != 0;
        boolean truncate = (oflags & Flags.OPEN_TRUNC) != 0;
        boolean mustBeDirectory = (oflags & Flags.OPEN_DIRECTORY) != 0;
        require(Rights.PATH_OPEN
                | (create ? Rights.PATH_CREATE_FILE : 0)
                | (truncate ? Rights.PATH_FILESTAT_SET_SIZE : 0));
        if (((rights | inheriting) & Rights.ALL & ~inheriting()) != 0) {
            throw new ErrnoException(Errno.NOTCAPABLE);
        }
        if ((oflags & ~Flags.OPEN_ALL) != 0
                || (fdflags & ~Flags.FD_ALL) != 0
                || (mustBeDirectory && (create || exclusive || truncate))) {
            throw new ErrnoException(Errno.INVAL);
        }

        try (Place place =
                exclusive ? PathResolver.resolveName(directory, path) : PathResolver.resolve(directory, path)) {
            if (place.status().isPresent()) {
                if (exclusive) {
                    throw new FileAlreadyExistsException(path.text());
                }
                if (place.isDirectory()) {
                    if (create || truncate || (rights & Rights.FD_WRITE) != 0) {
                        throw new ErrnoException(Errno.ISDIR);
                    }
                    return new OpenDirectory(
                            place.directory().open(place.name()),
                            readOnly,
                            Optional.empty(),
                            rights & Rights.DIRECTORY,
                            inheriting & Rights.ALL);
                }
                if (place.existing().isSymbolicLink()) {
                    throw new ErrnoException(Errno.LOOP);
                }
                if (mustBeDirectory) {
                    throw new ErrnoException(Errno.NOTDIR);
                }
            } else if (!create) {
                throw new NoSuchFileException(path.text());
            } else if (place.mustBeDirectory()) {
                throw new ErrnoException(Errno.ISDIR);
            }
            return openFile(place, exclusive, truncate, rights & Rights.FILE, fdflags);
        }
    }

    private OpenFile openFile(Place place, boolean exclusive, boolean truncate, long rights, int fdflags)
            throws IOException {
        boolean create = place.status().isEmpty();
        Set<OpenOption> options = new HashSet<>();
        if (create || truncate || (rights & Rights.WRITING) != 0) {
            requireWritable();
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
        HostFile file = place.directory().openFile(place.name(), options, place.status());
        return new OpenFile(file, readOnly, rights, fdflags);
    }

    /**
     * {@return the entries, {@code .} and {@code ..} first, then by name}
     *
     * @param restart whether to read them again rather than to answer as before
     * @param checkpoint called between steps, since there may be many; ends the call by an exception
     */
    public List<DirectoryEntry> entries(boolean restart, Runnable checkpoint) throws IOException {
        require(Rights.FD_READDIR);
        if (restart || entries.isEmpty()) {
            List<DirectoryEntry> found = new ArrayList<>();
            directory.enter();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory.path())) {
                FileStatus self = FileStatus.ofEntry(directory.path(SELF));
                found.add(new DirectoryEntry(".", self.inode(), self.type()));
                // What is above is none of the guest's business.
                found.add(new DirectoryEntry("..", self.inode(), self.type()));
                for (Path entry : stream) {
                    checkpoint.run();
                    add(found, entry);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            } finally {
                directory.leave();
            }
            found.subList(2, found.size()).sort(Comparator.comparing(DirectoryEntry::name));
            entries = List.copyOf(found);
        }
        return entries;
    }

    private static void add(List<DirectoryEntry> found, Path entry) throws IOException {
        try {
            FileStatus status = FileStatus.ofEntry(entry);
            found.add(new DirectoryEntry(String.valueOf(entry.getFileName()), status.inode(), status.type()));
        } catch (NoSuchFileException e) {
            // Removed since it was listed: not an entry any more.
            return;
        }
    }

    /** {@return what is known about a file} */
    public FileStatus status(GuestPath path) throws IOException {
        require(Rights.PATH_FILESTAT_GET);
        try (Place place = PathResolver.resolve(directory, path)) {
            return place.existing();
        }
    }

    /** Sets the times of a file. */
    public void setTimes(GuestPath path, FileTimes times) throws IOException {
        require(Rights.PATH_FILESTAT_SET_TIMES);
        requireWritable();
        try (Place place = PathResolver.resolve(directory, path)) {
            place.directory().setTimes(place.name(), place.existing(), times);
        }
    }

    /** Makes a directory. */
    public void createDirectory(GuestPath path) throws IOException {
        require(Rights.PATH_CREATE_DIRECTORY);
        requireWritable();
        try (Place place = PathResolver.resolveName(directory, path)) {
            Files.createDirectory(place.path());
        }
    }

    /** Removes an empty directory. */
    public void removeDirectory(GuestPath path) throws IOException {
        require(Rights.PATH_REMOVE_DIRECTORY);
        requireWritable();
        try (Place place = PathResolver.resolveName(directory, path)) {
            if (place.self()) {
                throw new ErrnoException(Errno.INVAL);
            }
            if (!place.existing().isDirectory()) {
                throw new NotDirectoryException(path.text());
            }
            Files.delete(place.path());
        }
    }

    /** Removes a file that is not a directory. */
    public void unlinkFile(GuestPath path) throws IOException {
        require(Rights.PATH_UNLINK_FILE);
        requireWritable();
        try (Place place = PathResolver.resolveName(directory, path)) {
            if (place.existing().isDirectory()) {
                throw new ErrnoException(Errno.ISDIR);
            }
            Files.delete(place.path());
        }
    }

    /** Moves a file or directory, replacing a file or an empty directory. */
    public void rename(GuestPath path, OpenDirectory target, GuestPath newPath) throws IOException {
        require(Rights.PATH_RENAME_SOURCE);
        target.require(Rights.PATH_RENAME_TARGET);
        requireWritable();
        target.requireWritable();
        try (Place from = PathResolver.resolveName(directory, path);
                Place to = PathResolver.resolveName(target.directory, newPath)) {
            boolean isDirectory = from.existing().isDirectory();
            if (from.self() || to.self()) {
                throw new ErrnoException(Errno.BUSY);
            }
            if (isDirectory && to.isDirectory()) {
                requireEmpty(to, from);
            } else if (to.isDirectory()) {
                throw new ErrnoException(Errno.ISDIR);
            } else if (isDirectory ? to.status().isPresent() : to.mustBeDirectory()) {
                throw new NotDirectoryException(newPath.text());
            }
            Files.move(from.path(), to.path(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void requireEmpty(Place place, Place unlessIt) throws IOException {
        if (place.existing().sameFile(unlessIt.existing())) {
            return;
        }
        try (HostDirectory opened = place.directory().open(place.name());
                DirectoryStream<Path> stream = Files.newDirectoryStream(opened.path())) {
            if (stream.iterator().hasNext()) {
                throw new DirectoryNotEmptyException(place.name());
            }
        }
    }

    /** Makes a second name for a file, which must not be a directory. */
    public void link(GuestPath path, OpenDirectory target, GuestPath newPath) throws IOException {
        require(Rights.PATH_LINK_SOURCE);
        target.require(Rights.PATH_LINK_TARGET);
        // The source too: through a link in a writable directory the guest could change a file of a read-only one.
        requireWritable();
        target.requireWritable();
        try (Place from = PathResolver.resolve(directory, path)) {
            if (from.existing().isDirectory()) {
                throw new ErrnoException(Errno.PERM);
            }
            try (Place to = target.newName(newPath)) {
                directory.requireLinkable(from.existing());
                Files.createLink(to.path(), from.path());
            }
        }
    }

    /** Makes a symbolic link. */
    public void symlink(String text, GuestPath path) throws IOException {
        require(Rights.PATH_SYMLINK);
        requireWritable();
        if (text.isEmpty()) {
            throw new ErrnoException(Errno.NOENT);
        }
        if (text.startsWith("/")) {
            throw new ErrnoException(Errno.PERM);
        }
        try (Place place = newName(path)) {
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
    }

    /** {@return a place for something that is not a directory, at which there must be nothing yet} */
    private Place newName(GuestPath path) throws IOException {
        Place place = PathResolver.resolveName(directory, path);
        if (place.status().isEmpty() && !place.mustBeDirectory()) {
            return place;
        }
        place.close();
        throw place.status().isPresent()
                ? new FileAlreadyExistsException(path.text())
                : new NoSuchFileException(path.text());
    }

    /** {@return what a symbolic link says; {@code PERM} if that is an absolute path, which is the host's business} */
    public String readlink(GuestPath path) throws IOException {
        require(Rights.PATH_READLINK);
        try (Place place = PathResolver.resolve(directory, path)) {
            if (!place.existing().isSymbolicLink()) {
                throw new ErrnoException(Errno.INVAL);
            }
            String text = PathResolver.guestText(Files.readSymbolicLink(place.path()));
            if (text.startsWith("/")) {
                throw new ErrnoException(Errno.PERM);
            }
            return text;
        }
    }

    @Override
    public FileStatus status() throws IOException {
        directory.enter();
        try {
            return FileStatus.ofEntry(directory.path(SELF));
        } finally {
            directory.leave();
        }
    }

    @Override
    public void setTimes(FileTimes times) throws IOException {
        require(Rights.FD_FILESTAT_SET_TIMES);
        requireWritable();
        directory.enter();
        try {
            times.applyTo(directory.path());
        } finally {
            directory.leave();
        }
    }

    /** Has nothing to do: changes to a directory are the host's at once. */
    @Override
    public void sync(boolean metadata) {}

    @Override
    public long available() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
