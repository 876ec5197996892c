package org.wasmi.wasi.internal.file;

import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Preview;

/** What a new position is relative to ({@code whence}). */
public enum Whence {
    /** The start of the file. */
    SET,
    /** The current position. */
    CUR,
    /** The end of the file. */
    END;

    /** {@return the meaning of a guest's number; {@code INVAL} if it has none} */
    public static Whence of(int code, Preview preview) {
        // Preview 0 counts CUR, END, SET.
        return switch (preview == Preview.ZERO && code >= 0 && code <= 2 ? (code + 1) % 3 : code) {
            case 0 -> SET;
            case 1 -> CUR;
            case 2 -> END;
            default -> throw new ErrnoException(Errno.INVAL);
        };
    }
}
