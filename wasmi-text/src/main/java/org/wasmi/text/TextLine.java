package org.wasmi.text;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A line of a printed module, see {@link Wat#lines}.
 *
 * @param offset where the field or instruction that begins the line is, in bytes from the start of the module; empty
 *     for the first line
 * @param text the line, with its indentation
 */
public record TextLine(OptionalInt offset, String text) {
    private static final String BEGIN = "(;@";
    private static final String END = ";)";

    /** Checks for nulls. */
    public TextLine {
        Objects.requireNonNull(offset, "offset");
        Objects.requireNonNull(text, "text");
    }

    /** {@return a line that may begin with a comment that has its offset} */
    static TextLine of(String line) {
        if (!line.startsWith(BEGIN)) {
            return new TextLine(OptionalInt.empty(), line);
        }
        int end = line.indexOf(END);
        int offset = Integer.parseInt(line, BEGIN.length(), end, 16);
        return new TextLine(OptionalInt.of(offset), line.substring(end + END.length()));
    }
}
