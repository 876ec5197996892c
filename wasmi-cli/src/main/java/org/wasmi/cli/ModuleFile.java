package org.wasmi.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.store.StoredPrograms;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Reads modules and stored programs, and says what a file is instead when it is neither. */
final class ModuleFile {
    private static final int MAGIC_SIZE = 4;

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
        byte[] bytes = isStandardInput(file) ? streams.in().readAllBytes() : Files.readAllBytes(file);
        if (StoredPrograms.isStored(bytes)) {
            return bytes;
        }
        if (!startsWith(bytes, 0, 0x00, 0x61, 0x73, 0x6D)) {
            throw new CommandException(ExitCode.BAD_MODULE, file + ": not a WebAssembly module" + hint(bytes));
        }
        if (startsWith(bytes, MAGIC_SIZE, 0x0D, 0x00, 0x01, 0x00)) {
            throw new CommandException(ExitCode.BAD_MODULE, file + ": a component; wasmi runs the modules within them");
        }
        return bytes;
    }

    /** {@return whether a file stands for standard input} */
    static boolean isStandardInput(Path file) {
        return file.toString().equals("-");
    }

    /** {@return the program of a module, or the one stored} */
    static Program program(byte[] bytes) {
        return program(bytes, TranslationOptions.DEFAULT);
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
        String start = new String(bytes, 0, Math.min(bytes.length, 256), StandardCharsets.UTF_8).strip();
        if (start.startsWith("(") || start.startsWith(";;")) {
            return "; it looks like the text format, which has to be made binary first (wat2wasm)";
        }
        return " (it does not start with the bytes 00 61 73 6d)";
    }
}
