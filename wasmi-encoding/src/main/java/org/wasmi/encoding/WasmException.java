package org.wasmi.encoding;

/** What can go wrong with a guest, as opposed to a mistake of the caller. Each kind is a subclass of its own. */
public abstract sealed class WasmException extends RuntimeException
        permits MalformedException, InvalidException, LinkException, TrapException, ResourceException {

    private static final long serialVersionUID = 1;

    WasmException(String message) {
        super(message);
    }

    WasmException(String message, boolean stackTrace) {
        super(message, null, stackTrace, stackTrace);
    }
}
