package org.wasmi.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.text.TextException;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/** Reads modules, as text too, and stored programs, and says what a file is instead when it is neither. */
final class ModuleFile {
    private static final int MAGIC_SIZE = 4;
    private static final String STANDARD_INPUT = "-";

    /** How the names of files in the text format end. */
    static final String TEXT = ".wat";

    /** Enough to see what a file is. */
    private static final int HEAD_SIZE = 256;

    /** So much room is made because a stream says that it has as much. */
    private static final int AT_ONCE = 1 << 26;

    /** The JVM takes a buffer as large as what is read at once. */
    private static final int SLICE = 1 << 16;

    private ModuleFile() {}

    /**
     * {@return the bytes of a module or of a stored program}
     *
     * @throws IOException if the file cannot be read
     * @throws CommandException if it is something else
     */
    static byte[] read(Path file, Streams streams) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandException(ExitCode.NO_INPUT, file + ": is a directory");
        }
        if (isStandardInput(file)) {
            return read(streams.in(), file.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads no more of what is not a module than shows that, and no more of a module than the limit on modules allows.
     */
    static byte[] read(InputStream in, String name) throws IOException {
        byte[] head = in.readNBytes(HEAD_SIZE);
        boolean isText = isText(head) && (name.endsWith(TEXT) || name.equals(STANDARD_INPUT));
        if (!isText && !StoredPrograms.isStored(head)) {
            requireModule(head, name);
        }
        int limit = TranslationLimits.DEFAULT.of(TranslationLimit.MODULE_SIZE);
        byte[] bytes = readRest(head, in, limit + 1);
        if (bytes.length > limit) {
            throw new CommandException(ExitCode.BAD_MODULE, name + ": larger than " + limit + " bytes");
        }
        return isText ? parse(bytes, name) : bytes;
    }

    /** {@return the head and what follows it, cut at a length} What a file has is read to its place at once. */
    private static byte[] readRest(byte[] head, InputStream in, int end) throws IOException {
        byte[] bytes = Arrays.copyOf(head, head.length + Math.min(in.available(), AT_ONCE));
        int length = head.length;
        while (length < bytes.length) {
            int read = in.read(bytes, length, Math.min(SLICE, bytes.length - length));
            if (read < 0) {
                return Arrays.copyOf(bytes, length);
            }
            length += read;
        }
        byte[] more = in.readNBytes(end - length);
        if (more.length == 0) {
            return bytes;
        }
        byte[] all = Arrays.copyOf(bytes, length + more.length);
        System.arraycopy(more, 0, all, length, more.length);
        return all;
    }

    /** {@return whether a file begins as the text format does: with a parenthesis or a comment} */
    private static boolean isText(byte[] head) {
        String start = new String(head, StandardCharsets.UTF_8).stripLeading();
        return start.startsWith("(") || start.startsWith(";;");
    }

    private static byte[] parse(byte[] utf8, String name) {
        try {
            return Wat.parse(utf8);
        } catch (TextException e) {
            String errors = e.errors().stream().map(each -> name + ":" + each).collect(Collectors.joining("\n"));
            throw new CommandException(ExitCode.BAD_MODULE, errors);
        }
    }

    /** {@return the file beside one that has another ending; the one it has is cut if it is the usual one} */
    static Path beside(Path file, String ending, String other) {
        if (isStandardInput(file)) {
            throw new CommandException(ExitCode.USAGE, "a module from standard input needs --output");
        }
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
        return file.resolveSibling(stem + other);
    }

    /** {@return whether a file stands for standard input} */
    static boolean isStandardInput(Path file) {
        return file.toString().equals(STANDARD_INPUT);
    }

    private static void requireModule(byte[] head, String name) {
        if (!startsWith(head, 0, 0x00, 0x61, 0x73, 0x6D)) {
            throw new CommandException(ExitCode.BAD_MODULE, name + ": not a WebAssembly module" + hint(head));
        }
        if (startsWith(head, MAGIC_SIZE, 0x0D, 0x00, 0x01, 0x00)) {
            throw new CommandException(ExitCode.BAD_MODULE, name + ": a component; wasmi runs the modules within them");
        }
    }

    /** {@return the program of a module, translated in a given way, or the one stored} */
    static Program program(byte[] bytes, TranslationOptions options) {
        return StoredPrograms.isStored(bytes) ? StoredPrograms.read(bytes) : Translator.translate(bytes, options);
    }

    private static boolean startsWith(byte[] bytes, int from, int... expected) {
        if (bytes.length < from + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[from + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static String hint(byte[] bytes) {
        if (bytes.length == 0) {
            return ": the file is empty";
        }
        if (isText(bytes)) {
            return "; it looks like the text format, which is read from files whose names end in " + TEXT;
        }
        return " (it does not start with the bytes 00 61 73 6d)";
    }
}
