package org.wasmi.bench.compare;

import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.StoreAccess;

/** An instance of Wasmi's. */
record WasmiGuest(Instance instance, Memory memory0) implements Guest {

    static WasmiGuest make(Engine engine, Program program, Recording recording, Host host) {
        Store store = engine.newStore();
        Linker linker = new Linker().allowShadowing(true);
        int index = 0;
        for (var each : program.imports()) {
            if (each.type() instanceof FuncType type) {
                Recording.Function function = recording.imports().get(index++);
                linker.function(each.module(), each.name(), type, call -> serve(call, function, host));
            }
        }
        Recording.ImportedMemory imported = recording.memory();
        if (imported != null) {
            MemoryType type = new MemoryType(Limits.between(imported.pages(), imported.max()));
            linker.define(imported.module(), imported.name(), Memory.create(store, type));
        }
        Instance instance = linker.instantiate(store, program);
        return new WasmiGuest(instance, (Memory) StoreAccess.memoryAt(instance, 0));
    }

    private static void serve(HostCall call, Recording.Function function, Host host) {
        long[] arguments = new long[function.params().length()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = bits(call.value(i));
        }
        long result = host.call(function, arguments);
        if (!function.result().isEmpty()) {
            call.returnValue(0, value(function.result().charAt(0), result));
        }
    }

    private static long bits(Value value) {
        if (value instanceof Value.I32 number) {
            return number.value();
        } else if (value instanceof Value.I64 number) {
            return number.value();
        } else if (value instanceof Value.F32 number) {
            return Float.floatToRawIntBits(number.value());
        } else if (value instanceof Value.F64 number) {
            return Double.doubleToRawLongBits(number.value());
        }
        throw new IllegalArgumentException("no number: " + value);
    }

    private static Value value(char type, long bits) {
        return switch (type) {
            case 'i' -> Value.i32((int) bits);
            case 'l' -> Value.i64(bits);
            case 'f' -> Value.f32(Float.intBitsToFloat((int) bits));
            default -> Value.f64(Double.longBitsToDouble(bits));
        };
    }

    @Override
    public long call(Recording.Function export, long[] arguments) {
        WasmFunction function = instance.function(export.name());
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(export.params().charAt(i), arguments[i]);
        }
        var results = function.call(values);
        return results.isEmpty() ? 0 : bits(results.get(0));
    }

    @Override
    public void write(int address, byte[] bytes) {
        memory0.putBytes(address, bytes);
    }

    @Override
    public void grow(int pages) {
        memory0.grow(pages);
    }

    @Override
    public byte[] memory() {
        return memory0.getBytes(0, memory0.size());
    }
}
