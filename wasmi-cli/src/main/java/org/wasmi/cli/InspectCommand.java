package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Shows what a module imports, exports and contains. Function bodies are not validated. "
                + "Modules that need features which are not supported are shown too.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi inspect module.wasm", "  wasmi inspect --json module.wasm"})
final class InspectCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module or stored program; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private FeatureOption features = new FeatureOption();

    InspectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] bytes = ModuleFile.read(file, streams);
        ModuleReport report;
        if (StoredPrograms.isStored(bytes)) {
            Program program = StoredPrograms.read(bytes);
            report = new ModuleReport(file, bytes.length, ModuleReport.outline(program), Optional.of(program));
        } else {
            report = new ModuleReport(file, bytes.length, Translator.outline(bytes), program(bytes));
        }
        streams.outText().print(json ? Json.text(report.json()) : report.text());
        return ExitCode.OK;
    }

    /** {@return the program, unless it needs features that are not supported or not enabled} */
    private Optional<Program> program(byte[] bytes) {
        try {
            return Optional.of(
                    Translator.translate(bytes, features.translation().withMode(TranslationMode.LAZY)));
        } catch (MalformedException e) {
            if (e.proposal().isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
