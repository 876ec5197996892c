package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.translate.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description =
                "Checks whether a module is well-formed and valid. If not, says in which function and at which byte.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExample:", "  wasmi validate module.wasm"})
final class ValidateCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module or stored program; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Mixin
    private FeatureOption features = new FeatureOption();

    ValidateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] bytes = ModuleFile.read(file, streams);
        try {
            if (StoredPrograms.isStored(bytes)) {
                StoredPrograms.read(bytes);
            } else {
                Translator.validate(bytes, features.translation());
            }
        } catch (MalformedException e) {
            return refuse(e.proposal().isPresent() ? "unsupported" : "malformed", e);
        } catch (InvalidException e) {
            return refuse("invalid", e);
        }
        streams.outText().println(file + ": valid");
        return ExitCode.OK;
    }

    private int refuse(String verdict, WasmException e) {
        streams.outText().println(Text.printable(file + ": " + verdict + ": " + e.getMessage()));
        return ExitCode.BAD_MODULE;
    }
}
