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
 * <p>The directory that a descriptor stands for is itself checked for each path, from the sandbox's root: the guest may
 * meanwhile have put a symbolic link in its place.
 */
final class PathResolver {

    /** As many as Linux follows. */
    private static final int MAX_LINKS = 40;

    private final Sandbox sandbox;
    private final int base;
    /** Real directories, from the sandbox's root. */
    private final List<String> done;
    /** What is still to be followed. */
    private final Deque<String> pending = new ArrayDeque<>();

    private int links;
    private boolean endsInSlash;

    private PathResolver(Sandbox sandbox, List<String> directory) {
        this.sandbox = sandbox;
        this.base = directory.size();
        this.done = new ArrayList<>(directory);
    }

    /**
     * {@return where a path leads}
     *
     * @param directory the components of the directory that it starts from
     * @param path what the guest asks for
     * @param follow whether to follow a symbolic link in the last place
     */
    static Place resolve(Sandbox sandbox, List<String> directory, String path, boolean follow) throws IOException {
        PathResolver resolver = new PathResolver(sandbox, directory);
        resolver.checkBase();
        resolver.push(path);
        return resolver.run(follow);
    }

    private void checkBase() throws IOException {
        Path at = sandbox.root();
        for (String name : done) {
            at = at.resolve(name);
            if (!FileStatus.of(at).isDirectory()) {
                throw new NoSuchFileException(at.toString());
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
            endsInSlash |= path.endsWith("/") || path.endsWith("/.");
        }
        String[] names = path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                pending.push(names[i]);
            }
        }
    }

    private Place run(boolean follow) throws IOException {
        while (!pending.isEmpty()) {
            String name = pending.pop();
            if (name.equals("..")) {
                up();
                continue;
            }
            Path at = sandbox.path(done).resolve(checked(name));
            Optional<FileStatus> status = statusOf(at);
            boolean last = pending.isEmpty();
            if (status.isPresent() && status.get().isSymbolicLink() && (follow || !last)) {
                followLink(at);
            } else if (last) {
                done.add(name);
                return new Place(sandbox, List.copyOf(done), status, endsInSlash, false);
            } else if (status.isEmpty()) {
                throw new NoSuchFileException(at.toString());
            } else if (!status.get().isDirectory()) {
                throw new NotDirectoryException(at.toString());
            } else {
                done.add(name);
            }
        }
        return new Place(sandbox, List.copyOf(done), Optional.of(FileStatus.of(sandbox.path(done))), endsInSlash, true);
    }

    private void up() {
        if (done.size() == base) {
            throw new ErrnoException(Errno.PERM);
        }
        done.remove(done.size() - 1);
    }

    private void followLink(Path link) throws IOException {
        if (++links > MAX_LINKS) {
            throw new ErrnoException(Errno.LOOP);
        }
        push(guestText(Files.readSymbolicLink(link)));
    }

    private static Optional<FileStatus> statusOf(Path path) throws IOException {
        try {
            return Optional.of(FileStatus.of(path));
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
            Path path = sandbox.root().getFileSystem().getPath(name);
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
