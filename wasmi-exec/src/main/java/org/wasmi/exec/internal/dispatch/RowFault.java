package org.wasmi.exec.internal.dispatch;

/**
 * Brings what an instruction has thrown to the loop, with the position of the instruction: a method that executes
 * several in a row knows it, the loop does not.
 */
final class RowFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int position;
    private final Throwable thrown;

    /**
     * Wraps an exception.
     *
     * @param position where the instruction begins
     * @param thrown the exception, which is unchecked
     */
    RowFault(int position, Throwable thrown) {
        super("fault", null, false, false);
        this.position = position;
        this.thrown = thrown;
    }

    /** {@return where the instruction begins} */
    int position() {
        return position;
    }

    /** {@return what it has thrown} An error is thrown at once. */
    RuntimeException thrown() {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }
}
