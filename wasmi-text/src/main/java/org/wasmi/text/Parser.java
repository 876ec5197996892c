package org.wasmi.text;

import java.util.function.Supplier;

/** Parses the text of a module into its binary. */
final class Parser {
    private Parser() {}

    /**
     * {@return the binary of a module}
     *
     * @param text a module, or the fields of one
     * @throws TextException if the text is malformed
     */
    static byte[] parse(CharSequence text) {
        Source source = new Source(text);
        return guarded(source, () -> {
            Cursor cursor = new Cursor(source);
            byte[] module = module(cursor);
            Annotations.checkAllUsed(cursor);
            return module;
        });
    }

    /**
     * {@return an exception for an error behind some text}
     *
     * @param before the text before the error
     * @param message what is wrong
     */
    static TextException malformed(String before, String message) {
        Source source = new Source(before);
        source.report(before.length(), message);
        return source.exception();
    }

    /** {@return what parsing gives, unless there are errors} */
    static <T> T guarded(Source source, Supplier<T> parser) {
        try {
            T result = parser.get();
            source.throwErrors();
            return result;
        } catch (Source.Abort e) {
            source.throwErrors();
            throw new IllegalStateException("parsing ended without an error", e);
        }
    }

    private static byte[] module(Cursor cursor) {
        int end = cursor.tokens.size() - 1;
        if (!cursor.isOpen("module")) {
            return new ModuleParser(cursor).parse(end, null);
        }
        byte[] module = form(cursor);
        if (cursor.at() != end) {
            throw cursor.unexpected("the end");
        }
        return module;
    }

    /** Parses {@code (module ...)}: with fields, as bytes, or as quoted text. */
    static byte[] form(Cursor cursor) {
        int closing = cursor.tokens.closing(cursor.at());
        cursor.takeOpen("module");
        cursor.takeKeyword("definition");
        IndexSpace modules = new IndexSpace("module");
        modules.bind(cursor);
        byte[] module;
        if (cursor.takeKeyword("binary")) {
            module = strings(cursor, closing).toArray();
        } else if (cursor.takeKeyword("quote")) {
            int token = cursor.at();
            Output bytes = strings(cursor, closing);
            String text = Strings.decode(bytes.bytes(), 0, bytes.size());
            if (text == null) {
                throw cursor.fail(token, "malformed UTF-8 encoding");
            }
            module = parse(text);
        } else {
            module = new ModuleParser(cursor).parse(closing, modules.names.get(0));
        }
        cursor.seek(closing + 1);
        return module;
    }

    private static Output strings(Cursor cursor, int end) {
        Output bytes = new Output();
        while (cursor.at() < end) {
            cursor.bytes(bytes);
        }
        return bytes;
    }
}
