package org.wasmi.text;

import org.jspecify.annotations.Nullable;

/** The annotations that mean something: {@code @name}, {@code @custom} and {@code @metadata.code.branch_hint}. */
final class Annotations {
    static final String NAME = "@name";
    static final String CUSTOM = "@custom";
    static final String BRANCH_HINT = "@metadata.code.branch_hint";

    private Annotations() {}

    /** {@return whether an annotation has a name, such as {@code @custom}} */
    static boolean is(Cursor cursor, int annotation, String name) {
        char[] chars = cursor.source.chars;
        int start = cursor.tokens.start(annotation) + 1;
        int end = start + name.length();
        if (end > chars.length) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (chars[i] != name.charAt(i - start)) {
                return false;
            }
        }
        return end == chars.length || !Lexer.isId(chars[end]);
    }

    /** {@return the name that an annotation before the current token gives, or null if there is none} */
    static @Nullable String name(Cursor cursor) {
        String name = null;
        for (int each = cursor.annotation(); each >= 0; each = cursor.annotationAfter(each)) {
            if (is(cursor, each, NAME)) {
                if (name != null) {
                    throw cursor.fail(each, "@name annotation: multiple name annotations");
                }
                name = content(cursor, each, NAME);
            }
        }
        return name;
    }

    /** {@return the only string of an annotation, as text} */
    private static String content(Cursor cursor, int annotation, String which) {
        int token = annotation + 1;
        Tokens tokens = cursor.tokens;
        if (tokens.kind(token) != Tokens.STRING) {
            throw cursor.fail(annotation, which + " annotation: unexpected token, expected a string");
        } else if (tokens.kind(token + 1) != Tokens.CLOSE) {
            throw cursor.fail(token + 1, which + " annotation: unexpected token, expected )");
        }
        Output bytes = new Output();
        Strings.append(cursor.source.chars, tokens.start(token), tokens.end(token), bytes);
        String text = Strings.decode(bytes.bytes(), 0, bytes.size());
        if (text == null) {
            throw cursor.fail(token, which + " annotation: malformed UTF-8 encoding");
        }
        cursor.used.set(annotation);
        return text;
    }

    /** {@return the branch hint before the current token, 0 or 1, or -1 if there is none} */
    static int branchHint(Cursor cursor) {
        int hint = -1;
        for (int each = cursor.annotation(); each >= 0; each = cursor.annotationAfter(each)) {
            if (is(cursor, each, BRANCH_HINT)) {
                if (hint >= 0) {
                    throw cursor.fail(each, BRANCH_HINT + " annotation: duplicate annotation");
                }
                String content = content(cursor, each, BRANCH_HINT);
                if (content.length() != 1 || content.charAt(0) > 1) {
                    throw cursor.fail(each, BRANCH_HINT + " annotation: invalid value, expected \"\\00\" or \"\\01\"");
                }
                hint = content.charAt(0);
            }
        }
        return hint;
    }

    /** Reports annotations that mean something elsewhere. */
    static void checkAllUsed(Cursor cursor) {
        checkAllUsed(cursor, 0, cursor.tokens.size());
    }

    /** Reports annotations between two tokens that mean something elsewhere. */
    static void checkAllUsed(Cursor cursor, int from, int to) {
        Tokens tokens = cursor.tokens;
        for (int i = from; i < to; i++) {
            if (tokens.kind(i) != Tokens.ANNOTATION) {
                continue;
            }
            if (!cursor.used.get(i)) {
                for (String each : new String[] {NAME, CUSTOM, BRANCH_HINT}) {
                    if (is(cursor, i, each)) {
                        cursor.source.report(tokens.start(i), each + " annotation: misplaced annotation");
                    }
                }
            }
            i = tokens.closing(i);
        }
    }
}
