package org.wasmi.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.wasi.ProcExitException;
import org.wasmi.wasi.WasiConfig;

/** Calls a function on one executor over and over and keeps the times. */
final class Benchmark implements AutoCloseable {

    /** Shorter samples say more about the clock than about the call. */
    private static final long SAMPLE_NANOS = 100_000;

    /** How long one executor calls before it is the next one's turn. */
    private static final long TURN_NANOS = 20_000_000;

    private static final int MAX_BATCH = 1 << 24;

    private final String executor;
    private final Guest guest;
    private final Invocation invocation;
    private final long loadNanos;
    private long firstNanos;
    private int batch = 1;
    private long calls;
    private long spentNanos;
    private double[] samples = new double[1024];
    private int sampleCount;

    private Benchmark(String executor, Guest guest, Invocation invocation, long loadNanos) {
        this.executor = executor;
        this.guest = guest;
        this.invocation = invocation;
        this.loadNanos = loadNanos;
    }

    /** {@return a benchmark of which the first call has been made} */
    static Benchmark load(
            byte[] bytes, TranslationOptions options, String executor, String name, List<String> arguments)
            throws IOException {
        long start = System.nanoTime();
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        Guest guest = Guest.instantiate(ModuleFile.program(bytes, options), engine, WasiConfig.DEFAULT);
        long loadNanos = System.nanoTime() - start;

        WasmFunction function = guest.function(name);
        Value[] values = Guest.arguments(name, function.type(), arguments);
        Invocation invocation = function.newInvocation();
        IntStream.range(0, values.length).forEach(i -> invocation.pass(i, values[i]));
        guest.initialize();
        Benchmark benchmark = new Benchmark(executor, guest, invocation, loadNanos);
        benchmark.firstNanos = benchmark.time(1);
        return benchmark;
    }

    /** Calls on each executor for some seconds, by turns, so that what disturbs one disturbs all. */
    static void byTurns(List<Benchmark> benchmarks, double seconds) {
        long nanos = (long) (seconds * 1e9);
        boolean more = nanos > 0;
        while (more) {
            more = false;
            for (Benchmark each : benchmarks) {
                if (each.spentNanos < nanos) {
                    each.turn(Math.min(TURN_NANOS, nanos - each.spentNanos));
                    more |= each.spentNanos < nanos;
                }
            }
        }
    }

    /** Forgets the times so far. */
    void forget() {
        calls = 0;
        spentNanos = 0;
        sampleCount = 0;
    }

    private void turn(long nanos) {
        long end = spentNanos + nanos;
        while (spentNanos < end) {
            long elapsed = time(batch);
            spentNanos += elapsed;
            calls += batch;
            keep((double) elapsed / batch);
            if (elapsed < SAMPLE_NANOS && batch < MAX_BATCH) {
                batch *= 2;
            }
        }
    }

    private long time(int count) {
        try {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                invocation.call();
            }
            return System.nanoTime() - start;
        } catch (ProcExitException e) {
            throw new CommandException(ExitCode.FAILURE, "the guest ended itself with " + e.getMessage());
        }
    }

    private void keep(double nanos) {
        if (sampleCount == samples.length) {
            samples = Arrays.copyOf(samples, samples.length * 2);
        }
        samples[sampleCount++] = nanos;
    }

    String executor() {
        return executor;
    }

    /** {@return the number of calls that count} */
    long calls() {
        return calls;
    }

    long loadNanos() {
        return loadNanos;
    }

    long firstNanos() {
        return firstNanos;
    }

    double minNanos() {
        return Arrays.stream(samples, 0, sampleCount).min().orElse(Double.NaN);
    }

    double medianNanos() {
        double[] sorted = Arrays.copyOf(samples, sampleCount);
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public void close() throws IOException {
        guest.close();
    }
}
