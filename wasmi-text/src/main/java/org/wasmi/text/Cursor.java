package org.wasmi.text;

import java.util.BitSet;

/** A place in the tokens of a text. Annotations are skipped; those before the current token can be asked for. */
final class Cursor {
    final Source source;
    final Tokens tokens;
    private final char[] chars;
    private final Numbers numbers;

    /** Annotations that meant something. */
    final BitSet used = new BitSet();

    private int at;

    /** What follows the last token that was taken: annotations may lie between it and the current token. */
    private int behind;

    Cursor(Source source) {
        this(source, Lexer.lex(source));
    }

    private Cursor(Source source, Tokens tokens) {
        this.source = source;
        this.tokens = tokens;
        chars = source.chars;
        numbers = new Numbers(chars);
        seek(0);
    }

    /** {@return another place in the same tokens} */
    Cursor copy() {
        return copy(source);
    }

    /** {@return a place in the same tokens that reports errors to another source} */
    Cursor copy(Source other) {
        return new Cursor(other, tokens);
    }

    /** {@return the index of the current token} */
    int at() {
        return at;
    }

    void seek(int token) {
        behind = token;
        at = token;
        while (tokens.kind(at) == Tokens.ANNOTATION) {
            at = tokens.closing(at) + 1;
        }
    }

    void next() {
        seek(at + 1);
    }

    byte kind() {
        return tokens.kind(at);
    }

    /** {@return the token after the current one} */
    int following() {
        int next = at + 1;
        while (tokens.kind(next) == Tokens.ANNOTATION) {
            next = tokens.closing(next) + 1;
        }
        return next;
    }

    /** {@return the first annotation before the current token, or -1 if there is none} */
    int annotation() {
        return behind < at ? behind : -1;
    }

    /** {@return the annotation that directly follows one, or -1} */
    int annotationAfter(int annotation) {
        int next = tokens.closing(annotation) + 1;
        return next < at ? next : -1;
    }

    boolean isOpen() {
        return kind() == Tokens.OPEN;
    }

    boolean isClose() {
        return kind() == Tokens.CLOSE;
    }

    boolean is(int token, String text) {
        int start = tokens.start(token);
        int length = tokens.end(token) - start;
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (chars[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean isKeyword(String keyword) {
        return tokens.kind(at) == Tokens.KEYWORD && is(at, keyword);
    }

    /** {@return whether a parenthesis opens here and a keyword follows} */
    boolean isOpen(String keyword) {
        if (tokens.kind(at) != Tokens.OPEN) {
            return false;
        }
        int next = following();
        return tokens.kind(next) == Tokens.KEYWORD && is(next, keyword);
    }

    /** Takes a keyword if it is the current token. */
    boolean takeKeyword(String keyword) {
        if (isKeyword(keyword)) {
            next();
            return true;
        }
        return false;
    }

    /** Takes a parenthesis and a keyword if they are the current tokens. */
    boolean takeOpen(String keyword) {
        if (isOpen(keyword)) {
            seek(following() + 1);
            return true;
        }
        return false;
    }

    void expectOpen() {
        expect(Tokens.OPEN, "(");
    }

    void expectClose() {
        expect(Tokens.CLOSE, ")");
    }

    private void expect(byte kind, String what) {
        if (kind() != kind) {
            throw unexpected(what);
        }
        next();
    }

    String text() {
        return text(at);
    }

    String text(int token) {
        return switch (tokens.kind(token)) {
            case Tokens.OPEN -> "(";
            case Tokens.CLOSE -> ")";
            case Tokens.END -> "the end";
            default -> {
                int start = tokens.start(token);
                int end = tokens.end(token);
                yield end - start > 100 ? source.text(start, start + 100) + "..." : source.text(start, end);
            }
        };
    }

    Source.Abort unexpected(String expected) {
        return fail("unexpected token " + text() + ", expected " + expected);
    }

    Source.Abort fail(String message) {
        return fail(at, message);
    }

    Source.Abort fail(int token, String message) {
        return source.fail(tokens.start(token), message);
    }

    /** {@return whether the current token is an index: a number or an identifier} */
    boolean isIndex() {
        return kind() == Tokens.NUMBER || kind() == Tokens.ID;
    }

    /** {@return the name that an identifier gives, without the dollar sign} */
    String id(int token) {
        int start = tokens.start(token) + 1;
        int end = tokens.end(token);
        if (chars[start] != '"') {
            return source.text(start, end);
        }
        Output bytes = new Output(end - start);
        Strings.append(chars, start, end, bytes);
        String name = Strings.decode(bytes.bytes(), 0, bytes.size());
        if (name == null) {
            throw fail(token, "malformed UTF-8 encoding");
        }
        return name;
    }

    /** Appends the bytes of the current token, a string. */
    void bytes(Output out) {
        if (kind() != Tokens.STRING) {
            throw unexpected("a string");
        }
        Strings.append(chars, tokens.start(at), tokens.end(at), out);
        next();
    }

    /** {@return the current token, a string that is a name} */
    String name() {
        int token = at;
        Output bytes = new Output();
        bytes(bytes);
        String name = Strings.decode(bytes.bytes(), 0, bytes.size());
        if (name == null) {
            throw fail(token, "malformed UTF-8 encoding");
        }
        return name;
    }

    /** {@return an unsigned number of some width} */
    long natural(int width, String what) {
        if (kind() != Tokens.NUMBER) {
            throw unexpected(what);
        }
        return taken(numbers.natural(tokens.start(at), tokens.end(at), width), "i" + width);
    }

    /** {@return the bits of an integer of some width} */
    long integer(int width) {
        if (kind() != Tokens.NUMBER) {
            throw unexpected("an integer");
        }
        return taken(numbers.integer(tokens.start(at), tokens.end(at), width), "i" + width);
    }

    /** {@return the bits of a float of some width} */
    long number(int width) {
        if (kind() != Tokens.NUMBER && kind() != Tokens.KEYWORD) {
            throw unexpected("a number");
        }
        int from = tokens.start(at);
        int to = tokens.end(at);
        return taken(width == 32 ? numbers.f32(from, to) : numbers.f64(from, to), "f" + width);
    }

    private long taken(@org.jspecify.annotations.Nullable String wrong, String type) {
        if (wrong != null) {
            throw fail(wrong.equals(Numbers.RANGE) ? type + " " + wrong : wrong + " " + text());
        }
        next();
        return numbers.bits();
    }

    /** {@return an unsigned number of a part of a token} */
    long naturalAt(int from, int width) {
        String wrong = numbers.natural(from, tokens.end(at), width);
        if (wrong != null) {
            throw fail(wrong.equals(Numbers.RANGE) ? "i" + width + " " + wrong : wrong + " in " + text());
        }
        return numbers.bits();
    }

    boolean startsWith(String prefix) {
        int start = tokens.start(at);
        if (kind() != Tokens.KEYWORD || tokens.end(at) - start < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (chars[start + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
