package org.wasmi.wasi;

/** Where Emscripten's C library, in its versions, has the fields of {@code struct stat}. */
public enum StatLayout {
    /** Until 3.1.3 (2022): 88 bytes, with times of 32 bits. */
    BYTES_88(12, 40, 8, 80),
    /** Until 3.1.41 (2023): 112 bytes, with times of 64 bits. */
    BYTES_112(12, 40, 16, 104),
    /** Since then: 96 bytes, without the fields that Linux has for its own past. */
    BYTES_96(4, 24, 16, 88);

    private final int mode;
    private final int size;
    private final int timeBytes;
    private final int inode;

    StatLayout(int mode, int size, int timeBytes, int inode) {
        this.mode = mode;
        this.size = size;
        this.timeBytes = timeBytes;
        this.inode = inode;
    }

    /** {@return the size of the structure in bytes} */
    int bytes() {
        return inode + 8;
    }

    /** {@return the offset of the mode, which the number of links, the owners and the device of the device follow} */
    int mode() {
        return mode;
    }

    /** {@return the offset of the size, which block size, blocks and times follow} */
    int size() {
        return size;
    }

    /** {@return the size of a time: seconds, then nanoseconds} */
    int timeBytes() {
        return timeBytes;
    }

    /** {@return the offset of the inode number} */
    int inode() {
        return inode;
    }
}
