package org.wasmi.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.wasmi.encoding.Op;

/**
 * Writes generated sources below a folder, which then holds nothing else. The arguments are the folder and what to
 * write: {@code executors} for wasmi-exec, {@code baseline} for wasmi-bench. Run by the builds of these modules.
 */
public final class Main {
    private static final String DISPATCH = "org.wasmi.exec.internal.dispatch";
    private static final String HANDLER = "org.wasmi.exec.handler";
    private static final String BASELINE = "org.wasmi.bench.baseline";
    private static final DispatchOrder ORDER = new DispatchOrder(List.of(Op.values()));

    private final Path root;
    private final Set<Path> written = new HashSet<>();

    private Main(Path root) {
        this.root = root;
    }

    /** Runs the generator. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("the arguments are the folder to write to and what to write");
        }
        Main main = new Main(Path.of(args[0]));
        switch (args[1]) {
            case "executors" -> main.executors();
            case "baseline" -> main.baseline();
            default -> throw new IllegalArgumentException("nothing is known to write as '" + args[1] + "'");
        }
        main.deleteTheRest();
    }

    private void executors() throws IOException {
        write(DISPATCH, "DispatchNumbers", new DispatchNumbersWriter(DISPATCH, ORDER).source());
        write(DISPATCH, "SwitchLoop", new LoopWriter(DISPATCH, "SwitchLoop", CodeForm.WORDS, ORDER).source());
        LoopWriter counted = LoopWriter.counted(DISPATCH, "CountedLoop", CodeForm.WORDS, ORDER, "CountedCode");
        write(DISPATCH, "CountedLoop", counted.source());
        for (ThreadedStyle style : ThreadedStyle.values()) {
            String packageName = style == ThreadedStyle.INDIRECT ? HANDLER : DISPATCH;
            write(packageName, style.className(), new ThreadedWriter(packageName, style).source());
        }
    }

    private void baseline() throws IOException {
        write(BASELINE, "NaiveLoop", new LoopWriter(BASELINE, "NaiveLoop", CodeForm.OBJECTS, ORDER).source());
        LoopWriter counting = new LoopWriter(
                BASELINE, "CountingLoop", CodeForm.OBJECTS, ORDER, "Histogram histogram", "histogram.count(code, ip);");
        write(BASELINE, "CountingLoop", counting.source());
    }

    /** Leaves a file alone that is as it should be, so that it need not be compiled again. */
    private void write(String packageName, String className, String source) throws IOException {
        Path folder = root.resolve(packageName.replace('.', '/'));
        Files.createDirectories(folder);
        Path file = folder.resolve(className + ".java");
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.writeString(file, source, StandardCharsets.UTF_8);
        }
        written.add(file);
    }

    /** What an earlier generator wrote under another name must not be compiled any more. */
    private void deleteTheRest() throws IOException {
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
}
