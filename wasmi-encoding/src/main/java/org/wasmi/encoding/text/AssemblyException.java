package org.wasmi.encoding.text;

/** Thrown for text that {@link Assembler} cannot parse. */
public final class AssemblyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /**
     * Creates an exception.
     *
     * @param message the error
     * @param line the line at fault, from 1
     * @param column the column within the line, in chars, from 1
     */
    public AssemblyException(String message, int line, int column) {
        super("line " + line + ", column " + column + ": " + message);
        this.line = line;
        this.column = column;
    }

    /** {@return the line at fault, from 1} */
    public int line() {
        return line;
    }

    /** {@return the column within the line, in chars, from 1} */
    public int column() {
        return column;
    }
}
