package org.wasmi.wasi.internal.abi;

/** The rights of a descriptor: bits of a 64-bit set, each named after what it allows. */
public final class Rights {
    /** {@code fd_datasync}. */
    public static final long FD_DATASYNC = 1L << 0;
    /** {@code fd_read}, and with {@code FD_SEEK} {@code fd_pread}. */
    public static final long FD_READ = 1L << 1;
    /** {@code fd_seek}; implies {@code FD_TELL}. */
    public static final long FD_SEEK = 1L << 2;
    /** {@code fd_fdstat_set_flags}. */
    public static final long FD_FDSTAT_SET_FLAGS = 1L << 3;
    /** {@code fd_sync}. */
    public static final long FD_SYNC = 1L << 4;
    /** {@code fd_tell}, and {@code fd_seek} that only asks. */
    public static final long FD_TELL = 1L << 5;
    /** {@code fd_write}, and with {@code FD_SEEK} {@code fd_pwrite}. */
    public static final long FD_WRITE = 1L << 6;
    /** {@code fd_advise}. */
    public static final long FD_ADVISE = 1L << 7;
    /** {@code fd_allocate}. */
    public static final long FD_ALLOCATE = 1L << 8;
    /** {@code path_create_directory}. */
    public static final long PATH_CREATE_DIRECTORY = 1L << 9;
    /** {@code path_open} with {@code CREAT}. */
    public static final long PATH_CREATE_FILE = 1L << 10;
    /** {@code path_link}, as the directory of the old path. */
    public static final long PATH_LINK_SOURCE = 1L << 11;
    /** {@code path_link}, as the directory of the new path. */
    public static final long PATH_LINK_TARGET = 1L << 12;
    /** {@code path_open}. */
    public static final long PATH_OPEN = 1L << 13;
    /** {@code fd_readdir}. */
    public static final long FD_READDIR = 1L << 14;
    /** {@code path_readlink}. */
    public static final long PATH_READLINK = 1L << 15;
    /** {@code path_rename}, as the directory of the old path. */
    public static final long PATH_RENAME_SOURCE = 1L << 16;
    /** {@code path_rename}, as the directory of the new path. */
    public static final long PATH_RENAME_TARGET = 1L << 17;
    /** {@code path_filestat_get}. */
    public static final long PATH_FILESTAT_GET = 1L << 18;
    /** {@code path_open} with {@code TRUNC}. */
    public static final long PATH_FILESTAT_SET_SIZE = 1L << 19;
    /** {@code path_filestat_set_times}. */
    public static final long PATH_FILESTAT_SET_TIMES = 1L << 20;
    /** {@code fd_filestat_get}. */
    public static final long FD_FILESTAT_GET = 1L << 21;
    /** {@code fd_filestat_set_size}. */
    public static final long FD_FILESTAT_SET_SIZE = 1L << 22;
    /** {@code fd_filestat_set_times}. */
    public static final long FD_FILESTAT_SET_TIMES = 1L << 23;
    /** {@code path_symlink}. */
    public static final long PATH_SYMLINK = 1L << 24;
    /** {@code path_remove_directory}. */
    public static final long PATH_REMOVE_DIRECTORY = 1L << 25;
    /** {@code path_unlink_file}. */
    public static final long PATH_UNLINK_FILE = 1L << 26;
    /** {@code poll_oneoff} on a descriptor. */
    public static final long POLL_FD_READWRITE = 1L << 27;
    /** {@code sock_shutdown}. */
    public static final long SOCK_SHUTDOWN = 1L << 28;
    /** {@code sock_accept}. */
    public static final long SOCK_ACCEPT = 1L << 29;

    /** Every right there is. */
    public static final long ALL = (1L << 30) - 1;

    /** What applies to a stream. */
    public static final long STREAM =
            FD_READ | FD_WRITE | FD_DATASYNC | FD_SYNC | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;

    /** What applies to a regular file. */
    public static final long FILE =
            STREAM | FD_SEEK | FD_TELL | FD_ADVISE | FD_ALLOCATE | FD_FILESTAT_SET_SIZE | FD_FILESTAT_SET_TIMES;

    /** What applies to a directory. */
    public static final long DIRECTORY = FD_DATASYNC
            | FD_SYNC
            | FD_FDSTAT_SET_FLAGS
            | FD_READDIR
            | FD_FILESTAT_GET
            | FD_FILESTAT_SET_TIMES
            | PATH_CREATE_DIRECTORY
            | PATH_CREATE_FILE
            | PATH_LINK_SOURCE
            | PATH_LINK_TARGET
            | PATH_OPEN
            | PATH_READLINK
            | PATH_RENAME_SOURCE
            | PATH_RENAME_TARGET
            | PATH_FILESTAT_GET
            | PATH_FILESTAT_SET_SIZE
            | PATH_FILESTAT_SET_TIMES
            | PATH_SYMLINK
            | PATH_REMOVE_DIRECTORY
            | PATH_UNLINK_FILE;

    /** Those for which a file must be open for writing. */
    public static final long WRITING = FD_WRITE | FD_DATASYNC | FD_ALLOCATE | FD_FILESTAT_SET_SIZE;

    private Rights() {}
}
