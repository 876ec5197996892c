package org.wasmi.encoding.internal.dwarf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the data forms of DWARF (DWARF 5, 7.4 to 7.6), little-endian. Mutable, for one thread. */
final class DwarfReader {
    private static final long IS_64_BIT = 0xFFFF_FFFFL;
    private static final long RESERVED = 0xFFFF_FFF0L;

    /** Longer texts are no names of files. */
    private static final int MAX_TEXT = 4096;

    private final ByteBuffer bytes;
    private boolean wide;

    /** Makes a reader of a section, from an offset on. */
    DwarfReader(ByteBuffer section, long offset) {
        bytes = section.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        position(offset);
    }

    int position() {
        return bytes.position();
    }

    void position(long offset) {
        if (offset < 0 || offset > bytes.limit()) {
            throw new DwarfException("no offset " + offset);
        }
        bytes.position((int) offset);
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    /** Ends the data {@code length} bytes further on. */
    void limit(long length) {
        bytes.limit(endOf(length));
    }

    int end() {
        return bytes.limit();
    }

    void skip(long length) {
        bytes.position(endOf(length));
    }

    private int endOf(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new DwarfException("no length " + length);
        }
        return bytes.position() + (int) length;
    }

    int s8() {
        try {
            return bytes.get();
        } catch (BufferUnderflowException e) {
            throw new DwarfException("unexpected end");
        }
    }

    int u8() {
        return s8() & 0xFF;
    }

    /** {@return a number of some bytes; the 64 lowest bits} */
    long unsigned(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) u8() << (Byte.SIZE * i);
        }
        return value;
    }

    /** {@return the length of a unit, which also tells how wide offsets are in it} */
    long unitLength() {
        long length = unsigned(Integer.BYTES);
        wide = length == IS_64_BIT;
        if (!wide && length >= RESERVED) {
            throw new DwarfException("no length " + length);
        }
        return wide ? unsigned(Long.BYTES) : length;
    }

    /** {@return an offset or a length, as wide as they are in the unit} */
    long offset() {
        return unsigned(offsetSize());
    }

    /** {@return how many bytes an offset has in the unit} */
    int offsetSize() {
        return wide ? Long.BYTES : Integer.BYTES;
    }

    /** {@return a reader of another section, at an entry of a table of offsets, for offsets as wide as here} */
    DwarfReader at(ByteBuffer section, long table, long index) {
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new DwarfException("no index " + index);
        }
        DwarfReader reader = new DwarfReader(section, table + index * offsetSize());
        reader.wide = wide;
        return reader;
    }

    /** {@return an unsigned LEB128 number; the 64 lowest bits} */
    long uleb() {
        long value = 0;
        int shift = 0;
        int bits;
        do {
            bits = u8();
            if (shift < Long.SIZE) {
                value |= (long) (bits & 0x7F) << shift;
                shift += 7;
            }
        } while (bits >= 0x80);
        return value;
    }

    /** {@return a signed LEB128 number; the 64 lowest bits} */
    long sleb() {
        int begin = bytes.position();
        long value = uleb();
        int shift = 7 * (bytes.position() - begin);
        boolean negative = (bytes.get(bytes.position() - 1) & 0x40) != 0;
        return negative && shift < Long.SIZE ? value | -1L << shift : value;
    }

    /** {@return a text that ends with a zero byte} */
    String text() {
        int begin = bytes.position();
        while (u8() != 0) {
            if (bytes.position() - begin > MAX_TEXT) {
                throw new DwarfException("a text longer than " + MAX_TEXT + " bytes");
            }
        }
        byte[] utf8 = new byte[bytes.position() - begin - 1];
        bytes.get(begin, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
