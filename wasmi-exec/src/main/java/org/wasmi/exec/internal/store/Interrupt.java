package org.wasmi.exec.internal.store;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A request to end the guests of a store. Thread-safe. */
public final class Interrupt {
    private volatile boolean requested;

    /** The thread of a guest that waits to be notified, which is to look. */
    private volatile @Nullable Thread parked;

    /** Makes one that is not requested. */
    public Interrupt() {}

    /** Requests or withdraws it. */
    public void request(boolean value) {
        requested = value;
        if (value) {
            LockSupport.unpark(parked);
        }
    }

    /** Says which thread to wake, if one is to be, before it looks. */
    void parked(@Nullable Thread thread) {
        parked = thread;
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
