package org.wasmi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Snapshot;
import org.wasmi.exec.Store;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.Translator;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;

/**
 * The ways to a guest that is ready for use, the Forth of the examples: an instance that initialises itself, one that
 * begins from a snapshot, one that is brought back to it, and the same with Endive, which has no snapshots. Functions
 * that the guest imports do nothing; none is called. Runs from the root of the project or from a folder beside
 * {@code examples}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"}) // or the kernel's pages count
public class SnapshotBenchmark {

    private static byte[] module() throws IOException {
        Path folder = Path.of("examples");
        return Files.readAllBytes(
                (Files.isDirectory(folder) ? folder : Path.of("..", "examples")).resolve("forth.wasm"));
    }

    /** Ours. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up before the first run
    public static class Ours {
        private final Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(Executors.SWITCH));
        private Program program;
        private Linker linker;
        private Snapshot snapshot;
        private Instance used;

        /** Takes the snapshot. */
        @Setup
        public void take() throws IOException {
            program = Translator.translate(module());
            linker = new Linker();
            for (Import each : program.imports()) {
                linker.function(each.module(), each.name(), (FuncType) each.type(), call -> {});
            }
            used = initialised();
            snapshot = used.snapshot();
        }

        private Instance initialised() {
            Instance instance = linker.instantiate(engine.newStore(), program);
            instance.function("start").call();
            return instance;
        }
    }

    /** Endive's. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up before the first run
    public static class Endive {
        private WasmModule parsed;
        private ImportValues imports;

        /** Reads the module. */
        @Setup
        public void parse() throws IOException {
            parsed = Parser.parse(module());
            ImportValues.Builder builder = ImportValues.builder();
            for (int i = 0; i < parsed.importSection().importCount(); i++) {
                FunctionImport each = (FunctionImport) parsed.importSection().getImport(i);
                FunctionType type = parsed.typeSection().getType(each.typeIndex());
                builder.addFunction(new HostFunction(
                        each.module(),
                        each.name(),
                        type,
                        (instance, arguments) -> new long[type.returns().size()]));
            }
            imports = builder.build();
        }

        private run.endive.runtime.Instance build() {
            return run.endive.runtime.Instance.builder(parsed)
                    .withImportValues(imports)
                    .withStart(false)
                    .build();
        }
    }

    /** {@return an instance that has initialised itself} */
    @Benchmark
    public Instance initialise(Ours ours) {
        Instance instance = ours.initialised();
        instance.store().close();
        return instance;
    }

    /** {@return an instance that a snapshot has initialised} */
    @Benchmark
    public Instance restore(Ours ours) {
        try (Store store = ours.engine.newStore()) {
            return ours.linker.instantiate(store, ours.snapshot);
        }
    }

    /** {@return an instance that has been brought back to a snapshot} */
    @Benchmark
    public Instance reset(Ours ours) {
        ours.used.reset(ours.snapshot);
        return ours.used;
    }

    /** {@return an instance of Endive's that has initialised itself} */
    @Benchmark
    public run.endive.runtime.Instance initialiseEndive(Endive endive) {
        run.endive.runtime.Instance instance = endive.build();
        instance.export("start").apply();
        return instance;
    }

    /** {@return an instance of Endive's that has not even initialised itself} */
    @Benchmark
    public run.endive.runtime.Instance instantiateEndive(Endive endive) {
        return endive.build();
    }
}
