package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.ExternKind;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.Translator;
import org.wasmi.translate.WasmOperator;
import org.wasmi.translate.binary.ModuleLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "disasm",
        description = {
            "Shows the operators of functions beside the instructions that they became.",
            "Where an instruction is known to come from one operator, both stand on one line; in between the sides only "
                    + "follow each other, since one instruction may do the work of several operators."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExamples:", "  wasmi disasm --func fib fib.wasm", "  wasmi disasm --func 0 fib.wasm"})
final class DisasmCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = "--func",
            paramLabel = "N|NAME",
            description = "Only the function of this index, of this export or of this name.")
    private @Nullable String function;

    DisasmCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        byte[] wasm = ModuleFile.read(file);
        Program program = Translator.translate(wasm);
        List<ModuleLayout.Body> bodies = Translator.layout(wasm).bodies();
        if (function != null) {
            bodies = List.of(body(program, bodies, function));
        }
        boolean first = true;
        for (ModuleLayout.Body body : bodies) {
            if (!first) {
                streams.outText().println();
            }
            first = false;
            print(program, wasm, body);
        }
        return ExitCode.OK;
    }

    private void print(Program program, byte[] wasm, ModuleLayout.Body body) {
        int index = body.function();
        int own = index - program.importCount(ExternKind.FUNC);
        StringBuilder title = new StringBuilder("function " + index);
        program.names().function(index).ifPresent(name -> title.append(' ').append(Text.quoted(name)));
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC && each.index() == index) {
                title.append(", exported as ").append(Text.quoted(each.name()));
            }
        }
        title.append(": ").append(program.functionTypes().get(index));
        streams.outText().println(title);
        SideBySide.lines(
                        WasmOperator.list(wasm, body),
                        program.functions().get(own).body().code())
                .forEach(streams.outText()::println);
    }

    private static ModuleLayout.Body body(Program program, List<ModuleLayout.Body> bodies, String name) {
        int imported = program.importCount(ExternKind.FUNC);
        int index = index(program, name);
        if (index < imported) {
            throw new CommandException(ExitCode.USAGE, "function " + index + " is imported and has no body here");
        }
        return bodies.get(index - imported);
    }

    private static int index(Program program, String name) {
        int count = program.functionTypes().size();
        if (name.matches("[0-9]{1,9}")) {
            int index = Integer.parseInt(name);
            if (index < count) {
                return index;
            }
            throw new CommandException(
                    ExitCode.USAGE, "there is no function " + index + "; the last one is " + (count - 1));
        }
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC && each.name().equals(name)) {
                return each.index();
            }
        }
        for (int index = 0; index < count; index++) {
            if (program.names().function(index).filter(name::equals).isPresent()) {
                return index;
            }
        }
        throw new CommandException(
                ExitCode.USAGE,
                "no function is called or exported as " + Text.quoted(name)
                        + "; 'wasmi inspect' shows the exports, and 'wasmi disasm' without --func all functions");
    }
}
