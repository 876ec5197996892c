package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.binary.WasmFeatures;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

class LocalsTest {

    private static Locals locals(List<ValType> params, int... declarations) {
        byte[] bytes = Wasm.bytes(declarations);
        Locals locals = new Locals(new OperandTypes());
        locals.reset(params);
        locals.read(
                new BinaryReader(bytes, 0, bytes.length),
                new ModuleInfo(WasmFeatures.DEFAULT),
                TranslationLimits.DEFAULT);
        return locals;
    }

    @Test
    void findsTheTypeOfEachLocal() {
        Locals locals =
                locals(List.of(NumType.I32, NumType.F64, NumType.F64), 5, 2, 0x7C, 0, 0x7F, 1, 0x7F, 3, 0x7E, 1, 0x6F);
        int[] types = {1, 4, 4, 4, 4, 1, 2, 2, 2, new OperandTypes().of(RefType.EXTERNREF)};
        assertThat(locals.count()).isEqualTo(types.length);
        for (int i = 0; i < types.length; i++) {
            assertThat(locals.type(i)).as("local %d", i).isEqualTo(types[i]);
            assertThat(locals.slot(i)).as("local %d", i).isEqualTo(i);
        }
        assertThat(locals.hasReferences()).isTrue();
    }

    @Test
    void vectorsTakeTwoSlots() {
        Locals locals = locals(List.of(NumType.I32, VecType.V128, VecType.V128, NumType.I64), 1, 2, 0x7F);
        assertThat(locals.slotCount()).isEqualTo(8);
        assertThat(List.of(locals.slot(0), locals.slot(1), locals.slot(2), locals.slot(3), locals.slot(5)))
                .containsExactly(0, 1, 3, 5, 7);
    }

    @Test
    void startsAgain() {
        Locals locals = locals(List.of(RefType.FUNCREF), 1, 3, 0x7F);
        locals.reset(List.of());
        assertThat(locals.count()).isZero();
        assertThat(locals.slotCount()).isZero();
        assertThat(locals.hasReferences()).isFalse();
    }

    @Test
    void moreThan32BitsCountAreMalformed() {
        assertThatThrownBy(() -> locals(List.of(), 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F, 1, 0x7F))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("too many locals");
    }

    @Test
    void fourBillionLocalsCostNothingBeforeTheLimit() {
        assertThatThrownBy(() -> locals(List.of(), 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x7F))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("locals");
    }
}
