package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

class GlobalTest {
    private final Store store = Engine.create().newStore();

    @Test
    void valuesOfAllTypesAreKept() {
        List<ValType> types = List.of(
                NumType.I32, NumType.I64, NumType.F32, NumType.F64, VecType.V128, RefType.FUNCREF, RefType.EXTERNREF);
        List<Value> values = List.of(
                Value.i32(-1),
                Value.i64(-1),
                new Value.F32(0x7fa0_0001),
                new Value.F64(0x7ff4_0000_0000_0001L),
                new Value.V128(1, 2),
                Value.funcRef(BoundHostFunction.create(store, Guest.NOTHING, call -> {})),
                Value.externRef("x"));
        for (int i = 0; i < types.size(); i++) {
            ValType type = types.get(i);
            Global global = Global.create(store, new GlobalType(type, true), values.get(i));
            assertThat(global.get()).isEqualTo(values.get(i));
            global.set(Value.zero(type));
            assertThat(global.get()).isEqualTo(Value.zero(type));
        }
    }

    @Test
    void valuesAreChecked() {
        Global global = Global.create(store, new GlobalType(NumType.I32, true), Value.i32(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> global.set(Value.f32(1)))
                .withMessage("the global is i32, not f32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Global.create(store, new GlobalType(NumType.I64, true), Value.i32(1)));
        Value stranger = Value.funcRef(BoundHostFunction.create(Engine.create().newStore(), Guest.NOTHING, call -> {}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Global.create(store, new GlobalType(RefType.FUNCREF, true), stranger))
                .withMessage("the func belongs to another store");
        assertThat(global.get()).isEqualTo(Value.i32(1));
    }

    @Test
    void constantsStay() {
        Global global = Global.create(store, new GlobalType(NumType.I32, false), Value.i32(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> global.set(Value.i32(2)))
                .withMessage("the global is immutable");
        assertThat(global.get()).isEqualTo(Value.i32(1));
    }
}
