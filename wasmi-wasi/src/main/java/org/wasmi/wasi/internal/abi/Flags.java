package org.wasmi.wasi.internal.abi;

/** The flags that functions take, each prefixed by the type that it belongs to. */
public final class Flags {
    /** {@code fdflags}: every write goes to the end of the file. */
    public static final int FD_APPEND = 1;
    /** {@code fdflags}: a write returns once its data is on the device. */
    public static final int FD_DSYNC = 1 << 1;
    /** {@code fdflags}: not to block. Accepted; files never block, and streams do as the host's do. */
    public static final int FD_NONBLOCK = 1 << 2;
    /** {@code fdflags}: as {@link #FD_DSYNC}, for reads. */
    public static final int FD_RSYNC = 1 << 3;
    /** {@code fdflags}: a write returns once data and metadata are on the device. */
    public static final int FD_SYNC = 1 << 4;
    /** {@code fdflags}: all of them. */
    public static final int FD_ALL = (1 << 5) - 1;

    /** {@code lookupflags}: follow a symbolic link in the last place of a path. */
    public static final int LOOKUP_SYMLINK_FOLLOW = 1;

    /** {@code oflags}: create the file if there is none. */
    public static final int OPEN_CREAT = 1;
    /** {@code oflags}: fail if it is not a directory. */
    public static final int OPEN_DIRECTORY = 1 << 1;
    /** {@code oflags}: with {@link #OPEN_CREAT}, fail if it exists. */
    public static final int OPEN_EXCL = 1 << 2;
    /** {@code oflags}: make the file empty. */
    public static final int OPEN_TRUNC = 1 << 3;
    /** {@code oflags}: all of them. */
    public static final int OPEN_ALL = (1 << 4) - 1;

    /** {@code fstflags}: set the time of access to the value given. */
    public static final int TIMES_ATIM = 1;
    /** {@code fstflags}: set the time of access to now. */
    public static final int TIMES_ATIM_NOW = 1 << 1;
    /** {@code fstflags}: set the time of modification to the value given. */
    public static final int TIMES_MTIM = 1 << 2;
    /** {@code fstflags}: set the time of modification to now. */
    public static final int TIMES_MTIM_NOW = 1 << 3;
    /** {@code fstflags}: all of them. */
    public static final int TIMES_ALL = (1 << 4) - 1;

    private Flags() {}
}
