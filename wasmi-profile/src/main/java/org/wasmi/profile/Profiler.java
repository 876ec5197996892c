package org.wasmi.profile;

import java.time.Duration;
import org.wasmi.exec.Store;

/**
 * Samples where the guests of a store spend their time. A thread of its own counts ticks; a guest records its frames
 * where it looks whether it may go on, if there has been a tick since it last did. Metered guests look after some 16,000
 * units of fuel, which is some microseconds, and when a host function has returned. So a sample is never far from where
 * the tick was, needs no safepoint of the JVM, and is taken in the same way by all executors.
 *
 * <p>Time in host functions is theirs. Time between calls from the host does not count. Guests that never look because
 * they return before are recorded by the function that the host has called, without frames above it.
 *
 * <p>{@link #start} and {@link #stop} are for the thread that uses the store.
 */
public final class Profiler implements AutoCloseable {
    /** The time between two samples, unless it is chosen. */
    public static final Duration INTERVAL = Duration.ofMillis(5);

    private final Store store;
    private final Ticker ticker;
    private final Sampler sampler;
    private final Duration interval;
    private boolean stopped;

    private Profiler(Store store, Duration interval) {
        this.store = store;
        this.interval = interval;
        ticker = new Ticker(interval);
        sampler = new Sampler(ticker::ticks);
    }

    /** Starts to sample a store each {@link #INTERVAL}, see {@link #start(Store, Duration)}. */
    public static Profiler start(Store store) {
        return start(store, INTERVAL);
    }

    /**
     * Starts to sample a store, which accepts metered programs only from now on: others never look.
     *
     * @param interval the time between two samples, from 10 microseconds on
     * @throws IllegalStateException if there is an instance of a program that is not metered, or another thread uses
     *     the store
     */
    public static Profiler start(Store store, Duration interval) {
        if (interval.compareTo(Duration.ofNanos(Ticker.SHORTEST_NANOS)) < 0) {
            throw new IllegalArgumentException("an interval of 10 microseconds or more, not " + interval);
        }
        store.requireMetering("a profiler");
        Profiler profiler = new Profiler(store, interval);
        store.observe(profiler.sampler);
        profiler.ticker.start();
        return profiler;
    }

    /** {@return what was sampled} Ends sampling, unless it has ended already. */
    public Profile stop() {
        if (!stopped) {
            store.stopObserving(sampler);
            ticker.stop();
            stopped = true;
        }
        return sampler.profile(interval);
    }

    /** Ends sampling. */
    @Override
    public void close() {
        stop();
    }
}
