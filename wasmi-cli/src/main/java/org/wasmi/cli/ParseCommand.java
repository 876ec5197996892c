package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "parse",
        description = {
            "Parses a module in the text format into the binary format.",
            "All commands take modules as text too. This one does not validate the module."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi parse hello.wat", "  wasmi parse hello.wat -o out.wasm"})
final class ParseCommand implements Callable<Integer> {
    private static final String MODULE = ".wasm";

    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module as text; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write the binary (default: the text's name with " + MODULE + ").")
    private @Nullable Path output;

    ParseCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Path to = output == null ? ModuleFile.beside(file, ModuleFile.TEXT, MODULE) : output;
        byte[] module = ModuleFile.read(file, streams);
        try {
            Files.write(to, module);
        } catch (IOException e) {
            throw CommandException.cannotWrite(e);
        }
        streams.outText().println(to + ": " + Text.count(module.length, "byte"));
        return ExitCode.OK;
    }
}
