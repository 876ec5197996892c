package org.wasmi.wasi;

import java.io.IOException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.HostCall;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.file.HostErrors;

/** A function that answers with an error number: it fails by an exception, and succeeds by returning. */
@FunctionalInterface
interface Syscall {

    /**
     * Serves a call.
     *
     * @throws IOException what the host has against it
     * @throws ErrnoException what this implementation has against it
     */
    void serve(HostCall call, GuestMemory memory) throws IOException;

    /** Serves a call. {@return the error number; this is the one place where failures become such} */
    default Errno errno(HostCall call) {
        try {
            serve(call, new GuestMemory(call));
            return Errno.SUCCESS;
        } catch (ErrnoException e) {
            return e.errno();
        } catch (IOException e) {
            return HostErrors.errno(e);
        } catch (TrapException e) {
            if (e.trap() == Trap.MEMORY_OUT_OF_BOUNDS) {
                return Errno.FAULT;
            }
            throw e;
        }
    }
}
