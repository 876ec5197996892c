package org.wasmi.wasi;

/**
 * Thrown through the guest when it calls {@code proc_exit}. This is the regular end of a guest, not an error, and has
 * no stack trace. Callers of a command's {@code _start} catch it; where {@code _start} returns, the exit code is 0.
 */
public final class ProcExitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    ProcExitException(int exitCode) {
        super("exit code " + Integer.toUnsignedString(exitCode), null, false, false);
        this.exitCode = exitCode;
    }

    /** {@return the guest's exit code, all 32 bits of it; operating systems keep fewer} */
    public int exitCode() {
        return exitCode;
    }
}
