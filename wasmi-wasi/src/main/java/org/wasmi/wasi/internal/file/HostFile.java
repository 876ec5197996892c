package org.wasmi.wasi.internal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** An open file of the host's, which stays this file whatever happens to the name that it was opened by. */
abstract class HostFile implements Closeable {
    private final FileChannel channel;

    HostFile(FileChannel channel) {
        this.channel = channel;
    }

    /** {@return its contents} */
    final FileChannel channel() {
        return channel;
    }

    /** {@return what is known about the file now} */
    abstract FileStatus status() throws IOException;

    /** Sets the file's times. */
    abstract void setTimes(FileTimes times) throws IOException;

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
