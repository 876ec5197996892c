package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmArray;
import org.wasmi.exec.WasmStruct;

class ValueTextTest {
    private static final RefType ANY = new RefType(true, AbstractHeapType.ANY);

    private final Store store = Engine.create().newStore();

    private WasmStruct pair(int number, Value any) {
        StructType type = new StructType(List.of(new FieldType(NumType.I32, false), new FieldType(ANY, true)));
        return WasmStruct.create(store, store.engine().typeOf(type), Value.i32(number), any);
    }

    @Test
    void objectsAreShownWithTheirFields() {
        WasmArray bytes = WasmArray.create(
                store,
                store.engine().typeOf(new ArrayType(new FieldType(PackedType.I8, true))),
                Value.i32(1),
                Value.i32(255));
        assertThat(ValueText.format(Value.arrayRef(bytes))).isEqualTo("(array 1 -1)");
        assertThat(ValueText.format(Value.structRef(pair(7, Value.arrayRef(bytes)))))
                .isEqualTo("(struct 7 (array 1 -1))");
        assertThat(ValueText.format(Value.structRef(pair(7, Value.i31Ref(-3))))).isEqualTo("(struct 7 (i31 -3))");
        assertThat(ValueText.format(new Value.AnyRef("x"))).isEqualTo("anyref");
    }

    @Test
    void circlesAndLongArraysEnd() {
        WasmStruct circle = pair(1, Value.nullRef(ANY));
        circle.set(1, Value.structRef(circle));
        assertThat(ValueText.format(Value.structRef(circle)))
                .isEqualTo("(struct 1 (struct 1 (struct 1 (struct ...))))");
        WasmArray numbers = WasmArray.createDefault(
                store, store.engine().typeOf(new ArrayType(new FieldType(NumType.I64, true))), 100);
        assertThat(ValueText.format(Value.arrayRef(numbers))).isEqualTo("(array " + "0 ".repeat(16) + "...)");
    }
}
