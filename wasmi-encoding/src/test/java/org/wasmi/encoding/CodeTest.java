package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Code}, {@link FrameShape} and {@link Encodings}. */
class CodeTest {

    private static final FrameShape FRAME = new FrameShape(1, 1, 2, 3, false);

    @Test
    void codeKeepsItsOwnCopy() {
        int[] data = {1, 2};
        Code code = new Code("words", data, 2, FRAME, SourceMap.EMPTY);
        data[0] = 9;
        code.toArray()[1] = 9;

        assertThat(code.toArray()).containsExactly(1, 2);
        assertThat(code.dataAt(0)).isEqualTo(1);
        assertThat(code.dataLength()).isEqualTo(2);
        assertThatThrownBy(() -> code.dataAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void equalCodeMayComeFromElsewhere() {
        SourceMap.Builder sources = SourceMap.builder();
        sources.add(0, 1);
        Code code = new Code("words", new int[] {1, 2}, 2, FRAME, SourceMap.EMPTY);

        assertThat(code)
                .isEqualTo(new Code("words", new int[] {1, 2}, 2, FRAME, sources.build()))
                .hasSameHashCodeAs(new Code("words", new int[] {1, 2}, 2, FRAME, sources.build()))
                .isNotEqualTo(new Code("other", new int[] {1, 2}, 2, FRAME, SourceMap.EMPTY))
                .isNotEqualTo(new Code("words", new int[] {1, 3}, 2, FRAME, SourceMap.EMPTY))
                .isNotEqualTo(new Code("words", new int[] {1, 2}, 1, FRAME, SourceMap.EMPTY))
                .isNotEqualTo(new Code("words", new int[] {1, 2}, 2, new FrameShape(1, 1, 2, 3, true), SourceMap.EMPTY))
                .hasToString("Code[words, 2]");
    }

    @Test
    void unitsAreAtMostBytes() {
        assertThat(new Code("other", new int[2], 8, FRAME, SourceMap.EMPTY).length())
                .isEqualTo(8);
        assertThatThrownBy(() -> new Code("other", new int[2], 9, FRAME, SourceMap.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Code("other", new int[2], -1, FRAME, SourceMap.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 0", "0, -1, 0, 0", "2, 0, 1, 3", "0, 0, 3, 2", "0, 3, 0, 2"})
    void impossibleFramesAreRefused(int params, int results, int locals, int slots) {
        assertThatThrownBy(() -> new FrameShape(params, results, locals, slots, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("impossible frame");
    }

    @Test
    void resultsMayBeMoreThanParametersAndLocals() {
        assertThat(new FrameShape(0, 3, 0, 3, false).results()).isEqualTo(3);
    }

    @Test
    void encodingsAreFoundByName() {
        assertThat(Encodings.all()).containsKey(Encodings.WORDS);
        assertThat(Encodings.named("words").name()).isEqualTo("words");
        assertThatThrownBy(() -> Encodings.named("none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'none'")
                .hasMessageContaining("words");
    }
}
