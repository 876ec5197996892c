package org.wasmi.wasi;

import java.io.IOException;

/** Thrown where a guest's call on {@link GuestFiles} fails. */
public final class GuestFileException extends IOException {

    private static final long serialVersionUID = 1;

    private final String code;

    GuestFileException(String code, Throwable cause) {
        super(code + ": " + cause.getMessage(), cause);
        this.code = code;
    }

    /** {@return the name of the error in POSIX, such as {@code ENOENT}} */
    public String code() {
        return code;
    }
}
