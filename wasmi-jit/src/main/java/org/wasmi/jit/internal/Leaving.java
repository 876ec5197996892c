package org.wasmi.jit.internal;

/**
 * Thrown through the Java frames of compiled code that leave the Java stack: each puts itself on the machine, where it
 * goes on in other code. It passes through nothing but those frames.
 */
public final class Leaving extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace and no suppressed exceptions
    static final Leaving NOW = new Leaving();

    private Leaving() {
        super("frames leave", null, false, false);
    }
}
