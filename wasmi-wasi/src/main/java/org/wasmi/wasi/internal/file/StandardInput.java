package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Rights;

/** A stream of the host to read from. The host's stream is never closed, since it belongs to the host. */
public final class StandardInput extends Descriptor {
    private final InputStream stream;
    private final boolean terminal;
    private final byte[] chunk = new byte[8192];

    /**
     * Makes a descriptor.
     *
     * @param stream where bytes come from
     * @param terminal whether a person types them
     */
    public StandardInput(InputStream stream, boolean terminal) {
        super(Rights.STREAM & ~Rights.FD_WRITE, 0, 0);
        this.stream = stream;
        this.terminal = terminal;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ofStream(terminal ? Filetype.CHARACTER_DEVICE : Filetype.UNKNOWN);
    }

    /** Reads what there is, waiting for at least one byte. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        require(Rights.FD_READ);
        int length = Math.min(chunk.length, target.remaining());
        int count = length == 0 ? 0 : Math.max(0, stream.read(chunk, 0, length));
        target.put(chunk, 0, count);
        return count;
    }

    @Override
    public int read(ByteBuffer target, long offset) {
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

    /** Has nothing to do. */
    @Override
    public void sync(boolean metadata) {}

    @Override
    public long available() throws IOException {
        return stream.available();
    }

    /** Leaves the host's stream open. */
    @Override
    public void close() {}
}
