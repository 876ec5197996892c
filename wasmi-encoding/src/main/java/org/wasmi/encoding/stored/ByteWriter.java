package org.wasmi.encoding.stored;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Appends numbers and texts to bytes. {@link ByteReader} reads them. */
class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void u8(int value) {
        out.write(value);
    }

    void flag(boolean value) {
        u8(value ? 1 : 0);
    }

    void fixed32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            u8(value >>> shift);
        }
    }

    void u32(int value) {
        u64(Integer.toUnsignedLong(value));
    }

    void s32(int value) {
        u32((value << 1) ^ (value >> 31));
    }

    void u64(long value) {
        long rest = value;
        for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
            u8((int) rest | 0x80);
        }
        u8((int) rest);
    }

    void bytes(byte[] bytes) {
        out.writeBytes(bytes);
    }

    /** Appends a length and as many bytes. */
    void block(byte[] bytes) {
        u32(bytes.length);
        bytes(bytes);
    }

    void text(String text) {
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not Unicode text: '" + text + "'", e);
        }
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        block(bytes);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
