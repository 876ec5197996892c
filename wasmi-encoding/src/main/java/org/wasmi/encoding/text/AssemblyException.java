package org.wasmi.encoding.text;

/** Text that {@link Assembler} does not understand. */
public final class AssemblyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    /**
     * Makes an exception.
     *
     * @param message what is wrong
     * @param line the line at fault, from 1
     * @param column where in the line, in chars, from 1
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

    /** {@return where in the line, in chars, from 1} */
    public int column() {
        return column;
    }
}
