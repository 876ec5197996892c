package org.wasmi.exec.runtime;

/**
 * Has a machine unwind its frames to a handler that catches an exception of guests. Executors let it pass, with the
 * position of the instruction saved that throws it, as they do with traps.
 */
final class ThrownException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NO_FRAME = -1;

    private final transient ExnRef exception;

    /**
     * The number of a frame that is there only because its function was about to be replaced; its handlers do not
     * count.
     */
    private int replacedFrame = NO_FRAME;

    ThrownException(ExnRef exception) {
        super("an exception of a guest", null, true, false);
        this.exception = exception;
    }

    ExnRef exception() {
        return exception;
    }

    /** Notes that the frame with a number is one that a tail call replaces. */
    void replaces(int frame) {
        replacedFrame = frame;
    }

    boolean isReplaced(int frame) {
        return replacedFrame == frame;
    }
}
