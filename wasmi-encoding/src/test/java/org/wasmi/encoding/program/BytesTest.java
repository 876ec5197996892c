package org.wasmi.encoding.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {

    private final Bytes bytes = Bytes.copyOf(new byte[] {1, 2, 3, 4, 5});

    @Test
    void contentsAreCopiedInAndOut() {
        byte[] array = {1, 2};
        Bytes copy = Bytes.copyOf(array);
        array[0] = 9;
        copy.toArray()[1] = 9;

        assertThat(copy.toArray()).containsExactly(1, 2);
    }

    @Test
    void slicesOfSlicesCountFromTheirOwnStart() {
        Bytes slice = bytes.slice(1, 5).slice(1, 3);

        assertThat(slice.size()).isEqualTo(2);
        assertThat(slice.at(0)).isEqualTo((byte) 3);
        assertThat(slice.toArray()).containsExactly(3, 4);
    }

    @Test
    void rangesEndWithTheSlice() {
        Bytes slice = bytes.slice(1, 3);

        assertThatThrownBy(() -> slice.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.copyTo(1, new byte[9], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.copyTo(0, new byte[9], 8, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void partsAreCopiedOut() {
        byte[] target = new byte[4];
        bytes.slice(1, 5).copyTo(1, target, 2, 2);

        assertThat(target).containsExactly(0, 0, 3, 4);
    }

    @Test
    void equalityIsOfContents() {
        Bytes same = Bytes.copyOf(new byte[] {0, 2, 3}).slice(1, 3);

        assertThat(bytes.slice(1, 3)).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(bytes.slice(1, 4));
        assertThat(bytes.slice(2, 2)).isEqualTo(Bytes.EMPTY).hasToString("0 bytes");
    }
}
