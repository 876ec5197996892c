package org.wasmi.text;

import java.util.Arrays;

/** Cuts a text into tokens (Wasm specification, 6.3), in one pass without recursion. */
final class Lexer {
    private static final boolean[] IS_ID = new boolean[128];

    static {
        for (int c = '!'; c <= '~'; c++) {
            IS_ID[c] = "\",;()[]{}".indexOf(c) < 0;
        }
    }

    private final Source source;
    private final char[] chars;
    private final Tokens tokens;
    private int at;

    /** What is open, innermost last: tokens. */
    private int[] open = new int[16];

    private int depth;

    /** How much is open with the outermost annotation, 0 outside of annotations. */
    private int annotated;

    private Lexer(Source source) {
        this.source = source;
        chars = source.chars;
        tokens = new Tokens(chars.length);
    }

    /** {@return the tokens of a text; an end token follows} */
    static Tokens lex(Source source) {
        Lexer lexer = new Lexer(source);
        lexer.all();
        return lexer.tokens;
    }

    static boolean isId(char c) {
        return c < 128 && IS_ID[c];
    }

    private void all() {
        while (skipSpace()) {
            char c = chars[at];
            if (c == '(') {
                open();
            } else if (c == ')') {
                close();
            } else {
                word();
            }
        }
        if (depth > 0) {
            int token = open[depth - 1];
            boolean annotation = tokens.kind(token) == Tokens.ANNOTATION;
            throw source.fail(tokens.start(token), annotation ? "unclosed annotation" : "unclosed parenthesis");
        }
        tokens.add(Tokens.END, chars.length, chars.length);
    }

    /** Skips white space and comments. {@return whether something follows} */
    private boolean skipSpace() {
        while (at < chars.length) {
            char c = chars[at];
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                at++;
            } else if (c == ';' && at + 1 < chars.length && chars[at + 1] == ';') {
                skipLine();
            } else if (c == '(' && at + 1 < chars.length && chars[at + 1] == ';') {
                skipBlock();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipLine() {
        while (at < chars.length && chars[at] != '\n' && chars[at] != '\r') {
            checkUnicode();
            at++;
        }
    }

    private void skipBlock() {
        int start = at;
        int nested = 0;
        do {
            if (at >= chars.length) {
                throw source.fail(start, "unclosed comment");
            }
            checkUnicode();
            char c = chars[at++];
            char next = at < chars.length ? chars[at] : 0;
            if (c == '(' && next == ';') {
                nested++;
                at++;
            } else if (c == ';' && next == ')') {
                nested--;
                at++;
            }
        } while (nested > 0);
    }

    /** Checks that the current char is no half of a pair, and skips the first half of one. */
    private void checkUnicode() {
        if (Character.isSurrogate(chars[at])) {
            boolean pair = at + 1 < chars.length && Character.isSurrogatePair(chars[at], chars[at + 1]);
            if (!pair) {
                throw source.fail(at, "malformed UTF-8 encoding: half of a surrogate pair");
            }
            at++;
        }
    }

    private void open() {
        int start = at++;
        if (at < chars.length && chars[at] == '@') {
            at++;
            int from = at;
            if (at < chars.length && chars[at] == '"') {
                string();
                if (at - from == 2) {
                    throw source.fail(start, "empty annotation id");
                } else if (!Strings.isUtf8(chars, from, at)) {
                    throw source.fail(from, "malformed UTF-8 encoding");
                }
            } else {
                skipIdChars();
                if (at == from && annotated > 0) {
                    // Within an annotation every token may be.
                    at = start + 1;
                    push(Tokens.OPEN, start);
                    return;
                } else if (at == from) {
                    throw source.fail(start, "empty annotation id");
                }
            }
            if (annotated == 0) {
                annotated = depth + 1;
            }
            push(Tokens.ANNOTATION, start);
        } else {
            push(Tokens.OPEN, start);
        }
    }

    private void push(byte kind, int start) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = tokens.size();
        tokens.add(kind, start, 0);
    }

    private void close() {
        if (depth == 0) {
            throw source.fail(at, "unexpected token: )");
        }
        if (depth == annotated) {
            annotated = 0;
        }
        tokens.close(open[--depth], tokens.size());
        tokens.add(Tokens.CLOSE, at, at + 1);
        at++;
    }

    private void skipIdChars() {
        while (at < chars.length && isId(chars[at])) {
            at++;
        }
    }

    private void word() {
        int start = at;
        char first = chars[at];
        skipIdChars();
        if (at > start && (at == chars.length || isDelimiter(chars[at]))) {
            tokens.add(kind(first, at - start), start, at);
            return;
        }
        int strings = 0;
        int stringStart = 0;
        boolean other = false;
        while (at < chars.length && !isDelimiter(chars[at])) {
            char c = chars[at];
            if (c == '"') {
                strings++;
                stringStart = at;
                string();
            } else if (isId(c)) {
                skipIdChars();
            } else if (c == ';' && at + 1 < chars.length && chars[at + 1] == ';') {
                break;
            } else if (c == ',' || c == ';' || c == '[' || c == ']' || c == '{' || c == '}') {
                other = true;
                at++;
            } else {
                throw source.fail(at, Character.isSurrogate(c) ? unicode() : illegal(c));
            }
        }
        if (strings == 0 && !other) {
            tokens.add(kind(first, at - start), start, at);
            return;
        }
        boolean oneString = strings == 1 && !other && chars[at - 1] == '"';
        if (oneString && stringStart == start) {
            tokens.add(Tokens.STRING, start, at);
        } else if (oneString && first == '$' && stringStart == start + 1) {
            if (at - stringStart == 2) {
                throw source.fail(start, "empty identifier");
            }
            tokens.add(Tokens.ID, start, at);
        } else {
            tokens.add(Tokens.RESERVED, start, at);
        }
    }

    private static byte kind(char first, int length) {
        if (first == '$') {
            return length > 1 ? Tokens.ID : Tokens.RESERVED;
        } else if (first >= 'a' && first <= 'z') {
            return Tokens.KEYWORD;
        } else if ((first >= '0' && first <= '9') || first == '+' || first == '-') {
            return Tokens.NUMBER;
        }
        return Tokens.RESERVED;
    }

    private static boolean isDelimiter(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '(' || c == ')';
    }

    private String unicode() {
        boolean pair = at + 1 < chars.length && Character.isSurrogatePair(chars[at], chars[at + 1]);
        return pair ? "illegal character" : "malformed UTF-8 encoding: half of a surrogate pair";
    }

    private static String illegal(char c) {
        return c <= ' ' || c >= 127 ? String.format("illegal character U+%04X", (int) c) : "illegal character " + c;
    }

    /** Skips a string; its escapes are checked here, what they mean is read when it is needed. */
    private void string() {
        int start = at++;
        while (true) {
            if (at >= chars.length || chars[at] == '\n') {
                throw source.fail(start, "unclosed string");
            }
            char c = chars[at];
            if (c == '"') {
                at++;
                return;
            } else if (c == '\\') {
                escape(start);
            } else if (c < ' ' || c == 127) {
                throw source.fail(at, illegal(c) + " in a string");
            } else {
                checkUnicode();
                at++;
            }
        }
    }

    private void escape(int start) {
        int from = at++;
        char c = at < chars.length ? chars[at++] : 0;
        if (c == 'u' && at < chars.length && chars[at] == '{') {
            int end = at + 1;
            while (end < chars.length && (isHex(chars[end]) || chars[end] == '_')) {
                end++;
            }
            if (end >= chars.length || chars[end] != '}' || Strings.codePoint(chars, at + 1, end) < 0) {
                throw source.fail(from, "malformed escape in a string: expected \\u{...} with a Unicode scalar value");
            }
            at = end + 1;
        } else if (isHex(c)) {
            if (at >= chars.length || !isHex(chars[at])) {
                throw source.fail(from, "malformed escape in a string: expected two hexadecimal digits");
            }
            at++;
        } else if ("tnr\"'\\".indexOf(c) < 0) {
            throw at >= chars.length
                    ? source.fail(start, "unclosed string")
                    : source.fail(
                            from,
                            "illegal escape in a string: expected \\t, \\n, \\r, \\\", \\', \\\\, \\u{...} or \\hh");
        }
    }

    static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
