package org.wasmi.encoding.error;

/**
 * Thrown for a guest that is well-formed and valid but exceeds a limit of this implementation or of its configuration.
 */
public final class ResourceException extends WasmException {

    private static final long serialVersionUID = 1;

    /** Creates an exception that names the limit, its value and the requested amount. */
    public ResourceException(String message) {
        super(message);
    }
}
