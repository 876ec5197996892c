package org.wasmi.encoding.internal.dwarf;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The sections that lines are read from; those that are missing are empty.
 *
 * @param lines {@code .debug_line}
 * @param lineTexts {@code .debug_line_str}
 * @param texts {@code .debug_str}
 */
record Sections(ByteBuffer lines, ByteBuffer lineTexts, ByteBuffer texts) {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    static Sections of(Map<String, ByteBuffer> custom) {
        return new Sections(
                custom.getOrDefault(".debug_line", EMPTY),
                custom.getOrDefault(".debug_line_str", EMPTY),
                custom.getOrDefault(".debug_str", EMPTY));
    }
}
