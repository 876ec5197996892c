package org.wasmi.testkit.spec;

/** Something that a script demands and that did not happen. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    CommandFailure(String message) {
        super(message, null, false, false);
    }
}
