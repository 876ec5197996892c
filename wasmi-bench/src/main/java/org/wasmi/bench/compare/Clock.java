package org.wasmi.bench.compare;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What samples are timed by. */
enum Clock {
    /** Time as it passes, whether or not the thread has the processor. */
    WALL {
        @Override
        long nanos() {
            return System.nanoTime();
        }
    },

    /**
     * The time for which the thread had a processor: for machines that others use too. Collecting garbage is left out.
     */
    THREAD {
        @Override
        long nanos() {
            return THREADS.getCurrentThreadCpuTime();
        }
    };

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** {@return nanoseconds since some point in time} */
    abstract long nanos();
}
