package org.wasmi.testkit.oracle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the primitives of the binary format (Wasm specification, 5.2), of valid modules only. */
final class Reader {
    private final byte[] bytes;
    private int position;
    private final int end;

    Reader(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    boolean hasNext() {
        return position < end;
    }

    int u8() {
        return bytes[position++] & 0xFF;
    }

    /** {@return the byte of a value type, of a reference to a heap type the first} */
    int valueType() {
        int type = u8();
        if (type == 0x63 || type == 0x64) {
            s64();
        }
        return type;
    }

    int peek() {
        return bytes[position] & 0xFF;
    }

    /** {@return the number of a LEB128, with its sign if it has one} */
    private long leb(boolean signed) {
        BigInteger number = BigInteger.ZERO;
        int shift = 0;
        int next;
        do {
            next = u8();
            number = number.or(BigInteger.valueOf(next & 0x7F).shiftLeft(shift));
            shift += 7;
        } while ((next & 0x80) != 0);
        return signed && (next & 0x40) != 0
                ? number.subtract(BigInteger.ONE.shiftLeft(shift)).longValue()
                : number.longValue();
    }

    int u32() {
        return (int) leb(false);
    }

    long u64() {
        return leb(false);
    }

    long s64() {
        return leb(true);
    }

    long fixed(int width) {
        long number = 0;
        for (int i = 0; i < width; i++) {
            number |= (long) u8() << (8 * i);
        }
        return number;
    }

    byte[] sized() {
        int length = u32();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    String name() {
        return new String(sized(), StandardCharsets.UTF_8);
    }

    /** {@return a reader of the next bytes, which this one skips} */
    Reader part(int length) {
        position += length;
        return new Reader(bytes, position - length, position);
    }
}
