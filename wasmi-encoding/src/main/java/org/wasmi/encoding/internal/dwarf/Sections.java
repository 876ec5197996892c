package org.wasmi.encoding.internal.dwarf;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The sections that places and variables of the source are read from; those that are missing are empty.
 *
 * @param lines {@code .debug_line}
 * @param lineTexts {@code .debug_line_str}
 * @param texts {@code .debug_str}
 * @param textOffsets {@code .debug_str_offsets}
 * @param entries {@code .debug_info}
 * @param abbreviations {@code .debug_abbrev}
 * @param addresses {@code .debug_addr}
 * @param ranges {@code .debug_ranges}, up to version 4
 * @param rangeLists {@code .debug_rnglists}, from version 5 on
 * @param locations {@code .debug_loc}, up to version 4
 * @param locationLists {@code .debug_loclists}, from version 5 on
 */
record Sections(
        ByteBuffer lines,
        ByteBuffer lineTexts,
        ByteBuffer texts,
        ByteBuffer textOffsets,
        ByteBuffer entries,
        ByteBuffer abbreviations,
        ByteBuffer addresses,
        ByteBuffer ranges,
        ByteBuffer rangeLists,
        ByteBuffer locations,
        ByteBuffer locationLists) {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    static Sections of(Map<String, ByteBuffer> custom) {
        return new Sections(
                custom.getOrDefault(".debug_line", EMPTY),
                custom.getOrDefault(".debug_line_str", EMPTY),
                custom.getOrDefault(".debug_str", EMPTY),
                custom.getOrDefault(".debug_str_offsets", EMPTY),
                custom.getOrDefault(".debug_info", EMPTY),
                custom.getOrDefault(".debug_abbrev", EMPTY),
                custom.getOrDefault(".debug_addr", EMPTY),
                custom.getOrDefault(".debug_ranges", EMPTY),
                custom.getOrDefault(".debug_rnglists", EMPTY),
                custom.getOrDefault(".debug_loc", EMPTY),
                custom.getOrDefault(".debug_loclists", EMPTY));
    }
}
