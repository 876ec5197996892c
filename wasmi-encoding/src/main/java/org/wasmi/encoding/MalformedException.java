package org.wasmi.encoding;

/** Bytes that do not decode (Wasm specification, chapter 5), or a stored program that does not. */
public final class MalformedException extends WasmException {

    private static final long serialVersionUID = 1;

    private final int offset;

    /**
     * Makes an exception.
     *
     * @param message what is wrong, in the specification's words where it has some
     * @param offset where, in bytes from the start of the input
     */
    public MalformedException(String message, int offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** {@return where the input is malformed, in bytes from its start} */
    public int offset() {
        return offset;
    }
}
