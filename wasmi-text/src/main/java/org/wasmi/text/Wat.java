package org.wasmi.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Modules in the text format of WebAssembly (Wasm specification, chapter 6). It covers Wasm 3.0 and these proposals:
 * threads, custom page sizes, wide arithmetic, custom descriptors, branch hints, and legacy exceptions. Thread-safe.
 */
public final class Wat {
    private Wat() {}

    /**
     * Parses a module into the binary format. The module is well-formed, but it has not been validated. Identifiers
     * become the name section. Time and memory are linear in the length of the text, whatever it contains.
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
     * @throws TextException if they are not UTF-8, or the text is malformed
     */
    public static byte[] parse(byte[] utf8) {
        return Parser.parse(decode(utf8));
    }

    /**
     * {@return the text that UTF-8 bytes encode}
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
     * @return the text. {@link #parse(CharSequence)} turns it into the same module, except for what has no form in
     *     text: lengths of numbers, longer forms of segments, empty sections, a data count that nothing needs
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
     * Prints a module piece by piece.
     *
     * @param module the binary
     * @param options how to print
     * @param to receives the text; before an exception, a part of it
     * @throws BinaryException if the module is malformed
     * @throws IOException if {@code to} throws it
     */
    public static void print(byte[] module, PrintOptions options, Appendable to) throws IOException {
        new Printer(module, options, to).print();
    }

    /**
     * {@return the lines of a printed module, each with its place in the binary} Line {@code n} of the text that the
     * same options print is element {@code n - 1}.
     *
     * @param module the binary
     * @param options how to print; the lines have no comments with offsets, whatever they say
     * @throws BinaryException if the module is malformed
     */
    public static List<TextLine> lines(byte[] module, PrintOptions options) {
        List<TextLine> lines = new ArrayList<>();
        lines(module, options, lines::add);
        return List.copyOf(lines);
    }

    /**
     * Prints a module line by line: what {@link #lines(byte[], PrintOptions)} returns, without having all of it in
     * memory.
     *
     * @param module the binary
     * @param options how to print; the lines have no comments with offsets, whatever they say
     * @param to receives the lines in order; before an exception, some of them
     * @throws BinaryException if the module is malformed
     */
    public static void lines(byte[] module, PrintOptions options, Consumer<TextLine> to) {
        LineSplitter lines = new LineSplitter(to);
        try {
            print(module, options.withOffsets(true), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.end();
    }
}
