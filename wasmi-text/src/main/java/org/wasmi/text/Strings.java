package org.wasmi.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What strings of the text format mean (Wasm specification, 6.3.3). The lexer has checked their form. */
final class Strings {
    private static final int MOST_CODE_POINT = 0x10FFFF;

    private Strings() {}

    /** {@return the code point that hexadecimal digits with separators give, or -1 if they give none} */
    static int codePoint(char[] chars, int from, int to) {
        int value = 0;
        boolean digit = false;
        for (int i = from; i < to; i++) {
            if (chars[i] == '_') {
                if (!digit) {
                    return -1;
                }
                digit = false;
                continue;
            }
            digit = true;
            value = value * 16 + Character.digit(chars[i], 16);
            if (value > MOST_CODE_POINT) {
                return -1;
            }
        }
        return digit && (value < 0xD800 || value > 0xDFFF) ? value : -1;
    }

    /** Appends the bytes of a string that begins and ends with quotation marks. */
    static void append(char[] chars, int from, int to, Output out) {
        for (int i = from + 1; i < to - 1; i++) {
            char c = chars[i];
            if (c != '\\') {
                i += appendChar(chars, i, out);
                continue;
            }
            c = chars[++i];
            switch (c) {
                case 't' -> out.write('\t');
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case '"', '\'', '\\' -> out.write(c);
                case 'u' -> {
                    int end = i + 2;
                    while (chars[end] != '}') {
                        end++;
                    }
                    appendCodePoint(codePoint(chars, i + 2, end), out);
                    i = end;
                }
                default -> {
                    out.write((Character.digit(c, 16) << 4) | Character.digit(chars[i + 1], 16));
                    i++;
                }
            }
        }
    }

    /** {@return how many chars were read beside the first} */
    private static int appendChar(char[] chars, int at, Output out) {
        char c = chars[at];
        if (c < 128) {
            out.write(c);
            return 0;
        }
        int codePoint = Character.codePointAt(chars, at);
        appendCodePoint(codePoint, out);
        return Character.charCount(codePoint) - 1;
    }

    private static void appendCodePoint(int c, Output out) {
        if (c < 0x80) {
            out.write(c);
        } else if (c < 0x800) {
            out.write(0xC0 | (c >> 6));
            out.write(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            out.write(0xE0 | (c >> 12));
            out.write(0x80 | ((c >> 6) & 0x3F));
            out.write(0x80 | (c & 0x3F));
        } else {
            out.write(0xF0 | (c >> 18));
            out.write(0x80 | ((c >> 12) & 0x3F));
            out.write(0x80 | ((c >> 6) & 0x3F));
            out.write(0x80 | (c & 0x3F));
        }
    }

    static boolean isUtf8(char[] chars, int from, int to) {
        Output bytes = new Output(to - from);
        append(chars, from, to, bytes);
        return decode(bytes.bytes(), 0, bytes.size()) != null;
    }

    /** {@return bytes as text, or null if they are not UTF-8} */
    static @Nullable String decode(byte[] bytes, int from, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
