package org.wasmi.generate;

import com.palantir.javapoet.CodeBlock;

/** Names of modules, which may have any characters, in Java sources. */
final class Text {
    private Text() {}

    /** {@return a literal that is the text, in ASCII} */
    static CodeBlock literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                literal.append(c);
            } else if (c < 0x100) {
                // Not as \\u000a, which ends the line before the compiler sees the literal.
                literal.append(String.format("\\%03o", (int) c));
            } else {
                literal.append(String.format("\\u%04x", (int) c));
            }
        }
        return CodeBlock.of("$L", literal.append('"').toString());
    }

    /** {@return a text for a Javadoc comment, in ASCII, on one line} */
    static String javadoc(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(1000).forEach(c -> {
            boolean plain = c >= ' ' && c < 0x7F && "<>&@*/\\{}".indexOf(c) < 0;
            if (plain) {
                escaped.appendCodePoint(c);
            } else if (Character.isISOControl(c)) {
                escaped.append('?');
            } else {
                escaped.append("&#").append(c).append(';');
            }
        });
        return escaped.toString();
    }
}
