package org.wasmi.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A text and what is wrong in it. */
final class Source {
    /** So many errors are reported at most. */
    private static final int MOST_ERRORS = 20;

    /** So much of a line is shown, on each side of the error. */
    private static final int SHOWN = 60;

    /** Leaves the part of the text that has an error. It has no stack trace: it never leaves the parser. */
    static final class Abort extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Abort() {
            super(null, null, false, false);
        }
    }

    final char[] chars;

    private record Problem(int position, String message) {}

    /** Where the lines begin, when somebody has asked. */
    private int @Nullable [] lineStarts;

    private final List<Problem> errors = new ArrayList<>();

    Source(CharSequence text) {
        chars = text.toString().toCharArray();
    }

    /** The same text, with errors of its own. */
    Source(Source other) {
        chars = other.chars;
        lineStarts = other.lineStarts;
    }

    /** {@return the line of a position, from 1} */
    int line(int position) {
        if (lineStarts == null) {
            lineStarts = IntStream.concat(
                            IntStream.of(0),
                            IntStream.range(0, chars.length)
                                    .filter(i -> chars[i] == '\n')
                                    .map(i -> i + 1))
                    .toArray();
        }
        int found = Arrays.binarySearch(lineStarts, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    String text(int from, int to) {
        return new String(chars, from, to - from);
    }

    /** Records an error and goes on, until there are too many. */
    void report(int position, String message) {
        errors.add(new Problem(position, message));
        if (errors.size() >= MOST_ERRORS) {
            throw new Abort();
        }
    }

    /** Records an error. {@return what ends the parsing of the part of the text that is at fault} */
    Abort fail(int position, String message) {
        report(position, message);
        return new Abort();
    }

    /** {@return whether there are so many errors that parsing ends} */
    boolean isFull() {
        return errors.size() >= MOST_ERRORS;
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** {@return the errors as an exception; there is at least one} */
    TextException exception() {
        return new TextException(errors.stream()
                .sorted(Comparator.comparingInt(Problem::position))
                .map(this::located)
                .toList());
    }

    void throwErrors() {
        if (hasErrors()) {
            throw exception();
        }
    }

    private TextError located(Problem problem) {
        int position = Math.min(problem.position, chars.length);
        int line = line(position);
        int start = Objects.requireNonNull(lineStarts)[line - 1];
        int end = position;
        while (end < chars.length && chars[end] != '\n' && chars[end] != '\r' && end < position + SHOWN) {
            end++;
        }
        int shown = Math.max(start, position - SHOWN);
        String text = text(shown, end).replaceAll("\\p{Cntrl}", " ");
        return new TextError(line, position - start + 1, problem.message, text, position - shown);
    }
}
