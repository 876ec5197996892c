package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.profile.CoreDump;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Shows what a module imports, exports and contains. Function bodies are not validated. "
                + "Modules that need features which are not supported are shown too. Of a core dump, which "
                + "'run --coredump' writes, it shows the frames, memories and globals.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi inspect module.wasm", "  wasmi inspect --json module.wasm"})
final class InspectCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module, stored program or core dump; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--module",
            paramLabel = "MODULE",
            description = "For a core dump: the module that was running, for names and lines of the source.")
    private @Nullable Path module;

    @Mixin
    private FeatureOption features = new FeatureOption();

    InspectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] bytes = ModuleFile.read(file, streams);
        if (CoreDump.isCoreDump(bytes)) {
            streams.outText().print(coreDump(bytes).text());
            return ExitCode.OK;
        }
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

    private CoreDumpReport coreDump(byte[] bytes) throws IOException {
        if (json) {
            throw new CommandException(ExitCode.USAGE, file + ": a core dump, of which there is no JSON");
        }
        Optional<CoreDumpReport.Module> running = Optional.empty();
        if (module != null) {
            byte[] binary = ModuleFile.read(module, streams);
            running = program(binary).map(program -> new CoreDumpReport.Module(program, binary));
        }
        return new CoreDumpReport(file, CoreDump.read(bytes), running);
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
