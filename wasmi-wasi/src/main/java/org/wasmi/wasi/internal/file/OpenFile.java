package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Flags;
import org.wasmi.wasi.internal.abi.Rights;

/** An open file that is not a directory. */
public final class OpenFile extends Descriptor {
    private final HostFile file;
    private final FileChannel channel;
    private final boolean readOnly;

    OpenFile(HostFile file, boolean readOnly, long rights, int flags) {
        super(rights, 0, flags);
        this.file = file;
        this.channel = file.channel();
        this.readOnly = readOnly;
    }

    @Override
    public FileStatus status() throws IOException {
        return file.status();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        require(Rights.FD_READ);
        return Math.max(0, channel.read(target));
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        require(Rights.FD_READ | Rights.FD_SEEK);
        return Math.max(0, channel.read(target, checked(offset)));
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        require(Rights.FD_WRITE);
        if (has(Flags.FD_APPEND)) {
            channel.position(channel.size());
        }
        while (source.hasRemaining()) {
            channel.write(source);
        }
        forceIfAsked();
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        require(Rights.FD_WRITE | Rights.FD_SEEK);
        long at = checked(offset);
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
        forceIfAsked();
    }

    private void forceIfAsked() throws IOException {
        if (has(Flags.FD_SYNC)) {
            channel.force(true);
        } else if (has(Flags.FD_DSYNC)) {
            channel.force(false);
        }
    }

    @Override
    public long seek(long delta, Whence whence) throws IOException {
        boolean asksOnly = whence == Whence.CUR && delta == 0;
        require(asksOnly && (rights() & Rights.FD_SEEK) == 0 ? Rights.FD_TELL : Rights.FD_SEEK);
        long from =
                switch (whence) {
                    case SET -> 0;
                    case CUR -> channel.position();
                    case END -> channel.size();
                };
        long to = from + delta;
        if (((from ^ to) & (delta ^ to)) < 0) {
            throw new ErrnoException(Errno.OVERFLOW);
        }
        channel.position(checked(to));
        return to;
    }

    @Override
    public long tell() throws IOException {
        require((rights() & Rights.FD_SEEK) == 0 ? Rights.FD_TELL : Rights.FD_SEEK);
        return channel.position();
    }

    @Override
    public void advise(long offset, long length) {
        require(Rights.FD_ADVISE);
        checked(offset);
        checked(length);
    }

    @Override
    public void allocate(long offset, long length) throws IOException {
        require(Rights.FD_ALLOCATE);
        long end = checked(offset) + checked(length);
        if (end < 0) {
            throw new ErrnoException(Errno.FBIG);
        }
        if (length == 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        if (end > channel.size()) {
            extendTo(end);
        }
    }

    @Override
    public void setSize(long size) throws IOException {
        require(Rights.FD_FILESTAT_SET_SIZE);
        if (checked(size) > channel.size()) {
            extendTo(size);
        } else {
            long position = channel.position();
            channel.truncate(size);
            channel.position(position);
        }
    }

    /** Writes the last byte; the host fills what lies between with zeros. */
    private void extendTo(long size) throws IOException {
        channel.write(ByteBuffer.allocate(1), size - 1);
    }

    @Override
    public void setTimes(FileTimes times) throws IOException {
        require(Rights.FD_FILESTAT_SET_TIMES);
        if (readOnly) {
            throw new ErrnoException(Errno.PERM);
        }
        file.setTimes(times);
    }

    @Override
    public void sync(boolean metadata) throws IOException {
        channel.force(metadata);
    }

    @Override
    public long available() throws IOException {
        return Math.max(0, channel.size() - channel.position());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static long checked(long offset) {
        if (offset < 0) {
            throw new ErrnoException(Errno.INVAL);
        }
        return offset;
    }
}
