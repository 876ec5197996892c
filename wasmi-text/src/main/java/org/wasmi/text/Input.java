package org.wasmi.text;

import java.nio.charset.StandardCharsets;

/** A place in a binary, with the numbers of the binary format (Wasm specification, 5.2). */
final class Input {
    final byte[] bytes;
    int at;
    final int end;

    Input(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    boolean hasNext() {
        return at < end;
    }

    BinaryException fail(String message) {
        return new BinaryException(message, at);
    }

    int next() {
        if (at >= end) {
            throw fail("unexpected end");
        }
        return bytes[at++] & 0xFF;
    }

    /** {@return the next byte, which is not taken; -1 at the end} */
    int peek() {
        return at < end ? bytes[at] & 0xFF : -1;
    }

    int u32() {
        return (int) number(32, false);
    }

    /** {@return an unsigned number that counts things of at least one byte each, or what follows} */
    int count() {
        int from = at;
        int count = u32();
        if (count < 0 || count > end - at) {
            at = from;
            throw fail("length out of bounds");
        }
        return count;
    }

    long u64() {
        return number(64, false);
    }

    long s(int width) {
        return number(width, true);
    }

    private long number(int width, boolean signed) {
        long value = 0;
        for (int shift = 0; shift < width; shift += 7) {
            int next = next();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                int used = shift + 7;
                boolean negative = signed && (next & 0x40) != 0;
                return negative && used < 64 ? value | (-1L << used) : value;
            }
        }
        throw fail("integer representation too long");
    }

    long fixed(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    /** {@return where a number of bytes begin, which are skipped} */
    int skip(int count) {
        if (count < 0 || count > end - at) {
            throw fail("length out of bounds");
        }
        int from = at;
        at += count;
        return from;
    }

    /** {@return the next bytes as a part of their own, behind their number} */
    Input sized() {
        int size = count();
        int from = skip(size);
        return new Input(bytes, from, at);
    }

    String name() {
        int size = count();
        int from = skip(size);
        String name = Strings.decode(bytes, from, size);
        if (name == null) {
            throw new BinaryException("malformed UTF-8 encoding", from);
        }
        return name;
    }

    /** {@return a name as bytes, of which each is a char} */
    String latin(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
