package org.wasmi.emscripten.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JavaScript source as far as its brackets, strings and object literals matter; nothing is evaluated. It takes some
 * blocks for object literals, which does no harm: these do not have the names that are looked for.
 */
final class JavaScript {
    /** A part of the dense source. */
    record Range(int start, int end) {}

    private final String text;
    /** The source without comments and outside of strings without blanks that do not matter. */
    private final StringBuilder dense = new StringBuilder();
    /** The object literals of the dense source, from the inside out. */
    private final List<Map<String, Range>> objects = new ArrayList<>();

    private final Deque<Frame> frames = new ArrayDeque<>();

    /** An open bracket, and the properties so far if it may be that of an object. */
    private static final class Frame {
        final char bracket;
        final Map<String, Range> properties = new LinkedHashMap<>();
        int entry;

        Frame(char bracket, int entry) {
            this.bracket = bracket;
            this.entry = entry;
        }
    }

    private JavaScript(String text) {
        this.text = text;
    }

    /** {@return a source after one walk over it} */
    static JavaScript of(String text) {
        JavaScript source = new JavaScript(text);
        source.scan();
        return source;
    }

    /** {@return the source without comments and blanks} */
    String dense() {
        return dense.toString();
    }

    /** {@return a part of the dense source} */
    String text(Range range) {
        return dense.substring(range.start(), range.end());
    }

    /** {@return the properties of all object literals, with the place of each value in the dense source} */
    List<Map<String, Range>> objects() {
        return objects;
    }

    private void scan() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at = blank(at);
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else if (c == '"' || c == '\'') {
                at = quoted(at, c);
            } else if (c == '`') {
                dense.append(c);
                at = template(at + 1);
            } else if (c == '/' && beginsExpression()) {
                at = regularExpression(at);
            } else {
                at = bracket(at, c);
            }
        }
    }

    /** Keeps one blank between words, such as after {@code return}. */
    private int blank(int start) {
        int at = start;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        boolean between = dense.length() > 0
                && at < text.length()
                && isWord(dense.charAt(dense.length() - 1))
                && isWord(text.charAt(at));
        if (between) {
            dense.append(' ');
        }
        return at;
    }

    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private int quoted(int start, char quote) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int end = Math.min(text.length(), at + 1);
        dense.append(text, start, end);
        return end;
    }

    /** Goes on to the end of a template, or to an expression in it, after which it goes on. */
    private int template(int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '`') {
            if (text.startsWith("${", at)) {
                dense.append(text, start, at + 2);
                frames.push(new Frame('`', dense.length()));
                return at + 2;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        int end = Math.min(text.length(), at + 1);
        dense.append(text, start, end);
        return end;
    }

    /** {@return whether a slash here begins a regular expression: after a value, it divides} */
    private boolean beginsExpression() {
        int end = dense.length();
        if (end == 0) {
            return true;
        }
        char before = dense.charAt(end - 1);
        if (before == ')' || before == ']' || before == '}') {
            return false;
        }
        if (!isWord(before)) {
            return true;
        }
        int start = end;
        while (start > 0 && isWord(dense.charAt(start - 1))) {
            start--;
        }
        return List.of("return", "typeof", "case", "in", "of", "void").contains(dense.substring(start, end));
    }

    private int regularExpression(int start) {
        int at = start + 1;
        boolean inClass = false;
        while (at < text.length() && text.charAt(at) != '\n' && (inClass || text.charAt(at) != '/')) {
            char c = text.charAt(at);
            inClass = c == '[' || (inClass && c != ']');
            at += c == '\\' ? 2 : 1;
        }
        int end = Math.min(text.length(), at + 1);
        dense.append(text, start, end);
        return end;
    }

    private int bracket(int at, char c) {
        switch (c) {
            case '{', '(', '[' -> {
                dense.append(c);
                frames.push(new Frame(c, dense.length()));
            }
            case '}', ')', ']' -> {
                endEntry();
                Frame closed = frames.poll();
                dense.append(c);
                if (closed != null && closed.bracket == '`') {
                    return template(at + 1);
                } else if (closed != null && closed.bracket == '{' && !closed.properties.isEmpty()) {
                    objects.add(closed.properties);
                }
            }
            case ',', ';' -> {
                endEntry();
                dense.append(c);
                Frame frame = frames.peek();
                if (frame != null) {
                    frame.entry = dense.length();
                }
            }
            default -> dense.append(c);
        }
        return at + 1;
    }

    /** Adds {@code name: value} to the properties of an object. */
    private void endEntry() {
        Frame frame = frames.peek();
        if (frame == null || frame.bracket != '{') {
            return;
        }
        int start = frame.entry;
        int end = start;
        char first = start < dense.length() ? dense.charAt(start) : '\0';
        if (first == '"' || first == '\'') {
            end = dense.indexOf(String.valueOf(first), start + 1) + 1;
        } else {
            while (end < dense.length() && isWord(dense.charAt(end))) {
                end++;
            }
        }
        if (end > start && end < dense.length() && dense.charAt(end) == ':') {
            boolean quoted = first == '"' || first == '\'';
            String name = quoted ? dense.substring(start + 1, end - 1) : dense.substring(start, end);
            frame.properties.put(name, new Range(end + 1, dense.length()));
        }
    }
}
