package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;
import org.wasmi.wasi.internal.abi.Filetype;
import org.wasmi.wasi.internal.abi.Rights;

/**
 * A stream of the host to read from. The host's stream is never closed, since it belongs to the host. A guest that
 * waits for input and for time at once has one byte read ahead.
 */
public final class StandardInput extends Descriptor {
    private final InputStream stream;
    private final boolean terminal;
    private final byte[] chunk = new byte[8192];
    private final ReadAhead ahead;

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
        this.ahead = new ReadAhead(stream);
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
        int count = 0;
        if (length > 0 && ahead.hasBegun()) {
            int first = ahead.take();
            if (first < 0) {
                return 0;
            }
            target.put((byte) first);
            count = 1;
            length = Math.min(length - 1, stream.available());
        }
        int more = length <= 0 ? 0 : Math.max(0, stream.read(chunk, 0, length));
        target.put(chunk, 0, more);
        return count + more;
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
        // While a thread reads, the stream itself may wait for that before it answers.
        return ahead.hasBegun() ? ahead.available() : stream.available();
    }

    /** {@return whether a read would not wait, since there are bytes, the end or a failure to tell} */
    public boolean isReady() throws IOException {
        return ahead.isReady() || available() > 0;
    }

    /**
     * Begins to look for the first byte, or the end, on another thread. {@return whether it was not looked for already}
     */
    public boolean lookAhead() {
        return ahead.begin();
    }

    /** Waits until that is found, or for some time. */
    public void await(long nanos) throws InterruptedException {
        ahead.await(nanos);
    }

    /** Leaves the host's stream open. */
    @Override
    public void close() {
        ahead.close();
    }
}
