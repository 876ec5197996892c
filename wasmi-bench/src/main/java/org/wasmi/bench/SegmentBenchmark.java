package org.wasmi.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.Limits;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.LinkedProgram;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/**
 * Translation and instantiation of a module with as many active data segments at constant offsets as Go's compiler writes
 * into large ones. With {@code -prof gc}, what is allocated for that.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class SegmentBenchmark {
    private static final int BYTES = 32;

    /** How many segments there are. The package esbuild-wasm has 85,865 in version 0.25.0, and more in later ones. */
    @Param("98450")
    public int segments = 98_450;

    private final Engine engine = Engine.create();

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private byte[] wasm;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private LinkedProgram program;

    /** Builds the module. */
    @Setup
    public void build() {
        ModuleBuilder module = new ModuleBuilder().memory(Limits.atLeast(2L * segments * BYTES / 65_536 + 1));
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < segments; i++) {
            int offset = 2 * i * BYTES;
            bytes[i % BYTES]++;
            module.data(0, code -> code.i32Const(offset), bytes);
        }
        wasm = module.build();
        program = new Linker().link(Translator.translate(wasm));
    }

    /** {@return the program} */
    @Benchmark
    public Program translate() {
        return Translator.translate(wasm);
    }

    /** {@return an instance in a store of its own} */
    @Benchmark
    public Instance instantiate() {
        Store store = engine.newStore();
        Instance instance = program.instantiate(store);
        store.close();
        return instance;
    }
}
