package org.wasmi.emscripten.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.Program;

/**
 * What a program for dynamic linking needs, from its section {@code dylink.0} (WebAssembly tool conventions, dynamic
 * linking).
 *
 * @param memoryBytes how much memory its data take
 * @param memoryAlign their alignment in bytes
 * @param tableElements how many elements of the table its functions take
 * @param needed the names of the libraries that it needs
 * @param weak the symbols that it imports and can do without
 */
public record Dylink(int memoryBytes, int memoryAlign, int tableElements, List<String> needed, Set<String> weak) {
    private static final int MEMORY_INFO = 1;
    private static final int NEEDED = 2;
    private static final int IMPORT_INFO = 4;
    private static final int BINDING = 3;
    private static final int WEAK = 1;
    private static final int MAX_ALIGN = 16;

    /**
     * {@return what a program needs; empty if it is not for dynamic linking}
     *
     * @throws LinkException if the section is malformed
     */
    public static Optional<Dylink> of(Program program) {
        for (CustomSection each : program.customSections()) {
            if (each.name().equals("dylink.0")) {
                try {
                    return Optional.of(read(each.contents().asByteBuffer()));
                } catch (BufferUnderflowException e) {
                    throw malformed();
                }
            }
        }
        return Optional.empty();
    }

    private static LinkException malformed() {
        return new LinkException("the section dylink.0 is malformed");
    }

    private static Dylink read(ByteBuffer section) {
        int memoryBytes = 0;
        int memoryAlign = 0;
        int tableElements = 0;
        List<String> needed = new ArrayList<>();
        Set<String> weak = new HashSet<>();
        while (section.hasRemaining()) {
            int kind = section.get();
            ByteBuffer part = slice(section, number(section));
            if (kind == MEMORY_INFO) {
                memoryBytes = number(part);
                memoryAlign = number(part);
                tableElements = number(part);
            } else if (kind == NEEDED) {
                for (int count = number(part); count > 0; count--) {
                    needed.add(text(part));
                }
            } else if (kind == IMPORT_INFO) {
                for (int count = number(part); count > 0; count--) {
                    text(part);
                    String symbol = text(part);
                    if ((number(part) & BINDING) == WEAK) {
                        weak.add(symbol);
                    }
                }
            }
        }
        if (memoryAlign > MAX_ALIGN) {
            throw malformed();
        }
        return new Dylink(memoryBytes, 1 << memoryAlign, tableElements, List.copyOf(needed), Set.copyOf(weak));
    }

    private static ByteBuffer slice(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw malformed();
        }
        ByteBuffer slice = from.slice(from.position(), length);
        from.position(from.position() + length);
        return slice;
    }

    private static String text(ByteBuffer from) {
        return StandardCharsets.UTF_8.decode(slice(from, number(from))).toString();
    }

    /** {@return an unsigned LEB128 below 2^31} */
    private static int number(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                if (value > Integer.MAX_VALUE) {
                    throw malformed();
                }
                return (int) value;
            }
        }
        throw malformed();
    }
}
