package org.wasmi.cli;

import java.util.Locale;

/** Text for people. */
final class Text {
    private Text() {}

    /** {@return the text without what could command a terminal: a module chooses its names, and may mean harm} */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t') {
                safe.appendCodePoint(point);
                return;
            }
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> safe.append(String.format(Locale.ROOT, "\\u{%x}", point));
                default -> safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    /** {@return the name in quotes, on one line} */
    static String quoted(String name) {
        return "\"" + printable(name).replace("\n", "\\n").replace("\t", "\\t") + "\"";
    }

    /** {@return the text, with blanks behind it up to a width} */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** {@return the text, with blanks before it up to a width} */
    static String aligned(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** {@return {@code 1 thing} or {@code 2 things}} */
    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
