package org.wasmi.exec;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which thread is in a store, and whether the store is open. Thread-safe. */
final class Confinement {
    /** The thread that is in, if one is. */
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    private boolean closed;

    /**
     * Lets the current thread in.
     *
     * @return whether it was outside, so that it has to {@link #leave}
     * @throws IllegalStateException if another thread is in, or the store is closed
     */
    boolean enter() {
        Thread current = Thread.currentThread();
        Thread before = owner.compareAndExchange(null, current);
        if (before == null) {
            if (closed) {
                leave();
                throw new IllegalStateException("the store is closed");
            }
            return true;
        } else if (before != current) {
            throw new IllegalStateException("the store is in use by thread '" + before.getName() + "', so that thread '"
                    + current.getName() + "' cannot use it");
        }
        return false;
    }

    /** Lets the current thread out. */
    void leave() {
        owner.setRelease(null);
    }

    /**
     * Closes the store.
     *
     * @param last what to do while no other thread can be in
     * @throws IllegalStateException if a thread is in
     */
    void close(Runnable last) {
        Thread before = owner.compareAndExchange(null, Thread.currentThread());
        if (before != null) {
            throw new IllegalStateException("the store is in use by thread '" + before.getName() + "'");
        }
        closed = true;
        last.run();
        leave();
    }
}
