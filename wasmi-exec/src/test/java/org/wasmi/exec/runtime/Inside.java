package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Global;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Table;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.internal.memory.MemoryStorage;

/** What tests of the host API see of the state behind it. */
public final class Inside {
    private Inside() {}

    public static MemoryStorage storage(MemoryState memory) {
        return memory.storage();
    }

    public static void fill(MemoryState memory, int dst, int value, int n) {
        memory.fill(Integer.toUnsignedLong(dst), value, Integer.toUnsignedLong(n));
    }

    public static void copy(MemoryState to, int dst, MemoryState from, int src, int n) {
        to.copy(Integer.toUnsignedLong(dst), from, Integer.toUnsignedLong(src), Integer.toUnsignedLong(n));
    }

    public static void init(MemoryState memory, int dst, Bytes data, int src, int n) {
        memory.init(Integer.toUnsignedLong(dst), data, src, n);
    }

    public static WasmFunction functionAt(InstanceState instance, int index) {
        return (WasmFunction) instance.functionAt(index);
    }

    public static Memory memoryAt(InstanceState instance, int index) {
        return (Memory) instance.memoryAt(index);
    }

    public static Table tableAt(InstanceState instance, int index) {
        return (Table) instance.tableAt(index);
    }

    public static Global globalAt(InstanceState instance, int index) {
        return (Global) instance.globalAt(index);
    }

    public static RuntimeType typeAt(InstanceState instance, int index) {
        return instance.typeAt(index);
    }

    public static RuntimeType type(EngineState engine, Program program, int index) {
        return engine.programs().prepare(program).type(index);
    }

    public static void prepare(EngineState engine, Program program) {
        engine.programs().prepare(program);
    }

    public static @Nullable Object get(TableState table, int index) {
        return table.get(index);
    }

    public static void set(TableState table, int index, @Nullable Object value) {
        table.set(index, value);
    }

    public static @Nullable Object[] array(TableState table) {
        return table.array();
    }

    public static int grow(TableState table, int delta, @Nullable Object value) {
        return table.grow(delta, value);
    }

    public static void fill(TableState table, int index, @Nullable Object value, int n) {
        table.fill(index, value, n);
    }

    public static void copy(TableState to, int dst, TableState from, int src, int n) {
        to.copy(dst, from, src, n);
    }

    public static void init(TableState table, int dst, @Nullable Object[] elements, int src, int n) {
        table.init(dst, elements, src, n);
    }

    public static @Nullable Object reference(GlobalState global) {
        return global.reference();
    }

    public static @Nullable Object[] elementAt(InstanceState instance, int index) {
        return instance.elementAt(index);
    }

    public static int memoryCount(InstanceState instance) {
        return instance.memoryCount();
    }

    public static Machine machine(MachinePool machines) {
        return machines.machine();
    }
}
