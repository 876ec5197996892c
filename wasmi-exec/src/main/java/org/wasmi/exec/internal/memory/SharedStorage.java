package org.wasmi.exec.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Bytes;

/**
 * What one store sees of a shared memory. Others may write and grow it meanwhile; that it has grown is seen as soon as
 * someone asks for more than there was.
 *
 * <p>Accesses of 16, 32 and 64 bits at multiples of their width are opaque ones of Java: they neither tear nor
 * contradict each other, and order nothing else. Others are made of such or of bytes. Atomic ones are volatile ones of
 * Java; those of 8 and 16 bits that write compare and exchange the 32 bits around them.
 */
public final class SharedStorage extends MemoryStorage {
    private static final VarHandle SHORT_VIEW =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT_VIEW =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_VIEW =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MASK = SharedBytes.CHUNK - 1;

    private final SharedBytes bytes;

    /** How many bytes the store has counted. */
    private long counted;

    /**
     * Makes what one more store sees.
     *
     * @throws ResourceException if there may not be, or is no room for the bytes
     */
    public SharedStorage(SharedBytes bytes) {
        this.bytes = bytes;
        bytes.join();
        look();
        counted = size;
    }

    /** {@return how many bytes of the memory the store has counted} */
    public long counted() {
        return counted;
    }

    /** Has the store count so many bytes. */
    public void counted(long value) {
        counted = value;
    }

    /** {@return the bytes, of which other stores see the same} */
    public SharedBytes bytes() {
        return bytes;
    }

    /** Sees how large the memory is now. */
    private void look() {
        size = bytes.size();
        room = size;
    }

    @Override
    public long size() {
        look();
        return size;
    }

    @Override
    public boolean isArray() {
        return false;
    }

    private static int within(long at) {
        return (int) at & MASK;
    }

    private static boolean isAligned(int within, int width) {
        return (within & (width - 1)) == 0;
    }

    /** {@return how many of some bytes are in the first one's chunk} */
    private static int part(long at, int n) {
        return Math.min(n, SharedBytes.CHUNK - within(at));
    }

    @Override
    public byte load8(long at) {
        return bytes.readable(at).get(within(at));
    }

    @Override
    public short load16(long at) {
        int within = within(at);
        return isAligned(within, 2)
                ? (short) SHORT_VIEW.getOpaque(bytes.readable(at), within)
                : (short) ((load8(at) & 0xFF) | load8(at + 1) << 8);
    }

    @Override
    public int load32(long at) {
        int within = within(at);
        return isAligned(within, 4)
                ? (int) INT_VIEW.getOpaque(bytes.readable(at), within)
                : (load16(at) & 0xFFFF) | load16(at + 2) << 16;
    }

    @Override
    public long load64(long at) {
        int within = within(at);
        return isAligned(within, 8)
                ? (long) LONG_VIEW.getOpaque(bytes.readable(at), within)
                : (load32(at) & 0xFFFF_FFFFL) | (long) load32(at + 4) << 32;
    }

    @Override
    public void store8(long at, byte value) {
        bytes.writable(at).put(within(at), value);
    }

    @Override
    public void store16(long at, short value) {
        int within = within(at);
        if (isAligned(within, 2)) {
            SHORT_VIEW.setOpaque(bytes.writable(at), within, value);
        } else {
            bytes.writable(at + 1);
            store8(at, (byte) value);
            store8(at + 1, (byte) (value >> 8));
        }
    }

    @Override
    public void store32(long at, int value) {
        int within = within(at);
        if (isAligned(within, 4)) {
            INT_VIEW.setOpaque(bytes.writable(at), within, value);
        } else {
            bytes.writable(at + 3); // or the first half might be written, and no room be found for the other
            store16(at, (short) value);
            store16(at + 2, (short) (value >> 16));
        }
    }

    @Override
    public void store64(long at, long value) {
        int within = within(at);
        if (isAligned(within, 8)) {
            LONG_VIEW.setOpaque(bytes.writable(at), within, value);
        } else {
            bytes.writable(at + 7);
            store32(at, (int) value);
            store32(at + 4, (int) (value >> 32));
        }
    }

    @Override
    public long atomicLoad(long at, int width) {
        ByteBuffer chunk = bytes.readable(at);
        int within = within(at);
        return switch (width) {
            case 1 -> (int) INT_VIEW.getVolatile(chunk, within & -4) >>> shift(within) & 0xFF;
            case 2 -> (short) SHORT_VIEW.getVolatile(chunk, within) & 0xFFFF;
            case 4 -> (int) INT_VIEW.getVolatile(chunk, within) & 0xFFFF_FFFFL;
            default -> (long) LONG_VIEW.getVolatile(chunk, within);
        };
    }

    private static int shift(int within) {
        return (within & 3) * 8;
    }

    @Override
    public void atomicStore(long at, int width, long value) {
        ByteBuffer chunk = bytes.writable(at);
        int within = within(at);
        switch (width) {
            case 1 -> exchangePart(chunk, within, 0xFF, (int) value);
            case 2 -> SHORT_VIEW.setVolatile(chunk, within, (short) value);
            case 4 -> INT_VIEW.setVolatile(chunk, within, (int) value);
            default -> LONG_VIEW.setVolatile(chunk, within, value);
        }
    }

    private static void exchangePart(ByteBuffer chunk, int within, int mask, int value) {
        while (true) {
            int old = (int) INT_VIEW.getVolatile(chunk, within & -4) >>> shift(within) & mask;
            if (compareExchangePart(chunk, within, mask, old, value) == old) {
                return;
            }
        }
    }

    @Override
    public long atomicCompareExchange(long at, int width, long expected, long replacement) {
        ByteBuffer chunk = bytes.writable(at);
        int within = within(at);
        return switch (width) {
            case 1 -> compareExchangePart(chunk, within, 0xFF, (int) expected, (int) replacement);
            case 2 -> compareExchangePart(chunk, within, 0xFFFF, (int) expected, (int) replacement);
            case 4 ->
                (int) INT_VIEW.compareAndExchange(chunk, within, (int) expected, (int) replacement) & 0xFFFF_FFFFL;
            default -> (long) LONG_VIEW.compareAndExchange(chunk, within, expected, replacement);
        };
    }

    /** Tries again for as long as it is the bytes around the part that have changed. */
    private static int compareExchangePart(ByteBuffer chunk, int within, int mask, int expected, int replacement) {
        int index = within & -4;
        int shift = shift(within);
        int whole = (int) INT_VIEW.getVolatile(chunk, index);
        while ((whole >>> shift & mask) == expected) {
            int changed = (whole & ~(mask << shift)) | (replacement & mask) << shift;
            int found = (int) INT_VIEW.compareAndExchange(chunk, index, whole, changed);
            if (found == whole) {
                return expected;
            }
            whole = found;
        }
        return whole >>> shift & mask;
    }

    @Override
    public void read(long at, byte[] target, int to, int n) {
        for (int done = 0; done < n; ) {
            int part = part(at + done, n - done);
            bytes.readable(at + done).get(within(at + done), target, to + done, part);
            done += part;
        }
    }

    @Override
    public void write(long at, byte[] source, int from, int n) {
        for (int done = 0; done < n; ) {
            int part = part(at + done, n - done);
            bytes.writable(at + done).put(within(at + done), source, from + done, part);
            done += part;
        }
    }

    @Override
    public void write(long at, Bytes source, int from, int n) {
        byte[] copy = new byte[Math.min(n, SharedBytes.CHUNK)];
        for (int done = 0; done < n; ) {
            int part = Math.min(copy.length, n - done);
            source.copyTo(from + done, copy, 0, part);
            write(at + done, copy, 0, part);
            done += part;
        }
    }

    @Override
    public void fill(long at, byte value, int n) {
        long pattern = (value & 0xFF) * 0x0101_0101_0101_0101L;
        long end = at + n;
        long next = at;
        while (next < end) {
            if (isAligned(within(next), 8) && end - next >= 8) {
                store64(next, pattern);
                next += 8;
            } else {
                store8(next, value);
                next++;
            }
        }
    }

    @Override
    public String utf8(long at, int n) {
        byte[] copy = new byte[n];
        read(at, copy, 0, n);
        return new String(copy, StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer view(long at, int n) {
        if (n == 0) {
            return ByteBuffer.allocate(0);
        }
        if (part(at, n) < n) {
            throw new IllegalArgumentException("a view of " + n + " bytes at " + Long.toUnsignedString(at)
                    + " crosses a multiple of " + SharedBytes.CHUNK + ", where a shared memory is divided");
        }
        return bytes.writable(at).slice(within(at), n);
    }

    @Override
    public boolean grow(long more, long most) {
        boolean grown = bytes.grow(more, most);
        look();
        return grown;
    }

    @Override
    public void makeRoom(long end) {
        look();
    }

    @Override
    public Runnable resetting(MemoryImage contents) {
        throw new IllegalStateException("a shared memory is not reset");
    }

    @Override
    public void capture(MemoryImage.Builder image) {
        throw new IllegalStateException("a shared memory is not captured");
    }

    @Override
    public void release() {
        room = 0;
        bytes.leave();
    }
}
