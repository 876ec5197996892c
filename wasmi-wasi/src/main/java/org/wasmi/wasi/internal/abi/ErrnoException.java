package org.wasmi.wasi.internal.abi;

/** A call that fails with an error number. It never reaches the guest's host, and has no stack trace. */
public final class ErrnoException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Errno errno;

    /** Makes an exception. */
    public ErrnoException(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    /** {@return the error number} */
    public Errno errno() {
        return errno;
    }
}
