package org.wasmi.codegen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes all generated sources below the folder that is the only argument. Run by the build of wasmi-exec. */
public final class Main {
    private static final String PACKAGE = "org.wasmi.exec.internal.dispatch";

    private Main() {}

    /** Runs the generator. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("the folder to write to is the only argument");
        }
        Path folder = Path.of(args[0]).resolve(PACKAGE.replace('.', '/'));
        Files.createDirectories(folder);
        write(folder.resolve("OpCodes.java"), new OpCodesWriter(PACKAGE).source());
        write(folder.resolve("SwitchLoop.java"), new SwitchLoopWriter(PACKAGE).source());
        for (ThreadedStyle style : ThreadedStyle.values()) {
            write(folder.resolve(style.className() + ".java"), new ThreadedWriter(PACKAGE, style).source());
        }
    }

    /** Leaves a file alone that is as it should be, so that it need not be compiled again. */
    private static void write(Path file, String source) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.writeString(file, source, StandardCharsets.UTF_8);
        }
    }
}
