package org.wasmi.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Writes all generated sources below the folder that is the only argument. Run by the build of wasmi-exec. */
public final class Main {
    private static final String PACKAGE = "org.wasmi.exec.internal.dispatch";

    private Main() {}

    /** Runs the generator. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("the folder to write to is the only argument");
        }
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("OpCodes", new OpCodesWriter(PACKAGE).source());
        sources.put("SwitchLoop", new SwitchLoopWriter(PACKAGE).source());
        for (ThreadedStyle style : ThreadedStyle.values()) {
            sources.put(style.className(), new ThreadedWriter(PACKAGE, style).source());
        }
        Path root = Path.of(args[0]);
        Path folder = root.resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(folder);
        Set<Path> written = new HashSet<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey() + ".java");
            write(file, source.getValue());
            written.add(file);
        }
        deleteAllBut(written, root);
    }

    /** What an earlier generator wrote under another name must not be compiled any more. */
    private static void deleteAllBut(Set<Path> written, Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(root)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (!written.contains(file)) {
                Files.delete(file);
            }
        }
    }

    /** Leaves a file alone that is as it should be, so that it need not be compiled again. */
    private static void write(Path file, String source) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.writeString(file, source, StandardCharsets.UTF_8);
        }
    }
}
