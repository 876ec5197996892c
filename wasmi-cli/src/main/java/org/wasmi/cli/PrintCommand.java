package org.wasmi.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.text.BinaryException;
import org.wasmi.text.PrintOptions;
import org.wasmi.text.Wat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "print",
        description = "Prints a module in the text format.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi print hello.wasm", "  wasmi print --offsets hello.wasm -o hello.wat"})
final class PrintCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the text (default: standard output).")
    private @Nullable Path output;

    @Option(names = "--no-names", description = "Print indices, not the identifiers of the name section.")
    private boolean withoutNames;

    @Option(names = "--folded", description = "Print operands within the instruction that takes them.")
    private boolean folded;

    @Option(names = "--offsets", description = "Print where each field and instruction is in the binary.")
    private boolean offsets;

    PrintCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] module = ModuleFile.read(file, streams);
        if (StoredPrograms.isStored(module)) {
            throw new CommandException(ExitCode.BAD_MODULE, file + ": a stored program, which has no text form");
        }
        PrintOptions options = PrintOptions.DEFAULT
                .withNames(!withoutNames)
                .withOffsets(offsets)
                .withFolded(folded);
        if (output == null) {
            print(module, options, streams.outText());
        } else {
            write(output, module, options);
        }
        return ExitCode.OK;
    }

    private static void write(Path to, byte[] module, PrintOptions options) {
        try (Writer writer = Files.newBufferedWriter(to)) {
            print(module, options, writer);
        } catch (IOException e) {
            throw CommandException.cannotWrite(e);
        }
    }

    private static void print(byte[] module, PrintOptions options, Appendable to) throws IOException {
        try {
            Wat.print(module, options, to);
        } catch (BinaryException e) {
            throw new CommandException(ExitCode.BAD_MODULE, "malformed module: " + e.getMessage());
        }
    }
}
