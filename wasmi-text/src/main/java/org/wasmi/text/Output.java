package org.wasmi.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, with the numbers of the binary format (Wasm specification, 5.2). */
final class Output {
    private static final int MOST = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    Output() {
        this(32);
    }

    Output(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void clear() {
        size = 0;
    }

    /** Cuts to a size. */
    void truncate(int length) {
        size = length;
    }

    boolean equalTo(Output other) {
        return Arrays.equals(bytes, 0, size, other.bytes, 0, other.size);
    }

    private void require(int count) {
        if (count > bytes.length - size) {
            long wanted = (long) size + count;
            if (wanted > MOST) {
                throw new OutOfMemoryError("a module of more than 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, Math.max(wanted, size * 3L / 2)));
        }
    }

    void write(int b) {
        if (size == bytes.length) {
            require(1);
        }
        bytes[size++] = (byte) b;
    }

    void write(byte[] other, int from, int to) {
        require(to - from);
        System.arraycopy(other, from, bytes, size, to - from);
        size += to - from;
    }

    void write(Output other) {
        write(other.bytes, 0, other.size);
    }

    /** Writes bytes behind their number. */
    void writeSized(Output other) {
        u32(other.size);
        write(other);
    }

    void u32(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        write(rest);
    }

    void u64(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            write(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        write((int) rest);
    }

    void s32(int value) {
        s64(value);
    }

    void s64(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            write(((int) rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        write((int) rest & 0x7F);
    }

    void fixed32(int value) {
        for (int i = 0; i < 32; i += 8) {
            write(value >>> i);
        }
    }

    void fixed64(long value) {
        for (int i = 0; i < 64; i += 8) {
            write((int) (value >>> i));
        }
    }

    void name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        u32(utf8.length);
        write(utf8, 0, utf8.length);
    }

    void operator(Operator operator) {
        opcode(operator, operator.code());
    }

    void opcode(Operator operator, int code) {
        if (operator.prefix() >= 0) {
            write(operator.prefix());
            u32(code);
        } else {
            write(code);
        }
    }
}
