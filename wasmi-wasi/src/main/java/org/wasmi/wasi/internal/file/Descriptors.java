package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/** A guest's open descriptors by number. Not thread-safe. */
public final class Descriptors {

    /** The most that may be open at once. */
    public static final int MAX_OPEN = 4096;

    private final Map<Integer, Descriptor> open = new HashMap<>();
    private final BitSet used = new BitSet();

    /** Makes an empty table. */
    public Descriptors() {}

    /**
     * Adds a descriptor.
     *
     * @return its number, the lowest that is free
     */
    public int add(Descriptor descriptor) throws IOException {
        int fd = used.nextClearBit(0);
        if (fd >= MAX_OPEN) {
            descriptor.close();
            throw new ErrnoException(Errno.MFILE);
        }
        used.set(fd);
        open.put(fd, descriptor);
        return fd;
    }

    /** {@return a descriptor; {@code BADF} if there is none} */
    public Descriptor get(int fd) {
        Descriptor descriptor = open.get(fd);
        if (descriptor == null) {
            throw new ErrnoException(Errno.BADF);
        }
        return descriptor;
    }

    /** {@return a directory; {@code NOTDIR} if it is something else} */
    public OpenDirectory directory(int fd) {
        if (get(fd) instanceof OpenDirectory directory) {
            return directory;
        }
        throw new ErrnoException(Errno.NOTDIR);
    }

    /** Closes a descriptor. */
    public void close(int fd) throws IOException {
        Descriptor descriptor = get(fd);
        open.remove(fd);
        used.clear(fd);
        descriptor.close();
    }

    /** Moves a descriptor to the number of another open one, which is closed. */
    public void renumber(int from, int to) throws IOException {
        Descriptor moved = get(from);
        Descriptor replaced = get(to);
        if (from == to) {
            return;
        }
        open.put(to, moved);
        open.remove(from);
        used.clear(from);
        replaced.close();
    }

    /** Flushes the streams that the guest writes to: a person may wait for what they say. */
    public void flushStreams() throws IOException {
        for (Descriptor descriptor : open.values()) {
            if (descriptor instanceof StandardOutput output) {
                output.sync(false);
            }
        }
    }

    /** Closes everything, even where some of it fails. */
    public void closeAll() throws IOException {
        IOException failure = null;
        for (Descriptor descriptor : open.values()) {
            try {
                descriptor.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        open.clear();
        used.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
