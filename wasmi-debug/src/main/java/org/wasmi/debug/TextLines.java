package org.wasmi.debug;

import java.util.Arrays;
import org.wasmi.text.PrintOptions;
import org.wasmi.text.Wat;

/** The lines of a module's text by their offsets in the binary, in a few bytes each. Immutable. */
final class TextLines {
    /** The offset of a line, then its number from 1 on; sorted. */
    private long[] lines = new long[1 << 10];

    private int count;
    private int number;

    /** Prints the text, to find its lines. */
    TextLines(byte[] wasm) {
        Wat.lines(wasm, PrintOptions.DEFAULT, line -> {
            number++;
            line.offset().ifPresent(this::add);
        });
        lines = Arrays.copyOf(lines, count);
        Arrays.sort(lines);
    }

    private void add(int offset) {
        if (count == lines.length) {
            lines = Arrays.copyOf(lines, 2 * count);
        }
        lines[count++] = ((long) offset << 32) | number;
    }

    /** {@return the line that has an operator: the last one that begins there or before} */
    int line(int offset) {
        int found = Arrays.binarySearch(lines, ((long) offset + 1) << 32);
        int before = (found < 0 ? -found - 1 : found) - 1;
        return before < 0 ? 1 : (int) lines[before];
    }
}
