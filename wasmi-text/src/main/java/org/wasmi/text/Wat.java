package org.wasmi.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

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

    /**
     * Parses a module from UTF-8, as {@link #parse(CharSequence)} does.
     *
     * @param utf8 the bytes of the text
     * @return the binary
     * @throws TextException if they are no UTF-8, or the text is malformed
     */
    public static byte[] parse(byte[] utf8) {
        return Parser.parse(decode(utf8));
    }

    /**
     * {@return the text that UTF-8 bytes stand for}
     *
     * @param utf8 the bytes
     * @throws TextException if they are no UTF-8
     */
    public static String decode(byte[] utf8) {
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            // The decoder leaves the buffer at the bytes at fault.
            String before = new String(utf8, 0, bytes.position(), StandardCharsets.UTF_8);
            throw Parser.malformed(before, "malformed UTF-8 encoding");
        }
    }
}
