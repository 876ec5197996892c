package org.wasmi.encoding.text;

import java.util.function.Function;

/** The parts of one line of {@link Assembler}'s text: words, which blanks and commas end, and the commas themselves. */
final class TextLine {
    private final String text;
    private final int number;
    private final int end;

    /** Where the next part begins, or the end; and where the one before began. */
    private int at;

    private int last;

    /**
     * Makes the line.
     *
     * @param text the line, with its comment
     * @param number its number, from 1
     */
    TextLine(String text, int number) {
        int comment = text.indexOf(';');
        this.text = text;
        this.number = number;
        this.end = comment < 0 ? text.length() : comment;
        skipBlanks();
    }

    boolean isEmpty() {
        return at == end;
    }

    /** {@return the next part} */
    String next() {
        last = at;
        if (isEmpty()) {
            throw error("the line ends too early");
        }
        at++;
        if (text.charAt(last) != ',') {
            while (at < end && text.charAt(at) != ',' && !isBlank(text.charAt(at))) {
                at++;
            }
        }
        String part = text.substring(last, at);
        skipBlanks();
        return part;
    }

    /** Reads a part that must be there. */
    void expect(String part) {
        read("'" + part + "'", found -> {
            if (!found.equals(part)) {
                throw new NumberFormatException();
            }
            return part;
        });
    }

    void expectEnd() {
        if (!isEmpty()) {
            next();
            throw error("the line should end here");
        }
    }

    /**
     * Reads a part.
     *
     * @param what what it should be, for people
     * @param parser gives its value, or throws {@link NumberFormatException}
     */
    <T> T read(String what, Function<String, T> parser) {
        String part = next();
        try {
            return parser.apply(part);
        } catch (NumberFormatException e) {
            throw error("expected " + what + ", found '" + part + "'");
        }
    }

    /** {@return an exception for the part that was read last} */
    AssemblyException error(String message) {
        return new AssemblyException(message, number, last + 1);
    }

    private void skipBlanks() {
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
