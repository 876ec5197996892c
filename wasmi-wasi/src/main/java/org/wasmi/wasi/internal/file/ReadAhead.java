package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/**
 * Reads one byte ahead on a thread of its own: only a read finds out whether a stream has ended, and it may wait long.
 * The thread is started by the first {@link #begin}. It ends after {@link #close}, but not before the read that it is
 * in.
 */
final class ReadAhead {
    private final InputStream stream;
    private State state = State.IDLE;
    private int read;
    private @Nullable IOException failure;
    private @Nullable Thread thread;

    private enum State {
        IDLE,
        READING,
        READY,
        CLOSED
    }

    ReadAhead(InputStream stream) {
        this.stream = stream;
    }

    /** Begins a read unless there is one already. {@return whether it does} */
    synchronized boolean begin() {
        if (state != State.IDLE) {
            return false;
        }
        state = State.READING;
        if (thread == null) {
            thread = new Thread(this::serve, "wasmi standard input");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
        return true;
    }

    /** {@return whether a read was begun that {@link #take} has not answered yet} */
    synchronized boolean hasBegun() {
        return state != State.IDLE;
    }

    /** {@return whether {@link #take} would not wait} */
    synchronized boolean isReady() {
        return state == State.READY;
    }

    /** {@return how many bytes are known to be there} */
    synchronized int available() {
        return state == State.READY && failure == null && read >= 0 ? 1 : 0;
    }

    /** Waits until the read that was begun has ended, or for some time. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; state == State.READING && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** {@return what the read that was begun has found: a byte, or -1 at the end; waits for it} */
    synchronized int take() throws IOException {
        try {
            while (state == State.READING) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ErrnoException(Errno.INTR);
        }
        state = State.IDLE;
        if (failure != null) {
            throw failure;
        }
        return read;
    }

    /** Ends the thread, once it does not read any more. */
    synchronized void close() {
        state = State.CLOSED;
        notifyAll();
    }

    private void serve() {
        while (isWanted()) {
            int value = -1;
            IOException thrown = null;
            try {
                value = stream.read();
            } catch (IOException e) {
                thrown = e;
            } catch (RuntimeException e) {
                thrown = new IOException(e);
            }
            finish(value, thrown);
        }
    }

    private synchronized boolean isWanted() {
        try {
            while (state == State.IDLE || state == State.READY) {
                wait();
            }
        } catch (InterruptedException e) {
            state = State.CLOSED;
        }
        return state == State.READING;
    }

    private synchronized void finish(int value, @Nullable IOException thrown) {
        if (state == State.READING) {
            read = value;
            failure = thrown;
            state = State.READY;
            notifyAll();
        }
    }
}
