package org.wasmi.emscripten;

/** Takes the guest back to a {@code setjmp}: the next {@code invoke_*} catches it. */
final class Longjmp extends RuntimeException {

    private static final long serialVersionUID = 1;

    Longjmp() {
        super("longjmp without a setjmp", null, false, false);
    }
}
