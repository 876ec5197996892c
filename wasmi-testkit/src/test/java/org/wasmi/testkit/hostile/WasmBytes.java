package org.wasmi.testkit.hostile;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Bytes of modules that no builder would make: what a section says of itself need not be true. */
final class WasmBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** {@return a module of nothing but its header} */
    static WasmBytes module() {
        return new WasmBytes().bytes(0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00);
    }

    WasmBytes bytes(int... values) {
        for (int each : values) {
            out.write(each);
        }
        return this;
    }

    /** Appends an unsigned number in LEB128. */
    WasmBytes u32(long value) {
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.write(((int) rest & 0x7F) | 0x80);
        }
        out.write((int) rest);
        return this;
    }

    WasmBytes name(String text) {
        u32(text.length());
        text.chars().forEach(out::write);
        return this;
    }

    WasmBytes repeat(int times, int... values) {
        for (int i = 0; i < times; i++) {
            bytes(values);
        }
        return this;
    }

    /** Appends a section whose size is true. */
    WasmBytes section(int id, Consumer<WasmBytes> content) {
        bytes(id);
        return sized(content);
    }

    /** Appends a part that begins with its size, such as a function body. */
    WasmBytes sized(Consumer<WasmBytes> content) {
        WasmBytes inner = new WasmBytes();
        content.accept(inner);
        u32(inner.out.size());
        out.writeBytes(inner.out.toByteArray());
        return this;
    }

    /** {@return a module of one function without parameters and results} */
    static byte[] function(Consumer<WasmBytes> body) {
        return module().section(1, types -> types.bytes(1, 0x60, 0, 0))
                .section(3, functions -> functions.bytes(1, 0))
                .section(10, code -> code.bytes(1).sized(body))
                .build();
    }

    byte[] build() {
        return out.toByteArray();
    }
}
