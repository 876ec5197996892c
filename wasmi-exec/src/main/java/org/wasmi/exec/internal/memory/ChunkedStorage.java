package org.wasmi.exec.internal.memory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Bytes;

/**
 * An array for each 64 KiB, for memories of more than one array can hold. A chunk that was never written is one that
 * all share and nobody writes. So a memory takes room for what its guest has written only, wherever that is, and growth
 * copies no bytes. An access that crosses from one chunk to the next goes byte by byte.
 */
public final class ChunkedStorage extends MemoryStorage {
    static final int SHIFT = 16;
    static final int CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1;

    private static final byte[] ZEROS = new byte[CHUNK];

    /** Three quarters of the heap. */
    private static final long MOST_WRITTEN = Runtime.getRuntime().maxMemory() / CHUNK / 4 * 3;

    /** How many chunks are not shared. */
    private int written;

    /** May be longer than the memory needs. */
    private byte[][] chunks;

    /**
     * Copies an image.
     *
     * @throws OutOfMemoryError if there is no room for it
     */
    public ChunkedStorage(MemoryImage contents) {
        chunks = zeros(contents.size());
        size = contents.size();
        room = size;
        contents.forEachRun((at, bytes) -> write(at, bytes, 0, bytes.length));
    }

    private static byte[][] zeros(long size) {
        byte[][] chunks = new byte[count(size)][];
        Arrays.fill(chunks, ZEROS);
        return chunks;
    }

    private static int count(long size) {
        return (int) ((size + MASK) >>> SHIFT);
    }

    @Override
    public boolean isArray() {
        return false;
    }

    private byte[] readable(long at) {
        return chunks[(int) (at >>> SHIFT)];
    }

    private byte[] writable(long at) {
        byte[] chunk = chunks[(int) (at >>> SHIFT)];
        return chunk != ZEROS ? chunk : newChunk(at);
    }

    /**
     * Makes room at the first write. Small arrays can take the heap to its very end, where other threads no longer find
     * any room, so they may not.
     */
    private byte[] newChunk(long at) {
        if (written >= MOST_WRITTEN) {
            throw noRoom();
        }
        try {
            byte[] chunk = new byte[CHUNK];
            chunks[(int) (at >>> SHIFT)] = chunk;
            written++;
            return chunk;
        } catch (OutOfMemoryError error) {
            throw noRoom();
        }
    }

    private ResourceException noRoom() {
        return new ResourceException("no room for another " + CHUNK + " bytes of a memory of " + size + " bytes, "
                + written + " times as many being in use");
    }

    private static int within(long at) {
        return (int) at & MASK;
    }

    @Override
    public byte load8(long at) {
        return readable(at)[within(at)];
    }

    @Override
    public short load16(long at) {
        int within = within(at);
        return within <= CHUNK - 2 ? (short) SHORT.get(readable(at), within) : (short) loadAcross(at, 2);
    }

    @Override
    public int load32(long at) {
        int within = within(at);
        return within <= CHUNK - 4 ? (int) INT.get(readable(at), within) : (int) loadAcross(at, 4);
    }

    @Override
    public long load64(long at) {
        int within = within(at);
        return within <= CHUNK - 8 ? (long) LONG.get(readable(at), within) : loadAcross(at, 8);
    }

    private long loadAcross(long at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << 8) | (load8(at + i) & 0xFF);
        }
        return value;
    }

    @Override
    public void store8(long at, byte value) {
        writable(at)[within(at)] = value;
    }

    @Override
    public void store16(long at, short value) {
        int within = within(at);
        if (within <= CHUNK - 2) {
            SHORT.set(writable(at), within, value);
        } else {
            storeAcross(at, 2, value);
        }
    }

    @Override
    public void store32(long at, int value) {
        int within = within(at);
        if (within <= CHUNK - 4) {
            INT.set(writable(at), within, value);
        } else {
            storeAcross(at, 4, value);
        }
    }

    @Override
    public void store64(long at, long value) {
        int within = within(at);
        if (within <= CHUNK - 8) {
            LONG.set(writable(at), within, value);
        } else {
            storeAcross(at, 8, value);
        }
    }

    /** Has both chunks before it writes to one. */
    private void storeAcross(long at, int width, long value) {
        writable(at);
        writable(at + width - 1);
        for (int i = 0; i < width; i++) {
            store8(at + i, (byte) (value >>> (8 * i)));
        }
    }

    @Override
    public void read(long at, byte[] target, int to, int n) {
        for (int done = 0; done < n; ) {
            int part = part(at + done, n - done);
            System.arraycopy(readable(at + done), within(at + done), target, to + done, part);
            done += part;
        }
    }

    @Override
    public void write(long at, byte[] source, int from, int n) {
        for (int done = 0; done < n; ) {
            int part = part(at + done, n - done);
            System.arraycopy(source, from + done, writable(at + done), within(at + done), part);
            done += part;
        }
    }

    @Override
    public void write(long at, Bytes source, int from, int n) {
        for (int done = 0; done < n; ) {
            int part = part(at + done, n - done);
            source.copyTo(from + done, writable(at + done), within(at + done), part);
            done += part;
        }
    }

    @Override
    public void fill(long at, byte value, int n) {
        for (int done = 0; done < n; ) {
            int part = part(at + done, n - done);
            if (value != 0 || readable(at + done) != ZEROS) {
                int within = within(at + done);
                Arrays.fill(writable(at + done), within, within + part, value);
            }
            done += part;
        }
    }

    /** {@return how many of some bytes are in the first one's chunk} */
    private static int part(long at, int n) {
        return Math.min(n, CHUNK - within(at));
    }

    @Override
    public String utf8(long at, int n) {
        byte[] bytes = new byte[n];
        read(at, bytes, 0, n);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer view(long at, int n) {
        if (n == 0) {
            return ByteBuffer.allocate(0);
        }
        if (part(at, n) < n) {
            throw new IllegalArgumentException("a view of " + n + " bytes at " + Long.toUnsignedString(at)
                    + " crosses a multiple of " + CHUNK + ", where this memory is divided");
        }
        return ByteBuffer.wrap(writable(at), within(at), n).slice();
    }

    @Override
    public boolean grow(long more, long most) {
        int old = chunks.length;
        int needed = count(size + more);
        if (needed > old) {
            try {
                chunks = Arrays.copyOf(chunks, (int) Math.min(Math.max(needed, 2L * old), count(most)));
            } catch (OutOfMemoryError error) {
                return false;
            }
            Arrays.fill(chunks, old, chunks.length, ZEROS);
        }
        size += more;
        room = size;
        return true;
    }

    @Override
    public void makeRoom(long end) {
        // All that is within the memory has room, or gets it as it is written.
    }

    @Override
    public Runnable resetting(MemoryImage contents) {
        ChunkedStorage fresh = new ChunkedStorage(contents);
        return () -> {
            chunks = fresh.chunks;
            written = fresh.written;
            size = fresh.size;
            room = size;
        };
    }

    @Override
    public void capture(MemoryImage.Builder image) {
        for (int i = 0; i < count(size); i++) {
            if (chunks[i] != ZEROS) {
                long at = (long) i << SHIFT;
                image.add(at, chunks[i], (int) Math.min(CHUNK, size - at));
            }
        }
    }

    @Override
    public void release() {
        chunks = new byte[0][];
        room = 0;
    }
}
