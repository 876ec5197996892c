package org.wasmi.testkit.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Extern;
import org.wasmi.exec.Global;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;

/**
 * The host module {@code spectest} that all scripts may import from. Its functions take their arguments and print
 * nothing.
 */
final class Spectest {
    private static final String NAME = "spectest";

    private final Map<String, Extern> values = new LinkedHashMap<>();

    Spectest(Store store) {
        for (Value value : List.of(Value.i32(666), Value.i64(666), Value.f32(666.6f), Value.f64(666.6))) {
            values.put("global_" + value.type(), Global.create(store, new GlobalType(value.type(), false), value));
        }
        for (AddressType address : AddressType.values()) {
            TableType table = new TableType(address, RefType.FUNCREF, Limits.between(10, 20));
            String name = address == AddressType.I32 ? "table" : "table64";
            values.put(name, Table.create(store, table, Value.nullRef(RefType.FUNCREF)));
        }
        MemoryType memory = new MemoryType(Limits.between(1, 2));
        values.put("memory", Memory.create(store, memory));
        values.put("shared_memory", Memory.create(store, memory.withShared(true)));
    }

    void defineIn(Linker linker) {
        values.forEach((name, value) -> linker.define(NAME, name, value));
        print(linker, "print");
        print(linker, "print_i32", NumType.I32);
        print(linker, "print_i64", NumType.I64);
        print(linker, "print_f32", NumType.F32);
        print(linker, "print_f64", NumType.F64);
        print(linker, "print_i32_f32", NumType.I32, NumType.F32);
        print(linker, "print_f64_f64", NumType.F64, NumType.F64);
    }

    private static void print(Linker linker, String name, ValType... params) {
        linker.function(NAME, name, new FuncType(List.of(params), List.of()), call -> {});
    }
}
