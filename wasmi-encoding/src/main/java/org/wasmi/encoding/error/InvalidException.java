package org.wasmi.encoding.error;

/** Thrown for a module that decodes but does not validate (Wasm specification, chapter 3). */
public final class InvalidException extends WasmException {

    /** The function index of an error outside of functions. */
    public static final int NO_FUNCTION = -1;

    private static final long serialVersionUID = 1;

    private final int function;
    private final int offset;

    /**
     * Creates an exception.
     *
     * @param message the error, in the specification's words where it has some
     * @param function the index of the function at fault, or {@link #NO_FUNCTION}
     * @param offset the position of the error, in bytes from the start of the module
     */
    public InvalidException(String message, int function, int offset) {
        super(message + (function == NO_FUNCTION ? " (at byte " : " (function " + function + ", at byte ") + offset
                + ")");
        this.function = function;
        this.offset = offset;
    }

    /** {@return the index of the function at fault, or {@link #NO_FUNCTION}} */
    public int function() {
        return function;
    }

    /** {@return the position of the error, in bytes from the start of the module} */
    public int offset() {
        return offset;
    }
}
