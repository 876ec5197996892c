package org.wasmi.emscripten;

/**
 * Thrown through the guest when it calls an imported function that this runtime does not have and the host has not
 * defined.
 */
public final class MissingFunctionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String function;

    MissingFunctionException(String function, String message) {
        super(message);
        this.function = function;
    }

    /** {@return the function's name in C if it is known, else its name in the module} */
    public String function() {
        return function;
    }
}
