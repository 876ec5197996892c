package org.wasmi.wasi;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.file.Descriptors;
import org.wasmi.wasi.internal.file.GuestPath;
import org.wasmi.wasi.internal.file.OpenDirectory;

/**
 * Where the paths of programs lead that have a working directory, as those of POSIX do. It is {@code /} at first. An
 * absolute path leads into the directory given to the guest whose name is its longest beginning.
 */
final class WorkingDirectory {
    static final int MAX_PATH = 4096;

    private final Descriptors descriptors;
    private final List<Integer> preopened;
    private String workingDirectory = "/";

    /** A directory and a path from there. */
    record At(OpenDirectory directory, GuestPath path) {}

    WorkingDirectory(Descriptors descriptors, List<Integer> preopened) {
        this.descriptors = descriptors;
        this.preopened = preopened;
    }

    /** {@return the working directory, as an absolute path} */
    String path() {
        return workingDirectory;
    }

    /**
     * {@return where a path leads}
     *
     * @param follow whether to follow a symbolic link in the last place
     * @param checkpoint called between steps of following it
     */
    At at(String path, boolean follow, Runnable checkpoint) {
        if (path.isEmpty()) {
            throw new ErrnoException(Errno.NOENT);
        }
        String absolute = absolute(path);
        OpenDirectory found = null;
        String rest = "";
        int longest = -1;
        for (int fd : preopened) {
            OpenDirectory candidate = descriptors.directory(fd);
            String name = rooted(candidate.preopenName().orElseThrow());
            boolean within = absolute.equals(name) || absolute.startsWith(name.equals("/") ? "/" : name + "/");
            if (within && name.length() > longest) {
                longest = name.length();
                found = candidate;
                rest = absolute.substring(Math.min(absolute.length(), name.equals("/") ? 1 : name.length() + 1));
            }
        }
        if (found == null) {
            throw new ErrnoException(Errno.NOENT);
        }
        return new At(found, new GuestPath(rest.isEmpty() ? "." : rest, follow, checkpoint));
    }

    /**
     * {@return the names in a directory above those that were given to the guest; nothing if a path leads elsewhere}
     * Programs look for the directories above their files, of which the host has none for them.
     */
    Optional<SortedSet<String>> namesAbove(String path) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String absolute = rooted(absolute(path));
        String start = absolute.endsWith("/") ? absolute : absolute + "/";
        SortedSet<String> names = new TreeSet<>();
        for (int fd : preopened) {
            String name = rooted(descriptors.directory(fd).preopenName().orElseThrow());
            if (absolute.equals(name) || absolute.startsWith(name.equals("/") ? name : name + "/")) {
                return Optional.empty();
            } else if (name.startsWith(start)) {
                names.add(name.substring(start.length()).split("/")[0]);
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private String absolute(String path) {
        String all = path.startsWith("/") ? path : workingDirectory + "/" + path;
        return all.replaceAll("/(\\./)*/*", "/");
    }

    /** {@return the name of a directory given to the guest as an absolute path; the root for a dot} */
    private static String rooted(String name) {
        String path = name.startsWith("/") ? name : "/" + name;
        while (path.endsWith("/") || path.endsWith("/.")) {
            if (path.equals("/")) {
                return path;
            }
            path = path.substring(0, path.length() - (path.endsWith("/.") ? 1 : 0));
            path = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
        return path;
    }

    /** Makes a directory the working directory. */
    void change(String path, Runnable checkpoint) throws IOException {
        At at = at(path, true, checkpoint);
        if (at.directory().status(at.path()).type() != Filetype.DIRECTORY) {
            throw new ErrnoException(Errno.NOTDIR);
        }
        String changed = absolute(path);
        if (changed.length() > MAX_PATH) {
            throw new ErrnoException(Errno.NAMETOOLONG);
        }
        workingDirectory = changed;
    }
}
