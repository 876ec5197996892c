package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.translate.Translator;
import org.wasmi.translate.WasmOperator;
import org.wasmi.translate.binary.ModuleLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "disasm",
        description = {
            "Shows the operators of functions beside the instructions that they became.",
            "Where an instruction is known to come from one operator, both stand on one line; in between the sides "
                    + "only "
                    + "follow each other, since one instruction may do the work of several operators. Stored programs "
                    + "have instructions only."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi disasm --func fib fib.wasm", "  wasmi disasm --func 0 fib.wasm"})
final class DisasmCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module or stored program; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = "--func",
            paramLabel = "N|NAME",
            description = "Only the function of this index, of this export or of this name.")
    private @Nullable String function;

    @Mixin
    private FeatureOption features = new FeatureOption();

    DisasmCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] bytes = ModuleFile.read(file, streams);
        Program program = ModuleFile.program(bytes, features.translation());
        List<ModuleLayout.Body> bodies = StoredPrograms.isStored(bytes)
                ? List.of()
                : Translator.layout(bytes).bodies();
        int imported = program.importCount(ExternKind.FUNC);
        int only = function == null ? imported : own(program, imported, function);
        int end = function == null ? program.functionTypes().size() : only + 1;
        for (int index = only; index < end; index++) {
            if (index > only) {
                streams.outText().println();
            }
            printTitle(program, index);
            Code code = program.functions().get(index - imported).body().code();
            List<String> lines = bodies.isEmpty()
                    ? Disassembler.disassemble(code).lines().toList()
                    : SideBySide.lines(WasmOperator.list(bytes, bodies.get(index - imported)), code);
            lines.forEach(streams.outText()::println);
        }
        return ExitCode.OK;
    }

    private void printTitle(Program program, int index) {
        StringBuilder title = new StringBuilder("function " + index);
        program.names().function(index).ifPresent(name -> title.append(' ')
                .append(Text.quoted(Symbols.readable(name))));
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC && each.index() == index) {
                title.append(", exported as ").append(Text.quoted(each.name()));
            }
        }
        title.append(": ").append(program.functionTypes().get(index));
        streams.outText().println(title);
    }

    /** {@return the index of a function that is not imported} */
    private static int own(Program program, int imported, String name) {
        int index = index(program, name);
        if (index < imported) {
            throw new CommandException(ExitCode.USAGE, "function " + index + " is imported and has no body here");
        }
        return index;
    }

    private static int index(Program program, String name) {
        int count = program.functionTypes().size();
        if (name.matches("[0-9]{1,9}")) {
            int index = Integer.parseInt(name);
            if (index < count) {
                return index;
            }
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no function " + index + "; "
                            + (count == 0 ? "the module has none" : "the last one is " + (count - 1)));
        }
        Set<String> known = new LinkedHashSet<>();
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC) {
                if (each.name().equals(name)) {
                    return each.index();
                }
                known.add(each.name());
            }
        }
        for (int index = 0; index < count; index++) {
            Optional<String> called = program.names().function(index);
            if (called.filter(symbol ->
                            symbol.equals(name) || Symbols.readable(symbol).equals(name))
                    .isPresent()) {
                return index;
            }
            called.ifPresent(known::add);
        }
        throw new CommandException(
                ExitCode.USAGE,
                "no function is called or exported as " + Text.quoted(name) + Suggestions.of(name, known)
                        + "\n'wasmi inspect' shows the exports, and 'wasmi disasm' without --func all functions");
    }
}
