package org.wasmi.micrometer;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a store adds to the gauges of its engine, which can be taken back by another thread when the store is gone; so
 * nothing here refers to the store. Thread-safe.
 */
final class StoreShare {
    private final LongAdder allMemoryBytes;
    private final LongAdder allTableElements;
    private final LongAdder allWaiting;
    private long memoryBytes;
    private long tableElements;
    private long waiting;

    StoreShare(LongAdder allMemoryBytes, LongAdder allTableElements, LongAdder allWaiting) {
        this.allMemoryBytes = allMemoryBytes;
        this.allTableElements = allTableElements;
        this.allWaiting = allWaiting;
    }

    synchronized void sizes(long memory, long tables) {
        allMemoryBytes.add(memory - memoryBytes);
        allTableElements.add(tables - tableElements);
        memoryBytes = memory;
        tableElements = tables;
    }

    /** Counts calls that wait, or if there are fewer, that no longer do. */
    synchronized void waiting(int more) {
        long now = Math.max(0, waiting + more);
        allWaiting.add(now - waiting);
        waiting = now;
    }

    synchronized void remove() {
        sizes(0, 0);
        allWaiting.add(-waiting);
        waiting = 0;
    }
}
