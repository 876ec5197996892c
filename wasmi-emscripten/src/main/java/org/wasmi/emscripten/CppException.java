package org.wasmi.emscripten;

/**
 * Thrown through the guest when it throws an exception of C++, in modules that were built for exceptions through
 * JavaScript. Handlers of the guest catch it; the host sees it where the guest has none. It has no stack trace, since
 * guests throw often.
 */
public final class CppException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int pointer;
    private final String typeName;

    CppException(int pointer, String typeName) {
        super("C++ exception of type " + typeName, null, false, false);
        this.pointer = pointer;
        this.typeName = typeName;
    }

    /** {@return the address of the thrown object} */
    public int pointer() {
        return pointer;
    }

    /** {@return the mangled name of the thrown object's type, as in {@code typeid(T).name()}; may be empty} */
    public String typeName() {
        return typeName;
    }
}
