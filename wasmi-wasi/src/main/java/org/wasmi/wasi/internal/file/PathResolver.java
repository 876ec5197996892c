package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/**
 * Follows a guest's path one component at a time, symbolic links included, without ever leaving the directory that it
 * starts from: an absolute path, an absolute link and a {@code ..} too many fail with {@code PERM}.
 *
 * <p>Each directory on the way is opened in the one before, and {@code ..} goes back to that one, so no name is looked
 * up twice.
 */
final class PathResolver {

    /** As many as Linux follows. */
    private static final int MAX_LINKS = 40;

    /** How many directories a path may lead down: each is open meanwhile, and the host has only so many descriptors. */
    private static final int MAX_DEPTH = 128;

    private final HostDirectory base;
    private final List<HostDirectory> opened = new ArrayList<>();
    /** What is still to be followed. */
    private final Deque<String> pending = new ArrayDeque<>();

    private int links;
    private boolean endsInSlash;

    private PathResolver(HostDirectory base) {
        this.base = base;
    }

    /**
     * {@return where a path leads, to what is there}
     *
     * A link in the last place is followed if the path says so, and also before a slash.
     */
    static Place resolve(HostDirectory base, GuestPath path) throws IOException {
        return resolve(base, path, path.follow() || path.endsInSlash());
    }

    /** {@return where a path leads, for making, moving or removing a name: a link in the last place is not followed} */
    static Place resolveName(HostDirectory base, GuestPath path) throws IOException {
        return resolve(base, path, false);
    }

    private static Place resolve(HostDirectory base, GuestPath path, boolean follow) throws IOException {
        base.enter();
        PathResolver resolver = new PathResolver(base);
        boolean done = false;
        try {
            resolver.push(path.text());
            Place place = resolver.run(follow, path.checkpoint());
            done = true;
            return place;
        } finally {
            if (!done) {
                new Place(base, resolver.opened, HostDirectory.SELF, Optional.empty(), false).close();
            }
        }
    }

    private void push(String path) {
        if (path.isEmpty()) {
            throw new ErrnoException(Errno.NOENT);
        }
        if (path.startsWith("/")) {
            throw new ErrnoException(Errno.PERM);
        }
        if (pending.isEmpty()) {
            endsInSlash |= path.endsWith("/");
        }
        String[] names = path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            // A dot counts in the last place only, where what is before it must be a directory.
            if (!names[i].isEmpty() && (!names[i].equals(".") || pending.isEmpty())) {
                pending.push(names[i]);
            }
        }
    }

    private Place run(boolean follow, Runnable checkpoint) throws IOException {
        while (!pending.isEmpty()) {
            checkpoint.run();
            String name = pending.pop();
            if (name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                up();
                continue;
            }
            Path at = directory().path(checked(name));
            Optional<FileStatus> status = statusOf(at);
            boolean last = pending.isEmpty();
            if (status.isPresent() && status.get().isSymbolicLink() && (follow || !last)) {
                followLink(at);
            } else if (last) {
                return place(name, status);
            } else if (status.isEmpty()) {
                throw new NoSuchFileException(at.toString());
            } else if (!status.get().isDirectory()) {
                throw new NotDirectoryException(at.toString());
            } else {
                down(name);
            }
        }
        Path self = directory().path(HostDirectory.SELF);
        return place(HostDirectory.SELF, Optional.of(FileStatus.ofEntry(self)));
    }

    private Place place(String name, Optional<FileStatus> status) {
        return new Place(base, opened, name, status, endsInSlash);
    }

    private HostDirectory directory() {
        return opened.isEmpty() ? base : opened.get(opened.size() - 1);
    }

    private void down(String name) throws IOException {
        if (opened.size() == MAX_DEPTH) {
            throw new ErrnoException(Errno.NAMETOOLONG);
        }
        opened.add(directory().open(name));
    }

    private void up() throws IOException {
        if (opened.isEmpty()) {
            throw new ErrnoException(Errno.PERM);
        }
        opened.remove(opened.size() - 1).close();
    }

    private void followLink(Path link) throws IOException {
        if (++links > MAX_LINKS) {
            throw new ErrnoException(Errno.LOOP);
        }
        push(guestText(Files.readSymbolicLink(link)));
    }

    private static Optional<FileStatus> statusOf(Path path) throws IOException {
        try {
            return Optional.of(FileStatus.ofEntry(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** {@return the name, unless the host would take it for more than one component} */
    private String checked(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        try {
            Path path = base.path().getFileSystem().getPath(name);
            if (!path.isAbsolute()
                    && path.getRoot() == null
                    && path.getNameCount() == 1
                    && name.equals(path.toString())) {
                return name;
            }
            throw new ErrnoException(Errno.PERM);
        } catch (InvalidPathException e) {
            throw new ErrnoException(Errno.ILSEQ);
        }
    }

    /** {@return a path of the host with the guest's separator; absolute exactly where the host's is} */
    static String guestText(Path path) {
        String text = path.toString().replace(path.getFileSystem().getSeparator(), "/");
        return path.getRoot() != null && !text.startsWith("/") ? "/" + text : text;
    }
}
