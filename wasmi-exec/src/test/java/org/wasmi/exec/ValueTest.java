package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.VecType;

class ValueTest {

    @Test
    void valuesKnowTheirType() {
        WasmFunction function = BoundHostFunction.create(Engine.create().newStore(), Guest.NOTHING, call -> {});
        assertThat(Value.i32(1).type()).isEqualTo(NumType.I32);
        assertThat(Value.i64(1).type()).isEqualTo(NumType.I64);
        assertThat(Value.f32(1).type()).isEqualTo(NumType.F32);
        assertThat(Value.f64(1).type()).isEqualTo(NumType.F64);
        assertThat(new Value.V128(1, 2).type()).isEqualTo(VecType.V128);
        assertThat(Value.nullRef(RefType.FUNCREF).type()).isEqualTo(RefType.FUNCREF);
        assertThat(Value.funcRef(function).type()).isEqualTo(new RefType(false, AbstractHeapType.FUNC));
        assertThat(Value.externRef("x").type()).isEqualTo(new RefType(false, AbstractHeapType.EXTERN));
    }

    @Test
    void floatsAreTheirBits() {
        assertThat(Value.f32(-0f)).isNotEqualTo(Value.f32(0f)).isEqualTo(new Value.F32(0x8000_0000));
        assertThat(Value.f64(Double.NaN)).isEqualTo(new Value.F64(0x7ff8_0000_0000_0000L));
        assertThat(new Value.F32(0x3fc0_0000).value()).isEqualTo(1.5f);
        assertThat(new Value.F64(0x3ff8_0000_0000_0000L).value()).isEqualTo(1.5);
    }

    @Test
    void nullBelongsToNullableTypesOnly() {
        RefType full = new RefType(false, AbstractHeapType.EXTERN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.nullRef(full))
                .withMessage("null does not belong to (ref extern)");
        assertThatIllegalArgumentException().isThrownBy(() -> Value.zero(full));
    }

    @Test
    void onlySubtypesFit() {
        RefType full = new RefType(false, AbstractHeapType.EXTERN);
        assertThat(Values.fits(Value.externRef("x"), full)).isTrue();
        assertThat(Values.fits(Value.externRef("x"), RefType.EXTERNREF)).isTrue();
        assertThat(Values.fits(Value.externRef("x"), RefType.FUNCREF)).isFalse();
        assertThat(Values.fits(Value.nullRef(RefType.EXTERNREF), full)).isFalse();
        assertThat(Values.fits(Value.nullRef(RefType.EXTERNREF), RefType.FUNCREF))
                .isFalse();
        assertThat(Values.fits(Value.i32(1), NumType.I32)).isTrue();
        assertThat(Values.fits(Value.i32(1), NumType.I64)).isFalse();
        assertThat(Values.fits(Value.i32(1), RefType.FUNCREF)).isFalse();
    }
}
