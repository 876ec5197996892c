package org.wasmi.encoding.internal.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes sections of line tables, byte by byte. */
final class LineTables {
    static final int LINE_BASE = -5;
    static final int LINE_RANGE = 14;
    static final int OPCODE_BASE = 13;
    private static final byte[] OPERANDS = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    LineTables u8(int... values) {
        for (int each : values) {
            bytes.write(each);
        }
        return this;
    }

    LineTables u16(int value) {
        return u8(value, value >> 8);
    }

    LineTables u32(int value) {
        return u16(value).u16(value >> 16);
    }

    LineTables text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).u8(0);
    }

    LineTables raw(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(toByteArray());
    }

    /** Adds the table of a unit of version 2 to 4. */
    LineTables plainUnit(int version, LineTables entries, LineTables program) {
        LineTables header = new LineTables().u8(1);
        if (version >= 4) {
            header.u8(1);
        }
        return unit(version, new LineTables(), header, entries, program);
    }

    /** Adds the table of a unit of version 5. */
    LineTables unit(LineTables entries, LineTables program) {
        return unit(5, new LineTables().u8(4, 0), new LineTables().u8(1, 1), entries, program);
    }

    private LineTables unit(int version, LineTables sizes, LineTables header, LineTables entries, LineTables program) {
        header.u8(1, LINE_BASE, LINE_RANGE, OPCODE_BASE).raw(OPERANDS).raw(entries.toByteArray());
        byte[] rest = new LineTables()
                .u16(version)
                .raw(sizes.toByteArray())
                .u32(header.toByteArray().length)
                .raw(header.toByteArray())
                .raw(program.toByteArray())
                .toByteArray();
        return u32(rest.length).raw(rest);
    }

    LineTables address(int address) {
        return u8(0, 5, 2).u32(address);
    }

    LineTables copy() {
        return u8(1);
    }

    LineTables advance(int by) {
        return u8(2, by);
    }

    /** Adds a number between -64 and 63 to the line. */
    LineTables line(int by) {
        return u8(3, by & 0x7F);
    }

    LineTables file(int file) {
        return u8(4, file);
    }

    LineTables column(int column) {
        return u8(5, column);
    }

    LineTables special(int addressBy, int lineBy) {
        return u8(OPCODE_BASE + (lineBy - LINE_BASE) + LINE_RANGE * addressBy);
    }

    LineTables end() {
        return u8(0, 1, 1);
    }
}
