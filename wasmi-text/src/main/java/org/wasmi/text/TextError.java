package org.wasmi.text;

/**
 * One thing that is wrong in a text. Immutable.
 *
 * @param line the line, from 1
 * @param column where in the line, in chars, from 1
 * @param message what is wrong, in the specification's words where it has some
 * @param source the line itself, or the part of a long line around the column
 * @param caret where in {@code source} the error is, in chars, from 0
 */
public record TextError(int line, int column, String message, String source, int caret) {
    /** {@return the position and the message, the source line, and a caret below the place at fault} */
    @Override
    public String toString() {
        return line + ":" + column + ": " + message + "\n    " + source + "\n    " + " ".repeat(caret) + "^";
    }
}
