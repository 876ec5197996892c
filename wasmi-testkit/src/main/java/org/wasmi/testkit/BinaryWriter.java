package org.wasmi.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes the primitives of the binary format (Wasm specification, 5.2), numbers always in their shortest form. */
final class BinaryWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    BinaryWriter u8(int value) {
        out.write(value);
        return this;
    }

    /** Unsigned LEB128. */
    BinaryWriter u(long value) {
        long rest = value;
        while (Long.compareUnsigned(rest, 0x80) >= 0) {
            out.write(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    /** Signed LEB128. */
    BinaryWriter s(long value) {
        long rest = value;
        while (rest < -0x40 || rest >= 0x40) {
            out.write(((int) rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        return u8((int) rest & 0x7F);
    }

    /** The lowest bytes of a number, in little-endian order. */
    BinaryWriter fixed(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    /** A vector of bytes: its length, then the bytes. */
    BinaryWriter sized(byte[] bytes) {
        return u(bytes.length).bytes(bytes);
    }

    BinaryWriter name(String name) {
        return sized(name.getBytes(UTF_8));
    }

    BinaryWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
