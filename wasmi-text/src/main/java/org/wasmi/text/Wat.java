package org.wasmi.text;

import org.wasmi.text.internal.Parser;

/**
 * Modules in the text format of WebAssembly (Wasm specification, chapter 6). It covers Wasm 3.0, and of the proposals threads,
 * custom page sizes, wide arithmetic, custom descriptors, branch hints, and exceptions as they were before 3.0. Thread-safe.
 */
public final class Wat {
    private Wat() {}

    /**
     * Parses a module into the binary format. The module is well-formed, but it has not been validated. Identifiers become
     * the name section. Takes time and memory in proportion to the length of the text, whatever the text is.
     *
     * @param text a module, or the fields of one
     * @return the binary
     * @throws TextException if the text is malformed, with all errors that are independent of each other, 20 at most
     */
    public static byte[] parse(CharSequence text) {
        return Parser.parse(text);
    }
}
