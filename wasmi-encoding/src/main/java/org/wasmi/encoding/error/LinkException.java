package org.wasmi.encoding.error;

/** Thrown for imports that are missing or do not match (Wasm specification, 4.7.2). */
public final class LinkException extends WasmException {

    private static final long serialVersionUID = 1;

    /** Creates an exception that names the imports at fault. */
    public LinkException(String message) {
        super(message);
    }
}
