package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceMapTest {

    @Test
    void nothingIsKnownOfAnEmptyMap() {
        assertThat(SourceMap.builder().build()).isSameAs(SourceMap.EMPTY);
        assertThat(SourceMap.EMPTY.offsetAt(0)).isEqualTo(SourceMap.UNKNOWN);
    }

    @Test
    void eachPairHoldsUpToTheNext() {
        SourceMap.Builder builder = SourceMap.builder();
        builder.add(2, 100);
        builder.add(5, 90);
        builder.add(5, 95);
        builder.add(9, SourceMap.UNKNOWN);
        SourceMap map = builder.build();

        assertThat(map.offsetAt(1)).isEqualTo(SourceMap.UNKNOWN);
        assertThat(map.offsetAt(2)).isEqualTo(100);
        assertThat(map.offsetAt(4)).isEqualTo(100);
        assertThat(map.offsetAt(5)).isEqualTo(95);
        assertThat(map.offsetAt(8)).isEqualTo(95);
        assertThat(map.offsetAt(9)).isEqualTo(SourceMap.UNKNOWN);
    }

    @Test
    void distancesMayBeOfAnySize() {
        Random random = new Random(1);
        int[] positions =
                random.ints(500, 0, Integer.MAX_VALUE).sorted().distinct().toArray();
        int[] offsets = random.ints(positions.length, 0, Integer.MAX_VALUE).toArray();
        SourceMap.Builder builder = SourceMap.builder();
        for (int i = 0; i < positions.length; i++) {
            builder.add(positions[i], offsets[i]);
        }
        SourceMap map = builder.build();

        for (int i = 0; i < positions.length; i++) {
            assertThat(map.offsetAt(positions[i])).isEqualTo(offsets[i]);
        }
        assertThat(map.offsetAt(Integer.MAX_VALUE)).isEqualTo(offsets[positions.length - 1]);
    }

    @Test
    void positionsDoNotGoBack() {
        SourceMap.Builder builder = SourceMap.builder();
        builder.add(5, 1);

        assertThatThrownBy(() -> builder.add(4, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
