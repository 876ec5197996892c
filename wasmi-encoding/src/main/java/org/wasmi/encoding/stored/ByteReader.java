package org.wasmi.encoding.stored;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Bytes;

/** Reads what {@link ByteWriter} wrote, or says that it did not. */
final class ByteReader {
    private final byte[] bytes;
    private final int begin;
    private final int limit;
    private int position;

    /** A copy of the whole range, which its blocks share, once there is one. */
    private @Nullable Bytes copy;

    /**
     * Makes a reader.
     *
     * @param bytes what to read from
     * @param begin where to begin
     * @param limit where to end
     */
    ByteReader(byte[] bytes, int begin, int limit) {
        this.bytes = bytes;
        this.begin = begin;
        this.position = begin;
        this.limit = limit;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == limit;
    }

    MalformedException malformed(String message) {
        return new MalformedException(message, position);
    }

    private void need(int size) {
        if (Integer.compareUnsigned(size, limit - position) > 0) {
            throw malformed(Integer.toUnsignedString(size) + " bytes are due, " + (limit - position) + " are left");
        }
    }

    int u8() {
        need(1);
        return bytes[position++] & 0xFF;
    }

    boolean flag() {
        int value = u8();
        if (value > 1) {
            throw malformed("neither 0 nor 1 but " + value);
        }
        return value == 1;
    }

    int fixed32() {
        need(Integer.BYTES);
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            value |= u8() << shift;
        }
        return value;
    }

    int u32() {
        long value = u64();
        if (value >>> Integer.SIZE != 0) {
            throw malformed("a number is wider than 32 bits");
        }
        return (int) value;
    }

    int s32() {
        int value = u32();
        return (value >>> 1) ^ -(value & 1);
    }

    long u64() {
        long value = 0;
        int shift = 0;
        int bits;
        do {
            bits = u8();
            if (shift == 63 && bits > 1) {
                throw malformed("a number is wider than 64 bits");
            }
            value |= (long) (bits & 0x7F) << shift;
            shift += 7;
        } while (bits >= 0x80);
        return value;
    }

    /**
     * {@return the number of items that follow, which cannot be more than there are bytes for}
     *
     * @param itemSize the least size of an item in bytes
     */
    int count(int itemSize) {
        int count = u32();
        if (Integer.compareUnsigned(count, (limit - position) / itemSize) > 0) {
            throw malformed(Integer.toUnsignedString(count) + " items in " + (limit - position) + " bytes");
        }
        return count;
    }

    Bytes block() {
        int size = count(1);
        if (copy == null) {
            copy = Bytes.wrap(Arrays.copyOfRange(bytes, begin, limit));
        }
        position += size;
        return copy.slice(position - size - begin, position - begin);
    }

    String text() {
        int size = count(1);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, position, size))
                    .toString();
            position += size;
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("malformed UTF-8 encoding");
        }
    }

    /** {@return a reader of the next section's contents, behind which this one goes on} */
    ByteReader section(Section section) {
        int code = u8();
        if (code != section.code()) {
            throw malformed("section " + section + " is due, not section number " + code);
        }
        int size = fixed32();
        need(size);
        position += size;
        return new ByteReader(bytes, position - size, position);
    }
}
