package org.wasmi.encoding.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StructLayoutTest {

    @Test
    void keepsNumbersAndReferencesApart() {
        StructLayout layout =
                layout(PackedType.I8, RefType.EXTERNREF, VecType.V128, NumType.F64, RefType.FUNCREF, NumType.I32);

        assertThat(layout.numbers()).isEqualTo(5);
        assertThat(layout.references()).isEqualTo(2);
        assertThat(layout.slots()).isEqualTo(7);
        assertThat(places(layout, 6)).containsExactly(0, 0, 1, 3, 1, 4);
        assertThat(Stream.iterate(0, i -> i < 5, i -> i + 1).map(layout::slotOfNumber))
                .containsExactly(0, 2, 3, 4, 6);
        assertThat(layout.slotOfReference(0)).isEqualTo(1);
        assertThat(layout.slotOfReference(1)).isEqualTo(5);
        assertThat(layout.fieldOfReference(0)).isEqualTo(1);
        assertThat(layout.fieldOfReference(1)).isEqualTo(4);
    }

    @Test
    void keepsPlacesOfSupertypes() {
        StructLayout layout = layout(NumType.I64, RefType.FUNCREF);
        StructLayout longer = layout(NumType.I64, RefType.FUNCREF, RefType.FUNCREF, PackedType.I16);

        assertThat(places(longer, 2)).isEqualTo(places(layout, 2));
    }

    @Test
    void hasNoPlacesWithoutFields() {
        assertThat(layout().slots()).isZero();
    }

    private static StructLayout layout(StorageType... fields) {
        return StructLayout.of(new StructType(
                Stream.of(fields).map(each -> new FieldType(each, true)).toList()));
    }

    private static List<Integer> places(StructLayout layout, int fields) {
        return Stream.iterate(0, i -> i < fields, i -> i + 1).map(layout::place).toList();
    }
}
