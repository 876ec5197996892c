package org.wasmi.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Linker;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/**
 * What an exception of a guest costs, by the number of frames between the throw and its handler, beside the same calls
 * that return, and beside plain code of 17 units of fuel a turn. The price of a throw in fuel follows from these.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ThrowBenchmark {
    private static final int TURNS = 100;

    private static final String MODULE = """
            (module
              (tag $tag (param i32))
              (func $down (param $depth i32) (param $throws i32)
                (if (local.get $depth)
                  (then
                    (call $down (i32.sub (local.get $depth) (i32.const 1)) (local.get $throws)))
                  (else (if (local.get $throws) (then (throw $tag (i32.const 1)))))))
              (func $calls (param $n i32) (param $depth i32) (param $throws i32)
                (loop $turn
                  (block $caught
                    (block $handler (result i32)
                      (try_table (catch $tag $handler) (call $down (local.get $depth) (local.get $throws)))
                      (br $caught))
                    (drop))
                  (br_if $turn (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
              (func (export "throws") (param $n i32) (param $depth i32)
                (call $calls (local.get $n) (local.get $depth) (i32.const 1)))
              (func (export "returns") (param $n i32) (param $depth i32)
                (call $calls (local.get $n) (local.get $depth) (i32.const 0)))
              (func (export "plain") (param $n i32) (param $depth i32) (local $x i32) (local $y i32)
                (loop $turn
                  (local.set $x (i32.add (i32.mul (local.get $x) (i32.const 31)) (local.get $n)))
                  (local.set $y (i32.xor (local.get $y) (i32.shr_u (local.get $x) (i32.const 3))))
                  (br_if $turn (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
            """;

    /** The name of an executor. */
    @Param({"switch", "tail", "compiled"})
    public String executor = "";

    /** The function. */
    @Param({"throws", "returns", "plain"})
    public String loop = "";

    /** The number of frames that the exception leaves, besides the one that throws it. */
    @Param({"0", "10", "100"})
    public int depth;

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private Invocation function;

    /** Instantiates the module. */
    @Setup
    public void instantiate() {
        function = new Linker()
                .instantiate(
                        Engine.create(EngineConfig.DEFAULT.withExecutor(executor))
                                .newStore(),
                        Translator.translate(Wat.parse(MODULE), TranslationOptions.DEFAULT.withFuel(true)))
                .function(loop)
                .newInvocation();
    }

    /** Runs the loop; the time is that of one turn. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public void run() {
        function.passI32(0, TURNS).passI32(1, depth).call();
    }
}
