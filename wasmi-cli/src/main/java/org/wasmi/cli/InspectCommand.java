package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.ModuleLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Shows what a module imports, exports and contains. Function bodies are not validated.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi inspect module.wasm", "  wasmi inspect --json module.wasm"})
final class InspectCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    InspectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] wasm = ModuleFile.read(file);
        Program program = Translator.translate(wasm, TranslationOptions.DEFAULT.withMode(TranslationMode.LAZY));
        ModuleLayout layout = Translator.layout(wasm);
        ModuleReport report = new ModuleReport(file, wasm.length, program, layout);
        streams.outText().print(json ? Json.text(report.json()) : report.text());
        return ExitCode.OK;
    }
}
