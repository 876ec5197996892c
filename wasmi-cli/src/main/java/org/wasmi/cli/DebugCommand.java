package org.wasmi.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.debug.DebugAdapter;
import org.wasmi.debug.Debuggee;
import org.wasmi.debug.Launch;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.wasi.ProcExitException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "debug",
        description = {
            "Serves an editor that debugs a module, by the Debug Adapter Protocol on standard input and output.",
            "The editor's request to launch may name the module, a function and arguments in 'program', 'invoke' and "
                    + "'args'; otherwise they are those given here. The guest has no standard input."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "%nExamples:",
            "  wasmi debug",
            "  wasmi debug hello.wasm",
            "  wasmi debug --invoke fib fib.wasm -- 20"
        })
final class DebugCommand implements Callable<Integer> {
    private final Streams streams;
    private final List<String> ofGuest;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The module.")
    private @Nullable Path file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARGS", description = "Arguments; after '--' all.")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private CallOptions call = new CallOptions();

    @Mixin
    private FeatureOption features = new FeatureOption();

    /**
     * Makes a command.
     *
     * @param ofGuest what follows {@code --}
     */
    DebugCommand(Streams streams, List<String> ofGuest) {
        this.streams = streams;
        this.ofGuest = ofGuest;
    }

    @Override
    public Integer call() throws IOException {
        arguments.addAll(ofGuest);
        return DebugAdapter.serve(streams.in(), streams.out(), this::launch);
    }

    private Debuggee launch(Launch launch) throws IOException {
        Path module = launch.program().map(Path::of).orElse(file);
        if (module == null) {
            throw new CommandException(ExitCode.USAGE, "which module? The request to launch has no 'program'");
        }
        byte[] wasm = ModuleFile.read(module, streams);
        if (StoredPrograms.isStored(wasm)) {
            throw new CommandException(ExitCode.BAD_MODULE, module + ": a stored program, which has no source");
        }
        Program program = ModuleFile.program(
                wasm, features.translation().withFusion(false).withSources(true));
        List<String> given = launch.arguments().isEmpty() ? arguments : launch.arguments();
        CallOptions what = launch.invoke().map(call::withFunction).orElse(call);
        Path folder = module.toAbsolutePath().getParent();
        return new Debuggee(
                String.valueOf(module.getFileName()),
                wasm,
                program,
                folder == null ? Path.of("") : folder,
                (executor, out, err) -> run(module, program, what, given, executor, out, err));
    }

    private int run(
            Path module,
            Program program,
            CallOptions what,
            List<String> given,
            Executor executor,
            OutputStream out,
            OutputStream err)
            throws IOException {
        Streams ofGuestAlone = new Streams(new ByteArrayInputStream(new byte[0]), out, err, false);
        Store store = Engine.create(EngineConfig.DEFAULT, executor).newStore();
        try {
            return what.run(program, store, what.wasi(spec, module, given, ofGuestAlone), module, given, ofGuestAlone);
        } catch (ProcExitException exit) {
            return ExitCode.ofGuest(exit);
        } finally {
            ofGuestAlone.flush();
        }
    }
}
