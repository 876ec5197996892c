package org.wasmi.jit.internal;

import java.util.concurrent.atomic.LongAdder;
import org.wasmi.exec.runtime.Compilations;

/** Counts the compilations of an executor and their time. Thread-safe. */
final class CompilationCounter {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /** Adds a compilation that began at a time of {@link System#nanoTime}. */
    void add(long begin) {
        count.increment();
        nanos.add(System.nanoTime() - begin);
    }

    Compilations total() {
        return new Compilations(count.sum(), nanos.sum());
    }
}
