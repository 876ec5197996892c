package org.wasmi.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An expression as a place in the tokens of a text. */
final class TokenTree implements SExpression {
    private final Source source;
    private final Cursor cursor;
    private final int token;

    private TokenTree(Cursor cursor, int token) {
        source = cursor.source;
        this.cursor = cursor;
        this.token = token;
    }

    /**
     * {@return the expressions of a text}
     *
     * @param text the text
     */
    static List<SExpression> parse(CharSequence text) {
        Source source = new Source(text);
        return Parser.guarded(source, () -> {
            Cursor cursor = new Cursor(source);
            return trees(cursor, cursor.at(), cursor.tokens.size() - 1);
        });
    }

    private static List<SExpression> trees(Cursor cursor, int from, int to) {
        List<SExpression> trees = new ArrayList<>();
        Cursor reader = cursor.copy();
        reader.seek(from);
        while (reader.at() < to) {
            int token = reader.at();
            trees.add(new TokenTree(cursor, token));
            reader.seek(reader.isOpen() ? reader.tokens.closing(token) + 1 : token + 1);
        }
        return trees;
    }

    @Override
    public int line() {
        return source.line(cursor.tokens.start(token));
    }

    @Override
    public boolean isList() {
        return cursor.tokens.kind(token) == Tokens.OPEN;
    }

    @Override
    public boolean isString() {
        return cursor.tokens.kind(token) == Tokens.STRING;
    }

    @Override
    public List<SExpression> members() {
        return isList() ? trees(cursor, token + 1, cursor.tokens.closing(token)) : List.of();
    }

    @Override
    public String text() {
        int end = isList() ? cursor.tokens.start(cursor.tokens.closing(token)) + 1 : cursor.tokens.end(token);
        return source.text(cursor.tokens.start(token), end);
    }

    /** {@return what is read at this token} Errors are those of this call only. */
    private <T> T read(Function<Cursor, T> reader) {
        Source copy = new Source(source);
        return Parser.guarded(copy, () -> {
            Cursor here = cursor.copy(copy);
            here.seek(token);
            return reader.apply(here);
        });
    }

    @Override
    public byte[] bytes() {
        return read(here -> {
            Output out = new Output();
            here.bytes(out);
            return out.toArray();
        });
    }

    @Override
    public long integer(int width) {
        return read(here -> here.integer(width) & (-1L >>> (64 - width)));
    }

    @Override
    public long number(int width) {
        return read(here -> here.number(width) & (-1L >>> (64 - width)));
    }

    @Override
    public byte[] module() {
        return read(here -> {
            if (!here.isOpen("module")) {
                throw here.unexpected("(module");
            }
            byte[] module = Parser.form(here);
            Annotations.checkAllUsed(here, token, here.at());
            return module;
        });
    }
}
