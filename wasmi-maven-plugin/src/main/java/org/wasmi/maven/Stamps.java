package org.wasmi.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers what files were made from, so that only changes are built. A stamp is a file: its first line is a hash of
 * all that went in, the others have the names of what came out and hashes of their contents. Times of files do not
 * count: a cache may restore them.
 */
final class Stamps {
    private static final String ENDING = ".stamp";

    private final Path folder;

    /**
     * Makes one.
     *
     * @param folder where the stamps are
     */
    Stamps(Path folder) {
        this.folder = folder;
    }

    /** Something that makes files. */
    interface Work {

        /** {@return the files that it has made} */
        List<Path> run() throws IOException;
    }

    /**
     * Does some work, unless it was done before with the same input, and its files are still the same. Files that it
     * made before, and does not make now, are removed.
     *
     * @param name the name of the work
     * @param input all that its files depend on
     * @return whether it was done now
     */
    boolean update(String name, List<byte[]> input, Work work) throws IOException {
        Path stamp = folder.resolve(name + ENDING);
        String hash = hash(input);
        if (Files.isRegularFile(stamp) && isCurrent(Files.readAllLines(stamp), hash)) {
            return false;
        }
        Set<Path> before = files(stamp);
        Files.deleteIfExists(stamp);
        StringBuilder text = new StringBuilder(hash).append('\n');
        for (Path each : work.run()) {
            before.remove(each.toAbsolutePath().normalize());
            text.append(hash(List.of(Files.readAllBytes(each))))
                    .append(' ')
                    .append(relative(each))
                    .append('\n');
        }
        Files.createDirectories(Objects.requireNonNull(stamp.getParent(), "parent"));
        Files.writeString(stamp, text);
        for (Path each : before) {
            Files.deleteIfExists(each);
        }
        return true;
    }

    /** {@return the names of all work that was done, in order} */
    SortedSet<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> stamps = Files.walk(folder)) {
            return stamps.map(stamp -> folder.relativize(stamp).toString().replace('\\', '/'))
                    .filter(stamp -> stamp.endsWith(ENDING))
                    .map(stamp -> stamp.substring(0, stamp.length() - ENDING.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Removes the files that some work has made, and forgets it. */
    void undo(String name) throws IOException {
        Path stamp = folder.resolve(name + ENDING);
        for (Path each : files(stamp)) {
            Files.deleteIfExists(each);
        }
        Files.deleteIfExists(stamp);
    }

    /** {@return the files that a stamp names, absolute; none if there is no stamp} */
    private Set<Path> files(Path stamp) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        if (Files.isRegularFile(stamp)) {
            Files.readAllLines(stamp).stream()
                    .skip(1)
                    .map(line -> folder.resolve(line.substring(line.indexOf(' ') + 1)))
                    .forEach(file -> files.add(file.toAbsolutePath().normalize()));
        }
        return files;
    }

    /** {@return a name that stays the same where the project is built in another place} */
    private String relative(Path file) {
        return folder.toAbsolutePath()
                .relativize(file.toAbsolutePath())
                .toString()
                .replace('\\', '/');
    }

    private boolean isCurrent(List<String> lines, String hash) throws IOException {
        if (lines.isEmpty() || !lines.get(0).equals(hash)) {
            return false;
        }
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            Path file = folder.resolve(line.substring(space + 1));
            if (space < 0
                    || !Files.isRegularFile(file)
                    || !hash(List.of(Files.readAllBytes(file))).equals(line.substring(0, space))) {
                return false;
            }
        }
        return true;
    }

    /** {@return a hash of several parts, which tells where one ends} */
    private static String hash(List<byte[]> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] each : parts) {
                digest.update((each.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(each);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
