package org.wasmi.encoding.error;

import java.util.Objects;

/**
 * A place in the source of a module.
 *
 * @param file the file, as the compiler names it: relative to the compiler's working directory unless it begins with a
 *     slash
 * @param line the line, from 1
 * @param column the column, from 1, or 0 if not known
 */
public record SourceLocation(String file, int line, int column) {

    /** Checks for null, a line below 1 and a column below 0. */
    public SourceLocation {
        Objects.requireNonNull(file, "file");
        if (line < 1 || column < 0) {
            throw new IllegalArgumentException("no place: line " + line + ", column " + column);
        }
    }

    /** {@return the place as {@code file.c:12:5}, without the column if that is not known} */
    @Override
    public String toString() {
        return file + ":" + line + (column == 0 ? "" : ":" + column);
    }
}
