package org.wasmi.text;

/** A binary that cannot be printed, since it does not decode (Wasm specification, chapter 5). */
public final class BinaryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int offset;

    /**
     * Creates an exception.
     *
     * @param message what is wrong
     * @param offset where, in bytes from the start of the binary
     */
    public BinaryException(String message, int offset) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /** {@return where the binary is malformed, in bytes from its start} */
    public int offset() {
        return offset;
    }
}
