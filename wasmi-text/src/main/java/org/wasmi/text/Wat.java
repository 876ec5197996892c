package org.wasmi.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Modules in the text format of WebAssembly (Wasm specification, chapter 6). It covers Wasm 3.0, and of the proposals
 * threads,
 * custom page sizes, wide arithmetic, custom descriptors, branch hints, and exceptions as they were before 3.0.
 * Thread-safe.
 */
public final class Wat {
    private Wat() {}

    /**
     * Parses a module into the binary format. The module is well-formed, but it has not been validated. Identifiers
     * become
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

    /**
     * Prints a module with {@link PrintOptions#DEFAULT}.
     *
     * @param module the binary
     * @return the text, of which {@link #parse(CharSequence)} makes a module that is the same but for what has no
     *     form in text: lengths of numbers, longer forms of segments, empty sections, a data count that nothing needs
     * @throws BinaryException if the module is malformed
     */
    public static String print(byte[] module) {
        StringBuilder text = new StringBuilder();
        try {
            print(module, PrintOptions.DEFAULT, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * Prints a module, part by part.
     *
     * @param module the binary
     * @param options how
     * @param to gets the text; before an exception, a part of it
     * @throws BinaryException if the module is malformed
     * @throws IOException if {@code to} throws it
     */
    public static void print(byte[] module, PrintOptions options, Appendable to) throws IOException {
        new Printer(module, options, to).print();
    }
}
