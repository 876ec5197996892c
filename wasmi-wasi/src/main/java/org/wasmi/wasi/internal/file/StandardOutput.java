package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Rights;

/** A stream of the host to write to. The host's stream is never closed, since it belongs to the host. */
public final class StandardOutput extends Descriptor {
    private final OutputStream stream;
    private final boolean terminal;
    private final byte[] chunk = new byte[8192];

    /**
     * Makes a descriptor.
     *
     * @param stream where bytes go
     * @param terminal whether a person watches: then every write is flushed
     */
    public StandardOutput(OutputStream stream, boolean terminal) {
        super(Rights.STREAM & ~Rights.FD_READ, 0, 0);
        this.stream = stream;
        this.terminal = terminal;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ofStream(terminal ? Filetype.CHARACTER_DEVICE : Filetype.UNKNOWN);
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        require(Rights.FD_WRITE);
        while (source.hasRemaining()) {
            int length = Math.min(chunk.length, source.remaining());
            source.get(chunk, 0, length);
            stream.write(chunk, 0, length);
        }
        if (terminal) {
            stream.flush();
        }
    }

    @Override
    public void write(ByteBuffer source, long offset) {
        throw new ErrnoException(Errno.SPIPE);
    }

    @Override
    public long seek(long delta, Whence whence) {
        throw new ErrnoException(Errno.SPIPE);
    }

    @Override
    public long tell() {
        throw new ErrnoException(Errno.SPIPE);
    }

    /** Flushes the host's stream. */
    @Override
    public void sync(boolean metadata) throws IOException {
        stream.flush();
    }

    @Override
    public long available() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        stream.flush();
    }
}
