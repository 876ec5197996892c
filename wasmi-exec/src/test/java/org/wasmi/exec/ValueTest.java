package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.IntFunction;
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
    void vectorsHaveLanesOfAnyShapeFromTheLowestBitsUp() {
        Value.V128 vector = new Value.V128(0x8786_8584_8382_8180L, 0x0F0E_0D0C_0B0A_0908L);
        assertThat(vector.i8(0)).isEqualTo((byte) 0x80);
        assertThat(vector.i8(7)).isEqualTo((byte) 0x87);
        assertThat(vector.i8(8)).isEqualTo((byte) 0x08);
        assertThat(vector.i8(15)).isEqualTo((byte) 0x0F);
        assertThat(vector.i16(3)).isEqualTo((short) 0x8786);
        assertThat(vector.i16(4)).isEqualTo((short) 0x0908);
        assertThat(vector.i32(0)).isEqualTo(0x8382_8180);
        assertThat(vector.i32(3)).isEqualTo(0x0F0E_0D0C);
        assertThat(vector.i64(0)).isEqualTo(0x8786_8584_8382_8180L);
        assertThat(vector.i64(1)).isEqualTo(0x0F0E_0D0C_0B0A_0908L);
        assertThat(Value.V128.f32x4(1, -0f, 3, Float.NaN).f32(1)).isEqualTo(-0f);
        assertThat(Value.V128.f64x2(1, -2.5).f64(1)).isEqualTo(-2.5);
        for (IntFunction<Number> lanes :
                List.<IntFunction<Number>>of(vector::i8, vector::i16, vector::i32, vector::i64)) {
            assertThatThrownBy(() -> lanes.apply(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> lanes.apply(16)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> vector.i64(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vector.f32(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void vectorsAreMadeOfLanes() {
        Value.V128 vector = new Value.V128(0x8786_8584_8382_8180L, 0x0F0E_0D0C_0B0A_0908L);
        assertThat(Value.V128.i8x16(
                        (byte) 0x80,
                        (byte) 0x81,
                        (byte) 0x82,
                        (byte) 0x83,
                        (byte) 0x84,
                        (byte) 0x85,
                        (byte) 0x86,
                        (byte) 0x87,
                        (byte) 8,
                        (byte) 9,
                        (byte) 10,
                        (byte) 11,
                        (byte) 12,
                        (byte) 13,
                        (byte) 14,
                        (byte) 15))
                .isEqualTo(vector);
        assertThat(Value.V128.i16x8(
                        (short) 0x8180,
                        (short) 0x8382,
                        (short) 0x8584,
                        (short) 0x8786,
                        (short) 0x0908,
                        (short) 0x0B0A,
                        (short) 0x0D0C,
                        (short) 0x0F0E))
                .isEqualTo(vector);
        assertThat(Value.V128.i32x4(0x8382_8180, 0x8786_8584, 0x0B0A_0908, 0x0F0E_0D0C))
                .isEqualTo(vector);
        assertThat(Value.V128.i64x2(0x8786_8584_8382_8180L, 0x0F0E_0D0C_0B0A_0908L))
                .isEqualTo(vector);
        assertThat(Value.V128.f32x4(1, -0f, Float.intBitsToFloat(0x7FA0_0001), 2))
                .isEqualTo(Value.V128.i32x4(0x3F80_0000, 0x8000_0000, 0x7FA0_0001, 0x4000_0000));
        assertThat(Value.V128.f64x2(1, -0.0)).isEqualTo(new Value.V128(0x3FF0_0000_0000_0000L, Long.MIN_VALUE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Value.V128.i8x16(new byte[15]))
                .withMessage("16 lanes are needed, not 15");
        assertThatIllegalArgumentException().isThrownBy(() -> Value.V128.i16x8(new short[9]));
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
        assertThat(ValueSlots.fits(Value.externRef("x"), full)).isTrue();
        assertThat(ValueSlots.fits(Value.externRef("x"), RefType.EXTERNREF)).isTrue();
        assertThat(ValueSlots.fits(Value.externRef("x"), RefType.FUNCREF)).isFalse();
        assertThat(ValueSlots.fits(Value.nullRef(RefType.EXTERNREF), full)).isFalse();
        assertThat(ValueSlots.fits(Value.nullRef(RefType.EXTERNREF), RefType.FUNCREF))
                .isFalse();
        assertThat(ValueSlots.fits(Value.i32(1), NumType.I32)).isTrue();
        assertThat(ValueSlots.fits(Value.i32(1), NumType.I64)).isFalse();
        assertThat(ValueSlots.fits(Value.i32(1), RefType.FUNCREF)).isFalse();
    }
}
