package org.wasmi.wasi.internal.file;

import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/** What a new position is relative to ({@code whence}). */
public enum Whence {
    /** The start of the file. */
    SET,
    /** The current position. */
    CUR,
    /** The end of the file. */
    END;

    /** {@return the meaning of a guest's number; {@code INVAL} if it has none} */
    public static Whence of(int code) {
        return switch (code) {
            case 0 -> SET;
            case 1 -> CUR;
            case 2 -> END;
            default -> throw new ErrnoException(Errno.INVAL);
        };
    }
}
