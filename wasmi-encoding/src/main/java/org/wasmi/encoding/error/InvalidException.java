package org.wasmi.encoding.error;

/** A module that decodes but does not validate (Wasm specification, chapter 3). */
public final class InvalidException extends WasmException {

    /** The function index of what is not within a function. */
    public static final int NO_FUNCTION = -1;

    private static final long serialVersionUID = 1;

    private final int function;
    private final int offset;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, in the specification's words where it has some
     * @param function the index of the function at fault, or {@link #NO_FUNCTION}
     * @param offset where, in bytes from the start of the module
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

    /** {@return where the module is invalid, in bytes from its start} */
    public int offset() {
        return offset;
    }
}
