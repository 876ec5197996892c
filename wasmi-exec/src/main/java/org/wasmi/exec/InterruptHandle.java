package org.wasmi.exec;

/**
 * Ends guests of one store from outside, see {@link Store#interruptHandle}. Thread-safe: any thread may use it, whatever
 * thread the store is with.
 */
public final class InterruptHandle {
    private volatile boolean requested;

    InterruptHandle() {}

    /**
     * Has the guest that is running trap with {@link org.wasmi.encoding.error.Trap#INTERRUPTED}, or if none is, the next one. One
     * that waits for the host does so once the host has returned. Asking again before that has no further effect.
     */
    public void interrupt() {
        requested = true;
    }

    /** Withdraws what was asked for, unless a guest has trapped for it already. */
    public void clear() {
        requested = false;
    }

    /** {@return whether an interrupt has been asked for and no guest has trapped for it yet} */
    public boolean isPending() {
        return requested;
    }

    /** Lets one guest see the request. */
    boolean take() {
        if (!requested) {
            return false;
        }
        requested = false;
        return true;
    }
}
