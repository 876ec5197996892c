package org.wasmi.emscripten;

/**
 * Thrown through the guest when it aborts: by {@code abort}, or because an assertion of C failed. The message is the
 * guest's. The guest's memory is as it was then; to go on calling it is as risky as after a trap.
 */
public final class AbortException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AbortException(String message) {
        super(message);
    }
}
