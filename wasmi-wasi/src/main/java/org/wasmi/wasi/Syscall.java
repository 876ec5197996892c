package org.wasmi.wasi;

import java.io.IOException;
import org.wasmi.exec.HostCall;

/** A function that answers with an error number: it fails by an exception, and succeeds by returning. */
@FunctionalInterface
interface Syscall {

    /**
     * Serves a call.
     *
     * @throws IOException what the host has against it
     * @throws org.wasmi.wasi.internal.abi.ErrnoException what this implementation has against it
     */
    void serve(HostCall call, GuestMemory memory) throws IOException;
}
