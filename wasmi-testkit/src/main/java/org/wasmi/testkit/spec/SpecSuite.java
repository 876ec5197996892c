package org.wasmi.testkit.spec;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds scripts. A script is a file {@code X/X.json} with its modules beside it, or a file {@code X.wast}. A suite is a
 * folder with scripts at any depth and a file {@code GROUPS.tsv}. After a line of headings, each line of that file has
 * a script's name, a tab, its group, and optionally more behind another tab.
 */
public final class SpecSuite {
    private static final String GROUPS = "GROUPS.tsv";

    private SpecSuite() {}

    /**
     * {@return the scripts at or below a path, in the order of their names, which are unique} Symbolic links are
     * followed.
     *
     * @param path the file or folder of a script, or a folder of scripts at any depth
     * @throws NoSuchFileException if the path or a script does not exist
     * @throws IOException if a file cannot be read
     */
    public static List<SpecScript> find(Path path) throws IOException {
        Path start = path.toAbsolutePath().normalize();
        List<Path> files = new ArrayList<>();
        if (Files.isRegularFile(start)) {
            files.add(start);
        } else {
            Files.walkFileTree(
                    start, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (isScript(file)) {
                                files.add(file);
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                            if (failure instanceof FileSystemLoopException) {
                                return FileVisitResult.CONTINUE; // a link to a folder above has nothing new
                            }
                            throw failure;
                        }
                    });
        }
        if (files.isEmpty()) {
            throw new NoSuchFileException(path.toString(), null, "no scripts X/X.json or X.wast here");
        }
        Optional<Path> root = root(start);
        Map<String, String> groups = root.isPresent() ? groups(root.get()) : Map.of();
        return files.stream()
                .map(file -> {
                    String name = name(root, start, file);
                    return new SpecScript(name, Optional.ofNullable(groups.get(name)), file);
                })
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /**
     * {@return the group of each script of a suite}
     *
     * @param root the folder of {@code GROUPS.tsv}
     * @throws IOException if it cannot be read
     */
    public static Map<String, String> groups(Path root) throws IOException {
        Map<String, String> groups = new HashMap<>();
        List<String> lines = Files.readAllLines(root.resolve(GROUPS));
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            if (fields.length < 2) {
                throw new IOException(root.resolve(GROUPS) + ": no group in '" + line + "'");
            }
            groups.put(fields[0], fields[1]);
        }
        return groups;
    }

    private static boolean isScript(Path file) {
        boolean isScript = isText(file) || file.endsWith(folder(file).getFileName() + ".json");
        return isScript && Files.isRegularFile(file);
    }

    private static boolean isText(Path file) {
        return file.toString().endsWith(SpecScript.TEXT);
    }

    private static Path folder(Path file) {
        return file.resolveSibling("");
    }

    private static Optional<Path> root(Path start) {
        return Stream.<Path>iterate(start, path -> path != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve(GROUPS)))
                .findFirst();
    }

    private static String name(Optional<Path> root, Path start, Path file) {
        String path = file.toString();
        Path folder =
                isText(file) ? Path.of(path.substring(0, path.length() - SpecScript.TEXT.length())) : folder(file);
        Path top = root.orElse(start);
        Path name = folder.startsWith(top) && !folder.equals(top) ? top.relativize(folder) : folder.getFileName();
        return name.toString().replace(File.separatorChar, '/');
    }
}
