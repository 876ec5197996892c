package org.wasmi.bench.compare;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import org.wasmi.bench.Workload;

/**
 * What a fork does: one contender runs one workload, and each result is checked. It prints a line for each finding, a
 * word and numbers:
 *
 * <pre>
 * refused MESSAGE        the contender cannot load the module; nothing follows
 * loaded NANOS           from naming the contender to an instance; with classes, if no others ran before
 * first NANOS            the first run
 * sample NANOS           the mean time of one run
 * allocated BYTES        the mean for one run
 * busy SHARE             the part of the measured time in which the thread had a processor
 * reached COUNT NANOS    so many instructions were executed so long after naming the contender
 * </pre>
 */
final class Trial {

    /** Shorter samples say more about the clock than about the engine. */
    private static final long SAMPLE_NANOS = 50_000_000;

    private static final int MIN_SAMPLES = 3;

    /** How much further the next point of a warm-up curve is. */
    private static final double STEP = 1.1;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final PrintStream out;
    private final Workload workload;
    private final int size;
    private final long checksum;
    private final IntToLongFunction run;
    private final Clock clock;

    private Trial(PrintStream out, Workload workload, int size, long checksum, IntToLongFunction run, Clock clock) {
        this.out = out;
        this.workload = workload;
        this.size = size;
        this.checksum = checksum;
        this.run = run;
        this.clock = clock;
    }

    /**
     * The arguments: {@code steady CONTENDER WORKLOAD OTHERS_SECONDS WARM_UP_SECONDS MEASURE_SECONDS CLOCK} for the
     * speed once warm, or {@code start CONTENDER WORKLOAD INSTRUCTIONS_PER_RUN INSTRUCTIONS} for the time to the first
     * instructions.
     */
    public static void main(String[] args) {
        boolean steady = args[0].equals("steady");
        Workload workload = Workload.named(args[2]);
        byte[] wasm = workload.wasm();
        if (steady && Double.parseDouble(args[3]) > 0) {
            runOthers(args[1], workload, Double.parseDouble(args[3]));
        }
        long start = System.nanoTime();
        IntToLongFunction run;
        try {
            run = Contender.named(args[1]).load(wasm);
        } catch (RuntimeException e) {
            System.out.println("refused " + e);
            return;
        }
        System.out.println("loaded " + (System.nanoTime() - start));
        if (steady) {
            new Trial(System.out, workload, workload.size(), workload.checksum(), run, Clock.valueOf(args[6]))
                    .steady(Double.parseDouble(args[4]), Double.parseDouble(args[5]));
        } else {
            new Trial(System.out, workload, workload.smallSize(), workload.smallChecksum(), run, Clock.WALL)
                    .start(start, Double.parseDouble(args[3]), Double.parseDouble(args[4]));
        }
    }

    /** Lets the JVM see other programs on the engine first, as it does where more than one is run. */
    private static void runOthers(String contender, Workload workload, double seconds) {
        List<Workload> others = new ArrayList<>(Workload.of(workload.corpus()));
        others.remove(workload);
        for (Workload other : others) {
            IntToLongFunction run;
            try {
                run = Contender.named(contender).load(other.wasm());
            } catch (RuntimeException e) {
                continue; // what it cannot load says so where it is measured
            }
            long end = System.nanoTime() + nanos(seconds / others.size());
            while (System.nanoTime() - end < 0) {
                check(other, run.applyAsLong(other.smallSize()), other.smallChecksum());
            }
        }
    }

    private void steady(double warmUpSeconds, double measureSeconds) {
        long first = time(1);
        out.println("first " + first);
        long end = System.nanoTime() + nanos(warmUpSeconds);
        int batch = 1;
        do {
            long elapsed = time(batch);
            if (elapsed < SAMPLE_NANOS) {
                batch = Math.max(batch + 1, (int) (batch * (double) SAMPLE_NANOS / elapsed));
            }
        } while (System.nanoTime() - end < 0);

        double[] samples = new double[1 << 12];
        int count = 0;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long processorTime = Clock.THREAD.nanos();
        long begin = System.nanoTime();
        end = begin + nanos(measureSeconds);
        while (count < MIN_SAMPLES || (System.nanoTime() - end < 0 && count < samples.length)) {
            samples[count++] = (double) time(batch) / batch;
        }
        long elapsed = System.nanoTime() - begin;
        processorTime = Clock.THREAD.nanos() - processorTime;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        for (int i = 0; i < count; i++) {
            print("sample %.1f", samples[i]);
        }
        print("allocated %.3f", (double) allocated / ((long) count * batch));
        print("busy %.3f", (double) processorTime / elapsed);
    }

    private void start(long start, double instructionsPerRun, double instructions) {
        double next = 0;
        for (double done = 0; done < instructions; ) {
            time(1);
            done += instructionsPerRun;
            if (done >= next || done >= instructions) {
                print("reached %.0f %d", done, System.nanoTime() - start);
                next = done * STEP;
            }
        }
    }

    private long time(int runs) {
        long start = clock.nanos();
        for (int i = 0; i < runs; i++) {
            check(workload, run.applyAsLong(size), checksum);
        }
        return clock.nanos() - start;
    }

    private static void check(Workload workload, long result, long checksum) {
        if (result != checksum) {
            throw new IllegalStateException(
                    "the checksum of " + workload.name() + " is " + result + ", not " + checksum);
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
