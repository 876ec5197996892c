package org.wasmi.text;

/**
 * How a module is printed. Immutable.
 *
 * @param names whether identifiers come from the name section; otherwise there are no identifiers
 * @param offsets whether a comment before each instruction and each field gives its offset in the binary
 * @param folded whether operands stand in parentheses behind the operator that takes them; otherwise each instruction
 *     has a line of its own, in the order of execution
 * @param indentation the number of spaces for each level of indentation
 */
public record PrintOptions(boolean names, boolean offsets, boolean folded, int indentation) {
    /** With names, without offsets, not folded, two spaces for a level. */
    public static final PrintOptions DEFAULT = new PrintOptions(true, false, false, 2);

    private static final int MOST_INDENTATION = 16;

    /** Checks the indentation, which is from 0 to {@value #MOST_INDENTATION}. */
    public PrintOptions {
        if (indentation < 0 || indentation > MOST_INDENTATION) {
            throw new IllegalArgumentException(
                    "indentation " + indentation + " is not within 0 and " + MOST_INDENTATION);
        }
    }

    /** {@return these options with or without names} */
    public PrintOptions withNames(boolean given) {
        return new PrintOptions(given, offsets, folded, indentation);
    }

    /** {@return these options with or without offsets} */
    public PrintOptions withOffsets(boolean given) {
        return new PrintOptions(names, given, folded, indentation);
    }

    /** {@return these options with folded or plain instructions} */
    public PrintOptions withFolded(boolean given) {
        return new PrintOptions(names, offsets, given, indentation);
    }

    /** {@return these options with another indentation, from 0 to {@value #MOST_INDENTATION}} */
    public PrintOptions withIndentation(int spaces) {
        return new PrintOptions(names, offsets, folded, spaces);
    }
}
