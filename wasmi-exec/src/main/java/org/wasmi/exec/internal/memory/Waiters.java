package org.wasmi.exec.internal.memory;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The threads that wait at addresses of a shared memory, the first to come being the first to be woken (threads
 * proposal, {@code memory.atomic.wait} and {@code memory.atomic.notify}). One that leaves, for whatever reason, leaves
 * nothing behind. Thread-safe.
 */
public final class Waiters {
    static final int WOKEN = 0;
    static final int NOT_EQUAL = 1;
    static final int TIMED_OUT = 2;

    /** By address; no set is empty. Guarded by this. */
    private final Map<Long, Set<Waiter>> queues = new HashMap<>();

    /** A thread that waits. */
    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile boolean woken;
    }

    /**
     * Has the current thread wait.
     *
     * @param park parks the thread for some nanoseconds at most, or throws what ends the wait
     * @param address where
     * @param isExpected whether the memory has what the guest expects there; asked while nobody can notify
     * @param nanos how long at the most; without end if it is negative
     * @return {@link #WOKEN}, {@link #NOT_EQUAL} or {@link #TIMED_OUT}
     */
    public int await(LongConsumer park, long address, BooleanSupplier isExpected, long nanos) {
        long start = System.nanoTime();
        Waiter waiter = new Waiter();
        synchronized (this) {
            if (!isExpected.getAsBoolean()) {
                return NOT_EQUAL;
            }
            queues.computeIfAbsent(address, key -> new LinkedHashSet<>()).add(waiter);
        }
        boolean ended = false;
        try {
            while (!waiter.woken) {
                long left = nanos < 0 ? Long.MAX_VALUE : nanos - (System.nanoTime() - start);
                if (left <= 0) {
                    break;
                }
                park.accept(left);
            }
            ended = true;
        } finally {
            leave(address, waiter, !ended);
        }
        return waiter.woken ? WOKEN : TIMED_OUT;
    }

    /** Ends a wait; a notification of one that is of no use any more goes to the next. */
    private synchronized void leave(long address, Waiter waiter, boolean handsOn) {
        Set<Waiter> queue = queues.get(address);
        if (queue != null && queue.remove(waiter) && queue.isEmpty()) {
            queues.remove(address);
        }
        if (handsOn && waiter.woken) {
            notify(address, 1);
        }
    }

    /**
     * Wakes threads.
     *
     * @param address where they wait
     * @param count how many at the most, unsigned
     * @return how many there were
     */
    public synchronized int notify(long address, int count) {
        Set<Waiter> queue = queues.get(address);
        if (queue == null) {
            return 0;
        }
        int woken = 0;
        Iterator<Waiter> waiters = queue.iterator();
        while (woken != count && waiters.hasNext()) {
            Waiter waiter = waiters.next();
            waiters.remove();
            waiter.woken = true;
            LockSupport.unpark(waiter.thread);
            woken++;
        }
        if (queue.isEmpty()) {
            queues.remove(address);
        }
        return woken;
    }

    /** {@return the number of threads that wait} */
    public synchronized int count() {
        return queues.values().stream().mapToInt(Set::size).sum();
    }
}
