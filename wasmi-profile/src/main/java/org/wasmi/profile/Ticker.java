package org.wasmi.profile;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Counts the intervals that have passed, on a thread of its own. Thread-safe. */
final class Ticker {
    static final long SHORTEST_NANOS = 10_000;

    private final long nanos;
    private final Thread thread = new Thread(this::run, "wasmi-profiler");

    private volatile long ticks;
    private volatile boolean stopped;

    Ticker(Duration interval) {
        nanos = interval.toNanos();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** {@return how many intervals have passed} */
    long ticks() {
        return ticks;
    }

    private void run() {
        long begin = System.nanoTime();
        while (!stopped) {
            long passed = System.nanoTime() - begin;
            ticks = passed / nanos; // this thread alone writes it
            LockSupport.parkNanos(this, nanos - passed % nanos);
        }
    }
}
