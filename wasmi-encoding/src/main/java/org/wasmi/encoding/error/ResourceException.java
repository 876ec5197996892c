package org.wasmi.encoding.error;

/** A guest that is well-formed and valid but exceeds a limit of this implementation or of its configuration. */
public final class ResourceException extends WasmException {

    private static final long serialVersionUID = 1;

    /** Makes an exception that names the limit, its value and what was asked for. */
    public ResourceException(String message) {
        super(message);
    }
}
