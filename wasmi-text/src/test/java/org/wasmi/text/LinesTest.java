package org.wasmi.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final byte[] MODULE = Wat.parse("(module (func (param i32) (local i64) local.get 0 drop))");

    @Test
    void linesAreThoseOfTheText() {
        List<TextLine> lines = Wat.lines(MODULE, PrintOptions.DEFAULT);
        assertThat(lines.stream().map(each -> each.text() + "\n").collect(Collectors.joining()))
                .isEqualTo(Wat.print(MODULE));
    }

    @Test
    void linesHaveTheOffsetsOfTheirInstructions() {
        List<TextLine> lines = Wat.lines(MODULE, PrintOptions.DEFAULT.withIndentation(0));
        assertThat(lines.get(0).offset()).isEmpty();
        TextLine get = lines.stream()
                .filter(each -> each.text().contains("local.get"))
                .findFirst()
                .orElseThrow();
        OptionalInt offset = get.offset();
        assertThat(MODULE[offset.orElseThrow()]).isEqualTo((byte) 0x20);
        assertThat(MODULE[offset.orElseThrow() + 2]).isEqualTo((byte) 0x1A);
    }
}
