package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Flags;

/**
 * What a file descriptor stands for. What a kind of descriptor does not serve for fails with {@code BADF}; what it
 * lacks the right for, with {@code NOTCAPABLE}.
 */
public abstract sealed class Descriptor
        permits StandardInput, StandardOutput, OpenFile, OpenDirectory, ParentDirectory {
    private long rights;
    private long inheriting;
    private int flags;

    Descriptor(long rights, long inheriting, int flags) {
        this.rights = rights;
        this.inheriting = inheriting;
        this.flags = flags;
    }

    /** {@return the rights of this descriptor} */
    public final long rights() {
        return rights;
    }

    /** {@return the rights that descriptors opened through this one may have} */
    public final long inheriting() {
        return inheriting;
    }

    /** {@return the {@code fdflags}} */
    public final int flags() {
        return flags;
    }

    final boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Sets the {@code fdflags}. */
    public final void setFlags(int newFlags) {
        if ((newFlags & ~Flags.FD_ALL) != 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        flags = newFlags;
    }

    /** Gives up rights; asking for more than there are fails. */
    public final void setRights(long newRights, long newInheriting) {
        if ((newRights & ~rights) != 0 || (newInheriting & ~inheriting) != 0) {
            throw new ErrnoException(Errno.NOTCAPABLE);
        }
        rights = newRights;
        inheriting = newInheriting;
    }

    /** Fails unless all the rights of a set are there. */
    public final void require(long needed) {
        if ((needed & ~rights) != 0) {
            throw new ErrnoException(Errno.NOTCAPABLE);
        }
    }

    /** {@return what is known about the file} */
    public abstract FileStatus status() throws IOException;

    /**
     * Reads at the current position and moves it.
     *
     * @return the number of bytes, 0 at the end
     */
    public int read(ByteBuffer target) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /**
     * Reads elsewhere.
     *
     * @return the number of bytes, 0 at the end
     */
    public int read(ByteBuffer target, long offset) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** Writes everything at the current position, or at the end when appending, and moves the position. */
    public void write(ByteBuffer source) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** Writes everything elsewhere. */
    public void write(ByteBuffer source, long offset) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /**
     * Moves the position.
     *
     * @return the new position in bytes from the start
     */
    public long seek(long delta, Whence whence) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** {@return the current position in bytes from the start} */
    public long tell() throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** Says how a range will be used. */
    public void advise(long offset, long length) {
        throw new ErrnoException(Errno.BADF);
    }

    /** Makes sure that the file has at least {@code offset + length} bytes. */
    public void allocate(long offset, long length) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** Cuts the file, or extends it with zeros. */
    public void setSize(long size) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** Sets the file's times. */
    public void setTimes(FileTimes times) throws IOException {
        throw new ErrnoException(Errno.BADF);
    }

    /** Brings what was written to the device. */
    public abstract void sync(boolean metadata) throws IOException;

    /** {@return how many bytes a read gets without waiting} */
    public abstract long available() throws IOException;

    /** Lets go of what the host holds open. */
    public abstract void close() throws IOException;
}
