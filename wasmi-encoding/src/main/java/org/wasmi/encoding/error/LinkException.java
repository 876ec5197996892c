package org.wasmi.encoding.error;

/** Imports that are missing or do not match (Wasm specification, 4.7.2). */
public final class LinkException extends WasmException {

    private static final long serialVersionUID = 1;

    /** Makes an exception that names the imports at fault. */
    public LinkException(String message) {
        super(message);
    }
}
