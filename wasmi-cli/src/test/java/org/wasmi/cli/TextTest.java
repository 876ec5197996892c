package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    /** A control, a change of direction, half of a character, a separator of lines and one of paragraphs. */
    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x1b, 0x85, 0x202e, 0xd800, 0x2028, 0x2029})
    void whatCouldCommandATerminalOrBeginALineIsEscaped(int point) {
        String name = "a" + Character.toString(point) + "b";
        String escaped = "a\\u{" + Integer.toHexString(point) + "}b";
        assertThat(Text.printable(name)).isEqualTo(escaped);
        assertThat(Text.quoted(name)).isEqualTo("\"" + escaped + "\"");
    }

    @Test
    void aQuotedNameIsOneLine() {
        assertThat(Text.quoted("a\nb\tcé😀")).isEqualTo("\"a\\nb\\tcé😀\"");
    }
}
