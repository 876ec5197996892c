package org.wasmi.encoding.error;

import org.jspecify.annotations.Nullable;

/**
 * The base of all exceptions for errors of a guest, as opposed to mistakes of the caller. Each kind of error has a
 * subclass.
 */
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
