package org.wasmi.text;

/**
 * How a module is printed. Immutable.
 *
 * @param names whether the name section gives the identifiers; otherwise nothing has one
 * @param offsets whether a comment before each instruction and each field says where in the binary it is
 * @param indentation how many spaces each level is indented by
 */
public record PrintOptions(boolean names, boolean offsets, int indentation) {
    /** With names, without offsets, two spaces for a level. */
    public static final PrintOptions DEFAULT = new PrintOptions(true, false, 2);

    private static final int MOST_INDENTATION = 16;

    /** Checks the indentation, which is from 0 to {@value #MOST_INDENTATION}. */
    public PrintOptions {
        if (indentation < 0 || indentation > MOST_INDENTATION) {
            throw new IllegalArgumentException(
                    "indentation " + indentation + " is not within 0 and " + MOST_INDENTATION);
        }
    }

    /** {@return the same with names or without} */
    public PrintOptions withNames(boolean given) {
        return new PrintOptions(given, offsets, indentation);
    }

    /** {@return the same with offsets or without} */
    public PrintOptions withOffsets(boolean given) {
        return new PrintOptions(names, given, indentation);
    }

    /** {@return the same with another indentation, from 0 to {@value #MOST_INDENTATION}} */
    public PrintOptions withIndentation(int spaces) {
        return new PrintOptions(names, offsets, spaces);
    }
}
