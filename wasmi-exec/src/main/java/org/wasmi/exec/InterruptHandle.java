package org.wasmi.exec;

import org.wasmi.exec.internal.store.Interrupt;

/**
 * Ends guests of one store from outside; see {@link Store#interruptHandle}. Thread-safe: any thread may use it,
 * whichever thread uses the store.
 */
public final class InterruptHandle {
    private final Interrupt interrupt;

    InterruptHandle(Interrupt interrupt) {
        this.interrupt = interrupt;
    }

    /**
     * Makes the running guest trap with {@link org.wasmi.encoding.error.Trap#INTERRUPTED}, or the next one if none is
     * running. A guest that waits for the host traps once the host has returned; one that waits to be notified at an
     * address of a shared memory traps at once. A second request before that has no effect.
     */
    public void interrupt() {
        interrupt.request(true);
    }

    /** Withdraws the request, unless a guest has trapped for it already. */
    public void clear() {
        interrupt.request(false);
    }

    /** {@return whether an interrupt has been asked for and no guest has trapped for it yet} */
    public boolean isPending() {
        return interrupt.isRequested();
    }
}
