package org.wasmi.exec;

import org.wasmi.exec.internal.store.Meter;

/** A deadline that holds until this is closed; made by {@link Store#within}. Confined like its store. */
public final class DeadlineScope implements AutoCloseable {
    private final Store store;
    private final Meter.Deadline before;
    private boolean closed;

    DeadlineScope(Store store, Meter.Deadline before) {
        this.store = store;
        this.before = before;
    }

    /**
     * Restores the earlier deadline. Closing it again does nothing.
     *
     * @throws IllegalStateException if another thread uses the store
     */
    @Override
    public void close() {
        if (!closed) {
            store.endDeadline(before);
            closed = true;
        }
    }
}
