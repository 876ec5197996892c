package org.wasmi.exec.internal.store;

/** A request to end the guests of a store. Thread-safe. */
public final class Interrupt {
    private volatile boolean requested;

    /** Makes one that is not requested. */
    public Interrupt() {}

    /** Requests or withdraws it. */
    public void request(boolean value) {
        requested = value;
    }

    /** {@return whether it is requested and no guest has seen that} */
    public boolean isRequested() {
        return requested;
    }

    /** Lets one guest see the request. {@return whether there was one} */
    public boolean take() {
        if (!requested) {
            return false;
        }
        requested = false;
        return true;
    }
}
