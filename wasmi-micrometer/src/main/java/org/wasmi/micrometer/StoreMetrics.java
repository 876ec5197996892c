package org.wasmi.micrometer;

import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.Store;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Stacks;
import org.wasmi.exec.runtime.StoreObserver;
import org.wasmi.micrometer.Meters.Outcome;

/** Counts what guests of a store do. Confined to one thread at a time. */
final class StoreMetrics implements StoreObserver {
    private final Store store;
    private final List<Meters> meters;
    private final StoreShare share;
    private final Cleaner.Cleanable removal;

    /** When the calls have begun that are within one another. */
    private long[] begins = new long[4];

    private int depth;
    private long fuelUsed;

    /** A trap that has left a call already, on its way through the calls around it. */
    private @Nullable Throwable counted;

    StoreMetrics(Store store, List<Meters> meters, StoreShare share, Cleaner.Cleanable removal) {
        this.store = store;
        this.meters = meters;
        this.share = share;
        this.removal = removal;
        fuelUsed = store.fuelUsed();
        sizes();
    }

    private void sizes() {
        share.sizes(store.memoryBytes(), store.tableElements());
    }

    @Override
    public void entering(Stacks stacks, @Nullable FunctionState function, int arguments) {
        if (function == null) {
            share.waiting(-1);
        }
        if (depth == begins.length) {
            begins = Arrays.copyOf(begins, 2 * depth);
        }
        begins[depth++] = System.nanoTime();
    }

    @Override
    public void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {
        if (thrown instanceof TrapException trap) {
            if (!trap.equals(counted)) {
                meters.forEach(each -> each.traps(trap.trap()).increment());
            }
            ended(function, Outcome.TRAPPED);
        } else {
            ended(function, thrown == null ? Outcome.RETURNED : Outcome.THREW);
        }
        counted = depth == 0 ? null : thrown;
    }

    @Override
    public void suspended(Stacks stacks, @Nullable FunctionState function, long missingFuel) {
        share.waiting(1);
        ended(function, Outcome.SUSPENDED);
    }

    private void ended(@Nullable FunctionState function, Outcome outcome) {
        long fuel = store.fuelUsed() - fuelUsed;
        fuelUsed += fuel;
        sizes();
        meters.forEach(each -> each.fuel.increment((double) fuel));
        if (depth == 0) { // the call has begun before the store was observed
            return;
        }
        long nanos = System.nanoTime() - begins[--depth];
        if (function == null || function instanceof WasmFunction) { // constant expressions are no calls
            meters.forEach(each -> each.calls(outcome).record(nanos, TimeUnit.NANOSECONDS));
        }
    }

    @Override
    public void instantiated(InstanceState instance, long nanos) {
        sizes();
        meters.forEach(each -> each.instantiations.record(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void grown(long before, long after) {
        sizes();
    }

    @Override
    public void cancelled() {
        share.waiting(-1);
    }

    @Override
    public void closed() {
        removal.clean();
    }
}
