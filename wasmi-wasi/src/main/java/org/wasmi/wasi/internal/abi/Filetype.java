package org.wasmi.wasi.internal.abi;

/** The kinds of files ({@code filetype}). */
public enum Filetype {
    /** None of the others, such as a pipe. */
    UNKNOWN(0),
    /** A block device. */
    BLOCK_DEVICE(1),
    /** A character device, such as a terminal. */
    CHARACTER_DEVICE(2),
    /** A directory. */
    DIRECTORY(3),
    /** A regular file. */
    REGULAR_FILE(4),
    /** A datagram socket. */
    SOCKET_DGRAM(5),
    /** A byte-stream socket. */
    SOCKET_STREAM(6),
    /** A symbolic link. */
    SYMBOLIC_LINK(7);

    private final int code;

    Filetype(int code) {
        this.code = code;
    }

    /** {@return the number that the guest sees} */
    public int code() {
        return code;
    }
}
