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
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Linker;
import org.wasmi.translate.Translator;

/** Every workload on every executor. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExecutorBenchmark {

    /** The executor. */
    @Param({"naive", "switch", "indirect", "direct", "tail", "compiled", "tiered"})
    public String executor = "";

    /** The workload. */
    @Param({
        "counter",
        "fib-iterative",
        "fib-recursive",
        "fib-tail",
        "sieve",
        "matrix",
        "nbody",
        "mandelbrot",
        "quicksort",
        "sort-indirect",
        "sha256",
        "crc32",
        "machine",
        "wordcount",
        "memory",
        "mix",
        "chacha",
        "xxhash",
        "md5",
        "prime-test",
        "particles",
        "filter",
        "life",
        "knapsack",
        "huffman",
        "gcd"
    })
    public String workload = "";

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation invocation;

    /** Instantiates the workload. */
    @Setup
    public void instantiate() {
        Workload chosen = Workload.named(workload);
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        Instance instance = new Linker().instantiate(engine.newStore(), Translator.translate(chosen.wasm()));
        invocation = instance.function("run").newInvocation().passI32(0, chosen.size());
    }

    /** {@return the checksum of one run} */
    @Benchmark
    public long run() {
        return invocation.call().i64(0);
    }
}
