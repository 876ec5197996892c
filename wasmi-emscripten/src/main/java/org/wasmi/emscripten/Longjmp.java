package org.wasmi.emscripten;

/** Takes the guest back to a {@code setjmp}: the next {@code invoke_*} catches it. */
final class Longjmp extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The only one: what it carries is in the guest's memory. */
    static final Longjmp INSTANCE = new Longjmp();

    private Longjmp() {
        super("longjmp without a setjmp", null, false, false);
    }
}
