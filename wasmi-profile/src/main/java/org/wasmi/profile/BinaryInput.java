package org.wasmi.profile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Bytes;

/** Reads values of the Wasm binary format (Wasm specification, 5.2). */
final class BinaryInput {
    private static final int HEAD = 8;

    private final byte[] bytes;
    private int at;
    private final int end;

    BinaryInput(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** {@return the sections of a Wasm binary} */
    static BinaryInput sections(byte[] bytes) {
        BinaryInput input = new BinaryInput(bytes, 0, bytes.length);
        if (input.fixed(Integer.BYTES) != 0x6D736100L || input.fixed(Integer.BYTES) != 1) {
            throw new MalformedException("no WebAssembly binary of version 1", Math.min(bytes.length, HEAD));
        }
        return input;
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < end;
    }

    MalformedException malformed(String what) {
        return new MalformedException(what, at);
    }

    int read() {
        if (at >= end) {
            throw malformed("unexpected end");
        }
        return bytes[at++] & 0xFF;
    }

    void expect(int value) {
        if (read() != value) {
            at--;
            throw malformed(
                    "byte 0x" + Integer.toHexString(bytes[at] & 0xFF) + " instead of 0x" + Integer.toHexString(value));
        }
    }

    /** {@return an unsigned number that is an int} */
    int unsigned() {
        long value = leb(Integer.SIZE, false);
        if (value != (int) value || value < 0) {
            throw malformed("a number that is too large: " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    long unsignedLong() {
        return leb(Long.SIZE, false);
    }

    long signed() {
        return leb(Long.SIZE, true);
    }

    private long leb(int bits, boolean signed) {
        long value = 0;
        for (int shift = 0; shift < bits; shift += 7) {
            int b = read();
            value |= (b & 0x7FL) << shift;
            if ((b & 0x80) == 0) {
                int used = shift + 7;
                return signed && used < Long.SIZE && (b & 0x40) != 0 ? value | (-1L << used) : value;
            }
        }
        throw malformed("a number of too many bytes");
    }

    long fixed(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) read() << (8 * i);
        }
        return value;
    }

    /** {@return the number of items that follow, each of a byte or more} */
    int count() {
        int count = unsigned();
        if (count > end - at) {
            throw malformed(count + " items in " + (end - at) + " bytes");
        }
        return count;
    }

    String name() {
        int length = count();
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
            at += length;
            return name;
        } catch (CharacterCodingException e) {
            throw malformed("malformed UTF-8 encoding");
        }
    }

    /** {@return the part that follows, after its length} */
    BinaryInput part() {
        int length = count();
        BinaryInput part = new BinaryInput(bytes, at, at + length);
        at += length;
        return part;
    }

    Bytes bytes() {
        int length = count();
        Bytes slice = Bytes.wrap(bytes).slice(at, at + length);
        at += length;
        return slice;
    }
}
