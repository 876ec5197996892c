package org.wasmi.wasi;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.wasmi.exec.Memory;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Preview;
import org.wasmi.wasi.internal.file.FileStatus;
import org.wasmi.wasi.internal.file.FileTimes;

/** The {@code filestat} structure, and the times in it. */
final class Filestat {

    private Filestat() {}

    /** {@return the size of the structure in bytes} */
    static int size(Preview preview) {
        return preview == Preview.ZERO ? 56 : 64;
    }

    static void put(GuestMemory memory, long address, FileStatus status, Preview preview) {
        Memory bytes = memory.bytes();
        bytes.putLong(address, status.device());
        bytes.putLong(address + 8, status.inode());
        bytes.putLong(address + 16, status.type().code());
        long rest;
        if (preview == Preview.ZERO) {
            // The links have 32 bits, beside the type.
            bytes.putInt(address + 20, (int) Math.min(status.links(), 0xFFFF_FFFFL));
            rest = address + 24;
        } else {
            bytes.putLong(address + 24, status.links());
            rest = address + 32;
        }
        bytes.putLong(rest, status.size());
        bytes.putLong(rest + 8, nanos(status.accessed()));
        bytes.putLong(rest + 16, nanos(status.modified()));
        bytes.putLong(rest + 24, nanos(status.changed()));
    }

    /** {@return nanoseconds since 1970, and 0 for what was before; the guest takes the number for an unsigned one} */
    private static long nanos(FileTime time) {
        return Math.max(0, time.to(TimeUnit.NANOSECONDS));
    }

    /**
     * {@return the times that a guest wants to set}
     *
     * @param accessed nanoseconds since 1970
     * @param modified nanoseconds since 1970
     * @param flags {@code fstflags}: which of them count, and which are to be now instead
     */
    static FileTimes times(long accessed, long modified, int flags) {
        if ((flags & ~Flags.TIMES_ALL) != 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        return new FileTimes(
                time(accessed, (flags & Flags.TIMES_ATIM) != 0, (flags & Flags.TIMES_ATIM_NOW) != 0),
                time(modified, (flags & Flags.TIMES_MTIM) != 0, (flags & Flags.TIMES_MTIM_NOW) != 0));
    }

    private static Optional<FileTime> time(long nanos, boolean given, boolean now) {
        if (given && now) {
            throw new ErrnoException(Errno.INVAL);
        } else if (given) {
            if (nanos < 0) {
                // The time is unsigned, but no host is told of one after 2262.
                throw new ErrnoException(Errno.OVERFLOW);
            }
            return Optional.of(FileTime.from(nanos, TimeUnit.NANOSECONDS));
        }
        return now ? Optional.of(FileTime.from(Instant.now())) : Optional.empty();
    }
}
