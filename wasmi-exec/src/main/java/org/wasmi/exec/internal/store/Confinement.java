package org.wasmi.exec.internal.store;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Which thread is in a store, and whether the store is open. Thread-safe. */
public final class Confinement {
    /** The thread that is in, if one is. */
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    /**
     * How often it has entered without leaving. Set to what it was, so that one that was lost to a full stack does no
     * harm.
     */
    private int depth;

    private boolean closed;

    /**
     * Lets the current thread in.
     *
     * @return how often it had entered before; to be passed to {@link #leave}
     * @throws IllegalStateException if another thread is in, or the store is closed
     */
    public int enter() {
        Thread current = Thread.currentThread();
        if (owner.getPlain() == current) { // nobody else could have put it there
            return depth++;
        }
        Thread before = owner.compareAndExchange(null, current);
        // One that has ended has not left for lack of a stack.
        if (before != null && (before.isAlive() || !owner.compareAndSet(before, current))) {
            throw inUse(before);
        }
        depth = 1;
        if (closed) {
            leave(0);
            throw new IllegalStateException("the store is closed");
        }
        return 0;
    }

    private static IllegalStateException inUse(Thread owner) {
        return new IllegalStateException("the store is in use by thread '" + owner.getName() + "', so that thread '"
                + Thread.currentThread().getName() + "' cannot use it");
    }

    /**
     * Refuses a thread while another one is in. Of use where it is too costly to enter.
     *
     * @throws IllegalStateException if another thread is in
     */
    public void requireNoOther() {
        Thread now = owner.getAcquire();
        if (now != null && now != Thread.currentThread()) {
            throw inUse(now);
        }
    }

    /**
     * Refuses a thread that is not in.
     *
     * @throws IllegalStateException if it is not
     */
    public void requireInside() {
        if (owner.getPlain() != Thread.currentThread()) {
            throw new IllegalStateException(
                    "thread '" + Thread.currentThread().getName() + "' has not entered the store");
        }
    }

    /** {@return how often the current thread, which is in, has entered without leaving} */
    public int depth() {
        return depth;
    }

    /** Lets the current thread out, if it had not entered before. */
    public void leave(int before) {
        depth = before;
        if (before == 0) {
            owner.setRelease(null);
        }
    }

    /**
     * Closes the store.
     *
     * @param last what to do while no other thread can be in
     * @throws IllegalStateException if a thread is in
     */
    public void close(Runnable last) {
        Thread before = owner.compareAndExchange(null, Thread.currentThread());
        if (before != null) {
            throw new IllegalStateException("the store is in use by thread '" + before.getName() + "'");
        }
        closed = true;
        try {
            last.run();
        } finally {
            owner.setRelease(null);
        }
    }
}
