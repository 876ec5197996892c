package org.wasmi.wasi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Memory;
import org.wasmi.wasi.internal.abi.Errno;
import org.wasmi.wasi.internal.abi.ErrnoException;

/**
 * The caller's memory as the functions use it: pointers are i32 arguments, ranges are checked before anything happens.
 * And the prices of what the functions do, in the fuel of the caller.
 */
final class GuestMemory {

    /** Paths are longer nowhere. */
    private static final int MAX_PATH = 4096;

    /** How many bytes are moved for one unit of fuel, as by {@code memory.copy}. */
    private static final int BYTES_PER_UNIT = 64;

    /** How many items are paid for at once. */
    private static final int ITEMS = 1 << 8;

    private final HostCall call;

    GuestMemory(HostCall call) {
        this.call = call;
    }

    /** {@return the memory itself, of which accesses out of bounds end in {@code FAULT}} */
    Memory bytes() {
        return call.memory();
    }

    /** {@return the address in a parameter} */
    long pointer(int param) {
        return Integer.toUnsignedLong(call.i32(param));
    }

    /** {@return the address in a parameter, at which {@code size} bytes will be stored} */
    long pointer(int param, long size) {
        long address = pointer(param);
        check(address, size);
        return address;
    }

    /** Fails unless a range is within the memory. */
    void check(long address, long size) {
        if (address > bytes().size() - size) {
            throw new ErrnoException(Errno.FAULT);
        }
    }

    /**
     * Takes fuel for a part of the work, and ends the call if the guest has to end. Called every few microseconds of
     * work whose amount the guest chooses.
     *
     * @param units how much, about as many as the guest would execute operators in that time
     */
    void pay(long units) {
        call.consumeFuel(units);
        call.store().checkpoint();
    }

    /** As {@link #pay}, for having moved some bytes. */
    void payForBytes(long count) {
        pay(count / BYTES_PER_UNIT + 1);
    }

    /** As {@link #pay}, for the item {@code index} of {@code count}: pays for some of them at once. */
    void payForItem(long index, long count, int price) {
        if (index % ITEMS == 0) {
            pay(Math.min(ITEMS, count - index) * price);
        }
    }

    /** {@return the path that two parameters describe} */
    String path(int addressParam) {
        long address = pointer(addressParam);
        long length = pointer(addressParam + 1);
        check(address, length);
        if (length > MAX_PATH) {
            throw new ErrnoException(Errno.NAMETOOLONG);
        }
        byte[] utf8 = new byte[(int) length];
        bytes().read(address, utf8, 0, utf8.length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ErrnoException(Errno.ILSEQ);
        }
    }

    /**
     * Stores as much of some bytes as there is room for.
     *
     * @return how much that was
     */
    int putUpTo(long address, byte[] source, long room) {
        int length = (int) Math.min(source.length, room);
        bytes().write(address, source, 0, length);
        return length;
    }
}
