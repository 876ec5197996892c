package org.wasmi.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
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
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Linker;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;
import run.endive.runtime.ExportFunction;
import run.endive.wasm.Parser;

/**
 * Loops of a guest that makes objects and reads them, next to the same with Endive's interpreter: structures of three
 * fields, arrays of 64 i32, and casts down a chain of four types. A run takes {@value #TURNS} turns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"}) // or the kernel's pages count
public class GcBenchmark {
    private static final int TURNS = 100_000;

    private static final String MODULE = """
            (module
              (rec
                (type $point (struct (field (mut i32)) (field (mut i64)) (field (mut (ref null $point)))))
                (type $ints (array (mut i32)))
                (type $a (sub (struct (field i32))))
                (type $b (sub $a (struct (field i32) (field i32))))
                (type $c (sub $b (struct (field i32) (field i32) (field i32))))
                (type $d (sub final $c (struct (field i32) (field i32) (field i32) (field i32)))))

              (func (export "structures") (param $n i64) (result i64)
                (local $sum i64) (local $point (ref null $point))
                (loop $turn
                  (local.set $point
                    (struct.new $point (i32.wrap_i64 (local.get $n)) (local.get $n) (local.get $point)))
                  (struct.set $point 0 (local.get $point)
                    (i32.mul (struct.get $point 0 (local.get $point)) (i32.const 3)))
                  (local.set $sum
                    (i64.add
                      (i64.add (local.get $sum) (struct.get $point 1 (local.get $point)))
                      (i64.extend_i32_s (struct.get $point 0 (local.get $point)))))
                  (if (ref.is_null (struct.get $point 2 (local.get $point)))
                    (then)
                    (else (struct.set $point 2 (local.get $point) (ref.null $point))))
                  (br_if $turn
                    (i32.wrap_i64 (local.tee $n (i64.sub (local.get $n) (i64.const 1))))))
                (local.get $sum))

              (func (export "arrays") (param $n i64) (result i64)
                (local $sum i64) (local $i i32) (local $ints (ref null $ints))
                (loop $turn
                  (if (i32.eqz (local.tee $i (i32.and (i32.wrap_i64 (local.get $n)) (i32.const 63))))
                    (then (local.set $ints (array.new $ints (i32.const 7) (i32.const 64)))))
                  (if (i32.eqz (ref.is_null (local.get $ints)))
                    (then
                      (array.set $ints (local.get $ints) (local.get $i)
                        (i32.add
                          (array.get $ints (local.get $ints)
                            (i32.sub (array.len (local.get $ints)) (i32.add (local.get $i) (i32.const 1))))
                          (local.get $i)))
                      (local.set $sum
                        (i64.add (local.get $sum)
                          (i64.extend_i32_s (array.get $ints (local.get $ints) (local.get $i)))))))
                  (br_if $turn
                    (i32.wrap_i64 (local.tee $n (i64.sub (local.get $n) (i64.const 1))))))
                (local.get $sum))

              (func (export "casts") (param $n i64) (result i64)
                (local $sum i64) (local $any anyref) (local $c anyref) (local $d anyref)
                (local.set $c (struct.new $c (i32.const 1) (i32.const 2) (i32.const 3)))
                (local.set $d (struct.new $d (i32.const 4) (i32.const 5) (i32.const 6) (i32.const 7)))
                (loop $turn
                  (local.set $any
                    (select (result anyref) (local.get $c) (local.get $d)
                      (i32.and (i32.wrap_i64 (local.get $n)) (i32.const 1))))
                  (local.set $sum
                    (i64.add (local.get $sum)
                      (i64.extend_i32_s
                        (i32.add
                          (struct.get $a 0 (ref.cast (ref $a) (local.get $any)))
                          (i32.add
                            (struct.get $b 1 (ref.cast (ref $b) (local.get $any)))
                            (struct.get $c 2 (ref.cast (ref $c) (local.get $any))))))))
                  (if (ref.test (ref $d) (local.get $any))
                    (then (local.set $sum (i64.add (local.get $sum) (i64.const 1)))))
                  (br_if $turn
                    (i32.wrap_i64 (local.tee $n (i64.sub (local.get $n) (i64.const 1))))))
                (local.get $sum)))
            """;

    /** The name of an executor, or {@code endive}. */
    @Param({"endive", "switch", "indirect", "direct", "tail"})
    public String engine = "";

    /** The function. */
    @Param({"structures", "arrays", "casts"})
    public String loop = "";

    @SuppressWarnings("NullAway.Init") // set up before the first run
    private LongUnaryOperator function;

    /** Instantiates the module. */
    @Setup
    public void instantiate() {
        byte[] module = Wat.parse(MODULE);
        if (engine.equals("endive")) {
            ExportFunction endive = run.endive.runtime.Instance.builder(Parser.parse(module))
                    .build()
                    .export(loop);
            function = n -> endive.apply(n)[0];
        } else {
            Invocation ours = new Linker()
                    .instantiate(
                            Engine.create(EngineConfig.DEFAULT.withExecutor(engine))
                                    .newStore(),
                            Translator.translate(module))
                    .function(loop)
                    .newInvocation();
            function = n -> ours.passI64(0, n).call().i64(0);
        }
        long expected =
                switch (loop) {
                    case "structures" -> 2L * TURNS * (TURNS + 1);
                    case "arrays" -> arrays();
                    default -> (6 + 16) * TURNS / 2;
                };
        if (function.applyAsLong(TURNS) != expected) {
            throw new IllegalStateException(engine + " computes something else: " + function.applyAsLong(TURNS));
        }
    }

    /** {@return what the loop of that name computes} */
    private static long arrays() {
        int[] ints = {};
        long sum = 0;
        for (int n = TURNS; n > 0; n--) {
            int i = n % 64;
            if (i == 0) {
                ints = new int[64];
                Arrays.fill(ints, 7);
            }
            if (ints.length > 0) {
                ints[i] = ints[ints.length - (i + 1)] + i;
                sum += ints[i];
            }
        }
        return sum;
    }

    /** {@return the checksum of one run} */
    @Benchmark
    public long run() {
        return function.applyAsLong(TURNS);
    }
}
