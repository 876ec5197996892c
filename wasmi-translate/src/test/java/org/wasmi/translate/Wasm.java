package org.wasmi.translate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the pieces of a module's binary form, right or wrong, as the tests need them. */
public final class Wasm {

    /** The type section of one type without parameters and results. */
    public static final byte[] VOID_TYPE = section(1, bytes(1, 0x60, 0, 0));

    private Wasm() {}

    /** {@return a module of sections} */
    public static byte[] module(byte[]... sections) {
        return join(bytes(0, 'a', 's', 'm', 1, 0, 0, 0), join(sections));
    }

    /** {@return a section of a number, with contents} */
    public static byte[] section(int id, byte[]... contents) {
        byte[] joined = join(contents);
        return join(bytes(id), u32(joined.length), joined);
    }

    /** {@return a custom section} */
    public static byte[] custom(String name, byte[]... contents) {
        return section(0, name(name), join(contents));
    }

    /** {@return a code section of bodies without their sizes} */
    public static byte[] code(byte[]... bodies) {
        byte[] joined = u32(bodies.length);
        for (byte[] body : bodies) {
            joined = join(joined, u32(body.length), body);
        }
        return section(10, joined);
    }

    /** {@return bytes} */
    public static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** {@return a name: its length and its UTF-8 bytes} */
    public static byte[] name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return join(u32(utf8.length), utf8);
    }

    /** {@return an unsigned 32-bit integer in as few bytes as possible} */
    public static byte[] u32(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    /** {@return parts one after the other} */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
