package org.wasmi.exec;

import org.wasmi.encoding.error.GuestTrace;

/**
 * What a function of the host does. It gets its arguments from the call and leaves its results there; see
 * {@link HostCall}. It may call guests again.
 */
@FunctionalInterface
public interface HostFunction {

    /**
     * Serves a call. What it throws passes through the guest to the caller of that, as it is, with a {@link GuestTrace}
     * attached. A {@link org.wasmi.encoding.error.TrapException} is the way to end the guest on its own fault.
     *
     * @param call the arguments and the place for results; not to be used after the return
     */
    void call(HostCall call);
}
