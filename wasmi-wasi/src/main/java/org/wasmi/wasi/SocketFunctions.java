package org.wasmi.wasi;

import static org.wasmi.encoding.type.NumType.I32;

import org.wasmi.exec.HostCall;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.file.Descriptors;

/** The functions on sockets, {@code sock_*}: no guest has any, so every open descriptor is something else. */
final class SocketFunctions {
    private final Descriptors descriptors;

    SocketFunctions(Descriptors descriptors) {
        this.descriptors = descriptors;
    }

    void define(Definitions definitions) {
        definitions.define("sock_accept", this::refuse, I32, I32, I32);
        definitions.define("sock_recv", this::refuse, I32, I32, I32, I32, I32, I32);
        definitions.define("sock_send", this::refuse, I32, I32, I32, I32, I32);
        definitions.define("sock_shutdown", this::refuse, I32, I32);
    }

    private void refuse(HostCall call, GuestMemory memory) {
        descriptors.get(call.i32(0));
        throw new ErrnoException(Errno.NOTSOCK);
    }
}
