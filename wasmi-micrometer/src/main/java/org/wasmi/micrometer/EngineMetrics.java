package org.wasmi.micrometer;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.exec.runtime.Executor;

/**
 * Metrics of an engine and of the stores that it observes, for Micrometer. All have the tag {@code executor} and those of
 * the constructor. No tag has a name that a guest chooses, so that their number is bounded.
 *
 * <table>
 * <caption>The meters</caption>
 * <tr><th>name</th><th>kind</th><th>what it is</th></tr>
 * <tr><td>{@code wasmi.calls}</td><td>timer</td><td>calls of guests by the host, with the tag {@code outcome}: {@code
 * returned}, {@code trapped}, {@code threw}, {@code suspended}; a call that goes on later is one call for each
 * part</td></tr>
 * <tr><td>{@code wasmi.calls.waiting}</td><td>gauge</td><td>calls that are suspended now</td></tr>
 * <tr><td>{@code wasmi.traps}</td><td>counter</td><td>traps that have reached the host, with the tag {@code trap}, a
 * constant of {@link org.wasmi.encoding.error.Trap} in lower case</td></tr>
 * <tr><td>{@code wasmi.fuel}</td><td>counter</td><td>the fuel that metered guests have used</td></tr>
 * <tr><td>{@code wasmi.instantiations}</td><td>timer</td><td>instances that were made</td></tr>
 * <tr><td>{@code wasmi.compilations}</td><td>timer</td><td>what the executor has compiled, for all engines that use
 * it</td></tr>
 * <tr><td>{@code wasmi.memory}</td><td>gauge</td><td>bytes of the memories of observed stores</td></tr>
 * <tr><td>{@code wasmi.tables}</td><td>gauge</td><td>elements of the tables of observed stores</td></tr>
 * </table>
 *
 * <p>Numbers of a store are up to date when a call from the host has ended, an instance has been made, or a memory has
 * grown. A store no longer counts in the gauges when it is closed or unreachable. A shared memory counts in each store
 * that has it. Thread-safe.
 */
public final class EngineMetrics implements MeterBinder {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Engine engine;
    private final Tags tags;
    private final List<Meters> meters = new CopyOnWriteArrayList<>();
    private final LongAdder memoryBytes = new LongAdder();
    private final LongAdder tableElements = new LongAdder();
    private final LongAdder waiting = new LongAdder();

    /** Makes metrics of an engine, which observe no store yet. */
    public EngineMetrics(Engine engine) {
        this(engine, List.of());
    }

    /**
     * Makes metrics of an engine, which observe no store yet.
     *
     * @param tags further tags of all meters, such as the engine's name if there are several with the same executor
     */
    public EngineMetrics(Engine engine, Iterable<Tag> tags) {
        this.engine = engine;
        this.tags = Tags.of(tags).and("executor", engine.executor().name());
    }

    /** Adds the meters to a registry, to which everything counts from now on. */
    @Override
    public void bindTo(MeterRegistry registry) {
        meters.add(new Meters(registry, tags));
        gauge(registry, "wasmi.calls.waiting", "calls", "Calls that are suspended", waiting);
        gauge(registry, "wasmi.memory", "bytes", "The size of all memories of guests", memoryBytes);
        gauge(registry, "wasmi.tables", "elements", "The size of all tables of guests", tableElements);
        ToDoubleFunction<Executor> nanos = executor -> executor.compilations().nanos();
        FunctionTimer.builder(
                        "wasmi.compilations",
                        engine.executor(),
                        executor -> executor.compilations().count(),
                        nanos,
                        TimeUnit.NANOSECONDS)
                .description("Functions and loops that were compiled")
                .tags(tags)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String unit, String description, LongAdder of) {
        Gauge.builder(name, of, LongAdder::sum)
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /**
     * Counts what guests of a store do from now on. To be called once for a store, before it is used.
     *
     * @throws IllegalArgumentException if it is a store of another engine
     * @throws IllegalStateException if another thread uses the store
     */
    public void observe(Store store) {
        if (!store.engine().equals(engine)) {
            throw new IllegalArgumentException("a store of another engine");
        }
        StoreShare share = new StoreShare(memoryBytes, tableElements, waiting);
        store.observe(new StoreMetrics(store, meters, share, CLEANER.register(store, share::remove)));
    }
}
