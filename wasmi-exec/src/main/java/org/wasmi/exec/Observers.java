package org.wasmi.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.HostFrame;
import org.wasmi.exec.runtime.HostFunctionState;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Stacks;
import org.wasmi.exec.runtime.StoreObserver;

/** Several observers of a store, as one. Immutable. */
record Observers(List<StoreObserver> all) implements StoreObserver {

    /** {@return an observer as well as those that there are} */
    static StoreObserver with(@Nullable StoreObserver present, StoreObserver added) {
        if (present == null) {
            return added;
        }
        List<StoreObserver> all =
                new ArrayList<>(present instanceof Observers several ? several.all : List.of(present));
        all.add(added);
        return new Observers(List.copyOf(all));
    }

    /** {@return those that there are, without one, if any are left} */
    @SuppressWarnings("ReferenceEquality") // that observer, and none like it
    static @Nullable StoreObserver without(@Nullable StoreObserver present, StoreObserver removed) {
        if (present instanceof Observers several) {
            List<StoreObserver> left =
                    several.all.stream().filter(each -> each != removed).toList();
            return left.size() == 1 ? left.get(0) : new Observers(left);
        }
        return present == removed ? null : present;
    }

    @Override
    public void entering(Stacks stacks, @Nullable FunctionState function, int arguments) {
        all.forEach(each -> each.entering(stacks, function, arguments));
    }

    @Override
    public void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {
        all.forEach(each -> each.left(stacks, function, results, thrown));
    }

    @Override
    public void suspended(Stacks stacks, @Nullable FunctionState function, long missingFuel) {
        all.forEach(each -> each.suspended(stacks, function, missingFuel));
    }

    @Override
    public void calling(Stacks stacks, HostFunctionState function, HostFrame call) {
        all.forEach(each -> each.calling(stacks, function, call));
    }

    @Override
    public void called(Stacks stacks, HostFunctionState function, HostFrame call, @Nullable Throwable thrown) {
        all.forEach(each -> each.called(stacks, function, call, thrown));
    }

    @Override
    public void looked(Stacks stacks, int next) {
        all.forEach(each -> each.looked(stacks, next));
    }

    @Override
    public void throwing(Stacks stacks, Throwable thrown) {
        all.forEach(each -> each.throwing(stacks, thrown));
    }

    @Override
    public void instantiated(InstanceState instance, long nanos) {
        all.forEach(each -> each.instantiated(instance, nanos));
    }

    @Override
    public void cancelled() {
        all.forEach(StoreObserver::cancelled);
    }

    @Override
    public void closed() {
        all.forEach(StoreObserver::closed);
    }

    @Override
    public void grown(long before, long after) {
        all.forEach(each -> each.grown(before, after));
    }
}
