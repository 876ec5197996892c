package org.wasmi.text;

/**
 * One error in a text. Immutable.
 *
 * @param line the line, from 1
 * @param column the column within the line, in chars, from 1
 * @param message the error, in the specification's words where it has some
 * @param source the text of the line, or the part of a long line around the column
 * @param caret the position of the error in {@code source}, in chars, from 0
 */
public record TextError(int line, int column, String message, String source, int caret) {
    /** {@return the position and the message, the source line, and a caret below the place at fault} */
    @Override
    public String toString() {
        return line + ":" + column + ": " + message + "\n    " + source + "\n    " + " ".repeat(caret) + "^";
    }
}
