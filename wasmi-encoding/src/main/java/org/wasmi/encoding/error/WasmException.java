package org.wasmi.encoding.error;

import org.jspecify.annotations.Nullable;

/** What can go wrong with a guest, as opposed to a mistake of the caller. Each kind is a subclass of its own. */
public abstract sealed class WasmException extends RuntimeException
        permits MalformedException, InvalidException, LinkException, GuestException, ResourceException {

    private static final long serialVersionUID = 1;

    WasmException(String message) {
        super(message);
    }

    /** With a stack trace of its own making: a subclass overrides {@link #fillInStackTrace}. */
    WasmException(String message, @Nullable Throwable cause, boolean writableStackTrace) {
        super(message, cause, true, writableStackTrace);
    }

    /** Without a Java stack trace. */
    WasmException(String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
    }
}
