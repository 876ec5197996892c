package org.wasmi.text;

import java.util.List;

/**
 * An S-expression: a list in parentheses, a word, a number or a string. Scripts of the Wasm test suite ({@code .wast})
 * consist of them. Immutable.
 */
public sealed interface SExpression permits TokenTree {
    /**
     * {@return the expressions of a text, in order}
     *
     * @param text the text
     * @throws TextException if it is not a sequence of such expressions
     */
    static List<SExpression> parse(CharSequence text) {
        return TokenTree.parse(text);
    }

    /** {@return the line on which the expression begins, from 1} */
    int line();

    /** {@return whether this is a list} */
    boolean isList();

    /** {@return whether this is a string} */
    boolean isString();

    /** {@return the members of a list; empty for other expressions} */
    List<SExpression> members();

    /** {@return the text of this expression as it was written} */
    String text();

    /**
     * {@return the bytes that the string denotes}
     *
     * @throws TextException if this is not a string
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
