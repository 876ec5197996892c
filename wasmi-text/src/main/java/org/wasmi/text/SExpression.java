package org.wasmi.text;

import java.util.List;

/**
 * A list in parentheses, or what stands between them: a word, a number or a string, as scripts are made of (test suite
 * of
 * Wasm, {@code .wast}). Immutable.
 */
public interface SExpression {
    /**
     * {@return the expressions of a text, in order}
     *
     * @param text the text
     * @throws TextException if it is no sequence of such expressions
     */
    static List<SExpression> parse(CharSequence text) {
        return TokenTree.parse(text);
    }

    /** {@return where the expression begins: a line, from 1} */
    int line();

    /** {@return whether this is a list} */
    boolean isList();

    /** {@return whether this is a string} */
    boolean isString();

    /** {@return the members of a list; none for others} */
    List<SExpression> members();

    /** {@return the text of this as it was written} */
    String text();

    /**
     * {@return the bytes that a string stands for}
     *
     * @throws TextException if this is no string
     */
    byte[] bytes();

    /**
     * {@return the bits of an integer literal, zero-extended}
     *
     * @param width 8, 16, 32 or 64
     * @throws TextException if this is no such literal
     */
    long integer(int width);

    /**
     * {@return the bits of a floating-point literal, zero-extended}
     *
     * @param width 32 or 64
     * @throws TextException if this is no such literal
     */
    long number(int width);

    /**
     * {@return the binary of a module: of {@code (module ...)}, {@code (module binary ...)} or {@code (module quote
     * ...)}}
     *
     * @throws TextException if this is no module, or one that is malformed
     */
    byte[] module();

    /** {@return whether this is a list that begins with a word} */
    default boolean is(String word) {
        return isList() && !members().isEmpty() && members().get(0).text().equals(word);
    }
}
