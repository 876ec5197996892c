package org.wasmi.exec;

import org.wasmi.exec.internal.store.Interrupt;

/**
 * Ends guests of one store from outside, see {@link Store#interruptHandle}. Thread-safe: any thread may use it, whatever
 * thread the store is with.
 */
public final class InterruptHandle {
    private final Interrupt interrupt;

    InterruptHandle(Interrupt interrupt) {
        this.interrupt = interrupt;
    }

    /**
     * Has the guest that is running trap with {@link org.wasmi.encoding.error.Trap#INTERRUPTED}, or if none is, the next one. One
     * that waits for the host does so once the host has returned; one that waits to be notified at an address of a shared
     * memory does so at once. Asking again before that has no further effect.
     */
    public void interrupt() {
        interrupt.request(true);
    }

    /** Withdraws what was asked for, unless a guest has trapped for it already. */
    public void clear() {
        interrupt.request(false);
    }

    /** {@return whether an interrupt has been asked for and no guest has trapped for it yet} */
    public boolean isPending() {
        return interrupt.isRequested();
    }
}
