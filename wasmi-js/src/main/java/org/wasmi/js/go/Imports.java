package org.wasmi.js.go;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Value;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.wasi.WasiConfig;

/**
 * The functions that Go programs import. Each takes the address of the program's stack, where its arguments lie 8 bytes
 * up, and then its results.
 */
final class Imports {
    /** The modules from which programs import; {@code go} until Go 1.20. */
    static final Set<String> MODULES = Set.of("gojs", "go");

    private static final FuncType TYPE = new FuncType(List.of(NumType.I32), List.of());

    /** What a call costs in fuel, and a byte that is copied. */
    private static final int CALL_PRICE = 100;

    private static final int BYTES_PER_FUEL = 16;

    private final WasiConfig config;
    private final Values values;
    private final EventLoop loop;
    private final Map<String, Body> bodies = new HashMap<>();

    /** What a function does with the program's memory and the address of its stack. */
    private interface Body {
        void run(HostCall call, Memory memory, long sp) throws IOException;
    }

    Imports(WasiConfig config, Values values, EventLoop loop) {
        this.config = config;
        this.values = values;
        this.loop = loop;
        runtime();
        properties();
        calls();
        bytes();
    }

    void define(Linker linker, Program program) {
        Set<List<String>> defined = new HashSet<>();
        for (Import each : program.imports()) {
            Body body = bodies.get(each.name());
            if (MODULES.contains(each.module())
                    && body != null
                    && TYPE.equals(each.type())
                    && defined.add(List.of(each.module(), each.name()))) {
                linker.function(each.module(), each.name(), TYPE, call -> run(body, call));
            }
        }
    }

    private static void run(Body body, HostCall call) {
        call.consumeFuel(CALL_PRICE);
        try {
            body.run(call, call.caller().memory("mem"), Integer.toUnsignedLong(call.i32(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runtime() {
        bodies.put("runtime.wasmExit", (call, memory, sp) -> loop.exit(memory.getInt(sp + 8)));
        bodies.put("runtime.wasmWrite", (call, memory, sp) -> {
            byte[] bytes = memory.getBytes(memory.getLong(sp + 16), Integer.toUnsignedLong(memory.getInt(sp + 24)));
            call.consumeFuel(bytes.length / BYTES_PER_FUEL);
            (memory.getLong(sp + 8) == 1 ? config.stdout() : config.stderr()).write(bytes);
        });
        bodies.put("runtime.resetMemoryDataView", (call, memory, sp) -> {});
        bodies.put(
                "runtime.nanotime1",
                (call, memory, sp) -> memory.putLong(sp + 8, config.nanoTime().getAsLong()));
        Body wallTime = (call, memory, sp) -> {
            Instant now = config.clock().instant();
            memory.putLong(sp + 8, now.getEpochSecond());
            memory.putInt(sp + 16, now.getNano());
        };
        bodies.put("runtime.walltime", wallTime);
        bodies.put("runtime.walltime1", wallTime);
        bodies.put(
                "runtime.scheduleTimeoutEvent",
                (call, memory, sp) -> memory.putInt(sp + 16, loop.addTimer(memory.getLong(sp + 8))));
        bodies.put("runtime.clearTimeoutEvent", (call, memory, sp) -> loop.removeTimer(memory.getInt(sp + 8)));
        bodies.put("runtime.getRandomData", (call, memory, sp) -> {
            byte[] random = new byte[requireSize(memory, sp + 8)];
            call.consumeFuel(random.length);
            config.random().nextBytes(random);
            memory.putBytes(memory.getLong(sp + 8), random);
        });
        bodies.put("syscall/js.finalizeRef", (call, memory, sp) -> values.release(memory.getInt(sp + 8)));
    }

    private void properties() {
        bodies.put(
                "syscall/js.stringVal",
                (call, memory, sp) -> values.store(memory, sp + 24, string(call, memory, sp + 8)));
        bodies.put("syscall/js.valueGet", (call, memory, sp) -> {
            Object value = get(values.load(memory, sp + 8), string(call, memory, sp + 16));
            values.store(memory, stack(call) + 32, value);
        });
        bodies.put("syscall/js.valueSet", (call, memory, sp) -> {
            if (values.load(memory, sp + 8) instanceof JsObject object) {
                object.set(string(call, memory, sp + 16), values.load(memory, sp + 32));
            }
        });
        bodies.put("syscall/js.valueDelete", (call, memory, sp) -> {
            if (values.load(memory, sp + 8) instanceof JsObject object) {
                object.delete(string(call, memory, sp + 16));
            }
        });
        bodies.put("syscall/js.valueIndex", (call, memory, sp) -> {
            long index = memory.getLong(sp + 16);
            values.store(memory, sp + 24, get(values.load(memory, sp + 8), Long.toString(index)));
        });
        bodies.put("syscall/js.valueSetIndex", (call, memory, sp) -> {
            if (values.load(memory, sp + 8) instanceof JsArray array) {
                array.put(memory.getLong(sp + 16), values.load(memory, sp + 24));
            }
        });
        bodies.put("syscall/js.valueLength", (call, memory, sp) -> {
            Object length = get(values.load(memory, sp + 8), "length");
            memory.putLong(sp + 16, length instanceof Number number ? number.longValue() : 0);
        });
        bodies.put("syscall/js.valueInstanceOf", (call, memory, sp) -> {
            Object type = values.load(memory, sp + 16);
            boolean is = type instanceof JsFunction function && function.isInstance(values.load(memory, sp + 8));
            memory.putByte(sp + 24, (byte) (is ? 1 : 0));
        });
    }

    private void calls() {
        bodies.put("syscall/js.valueCall", (call, memory, sp) -> {
            Object self = values.load(memory, sp + 8);
            String name = string(call, memory, sp + 16);
            List<@Nullable Object> arguments = arguments(call, memory, sp + 32);
            finish(call, 56, () -> function(get(self, name), name).call(self, arguments));
        });
        bodies.put("syscall/js.valueInvoke", (call, memory, sp) -> {
            Object function = values.load(memory, sp + 8);
            List<@Nullable Object> arguments = arguments(call, memory, sp + 16);
            finish(call, 40, () -> function(function, "it").call(Undefined.UNDEFINED, arguments));
        });
        bodies.put("syscall/js.valueNew", (call, memory, sp) -> {
            Object function = values.load(memory, sp + 8);
            List<@Nullable Object> arguments = arguments(call, memory, sp + 16);
            finish(call, 40, () -> function(function, "it").construct(arguments));
        });
    }

    private interface Invocation {
        @Nullable
        Object run();
    }

    /** Runs a function, which may run the program and move its stack, and stores the result and whether it threw. */
    private void finish(HostCall call, int offset, Invocation invocation) {
        @Nullable Object result;
        boolean returned;
        try {
            result = invocation.run();
            returned = true;
        } catch (JsException e) {
            result = e.value();
            returned = false;
        }
        if (loop.isExited()) {
            return;
        }
        long sp = stack(call);
        Memory memory = call.caller().memory("mem");
        values.store(memory, sp + offset, result);
        memory.putByte(sp + offset + Long.BYTES, (byte) (returned ? 1 : 0));
    }

    private static JsFunction function(@Nullable Object value, String name) {
        if (value instanceof JsFunction function) {
            return function;
        }
        throw JsException.typeError(name + " is not a function");
    }

    private void bytes() {
        bodies.put("syscall/js.valuePrepareString", (call, memory, sp) -> {
            byte[] bytes = String.valueOf(values.load(memory, sp + 8)).getBytes(StandardCharsets.UTF_8);
            call.consumeFuel(bytes.length / BYTES_PER_FUEL);
            values.store(memory, sp + 16, new JsBytes(bytes));
            memory.putLong(sp + 24, bytes.length);
        });
        bodies.put("syscall/js.valueLoadString", (call, memory, sp) -> {
            if (values.load(memory, sp + 8) instanceof JsBytes bytes) {
                int length = Math.min(bytes.length(), requireSize(memory, sp + 16));
                call.consumeFuel(length / BYTES_PER_FUEL);
                memory.putBytes(memory.getLong(sp + 16), bytes.slice(0, length).copy());
            }
        });
        bodies.put("syscall/js.copyBytesToGo", (call, memory, sp) -> {
            Object source = values.load(memory, sp + 32);
            if (source instanceof JsBytes bytes) {
                int length = Math.min(bytes.length(), requireSize(memory, sp + 8));
                call.consumeFuel(length / BYTES_PER_FUEL);
                memory.putBytes(memory.getLong(sp + 8), bytes.slice(0, length).copy());
                memory.putLong(sp + 40, length);
            }
            memory.putByte(sp + 48, (byte) (source instanceof JsBytes ? 1 : 0));
        });
        bodies.put("syscall/js.copyBytesToJS", (call, memory, sp) -> {
            Object target = values.load(memory, sp + 8);
            if (target instanceof JsBytes bytes) {
                int length = Math.min(bytes.length(), requireSize(memory, sp + 16));
                call.consumeFuel(length / BYTES_PER_FUEL);
                bytes.buffer().put(memory.view(memory.getLong(sp + 16), length));
                memory.putLong(sp + 40, length);
            }
            memory.putByte(sp + 48, (byte) (target instanceof JsBytes ? 1 : 0));
        });
        bodies.put("debug", (call, memory, sp) -> {});
    }

    /** {@return the address of the program's stack, which may have moved while it ran} */
    private static long stack(HostCall call) {
        Value.I32 sp = (Value.I32) call.caller().function("getsp").call().get(0);
        return Integer.toUnsignedLong(sp.value());
    }

    private static @Nullable Object get(@Nullable Object value, String name) {
        if (value instanceof JsObject object) {
            return object.get(name);
        } else if (value instanceof String text && name.equals("length")) {
            return (double) text.length();
        }
        return Undefined.UNDEFINED;
    }

    private static String string(HostCall call, Memory memory, long address) {
        int length = requireSize(memory, address);
        call.consumeFuel(length / BYTES_PER_FUEL);
        return new String(memory.getBytes(memory.getLong(address), length), StandardCharsets.UTF_8);
    }

    /** {@return the length of the slice whose address lies at an address; it is within the memory} */
    private static int requireSize(Memory memory, long address) {
        return memory.view(memory.getLong(address), memory.getLong(address + Long.BYTES))
                .limit();
    }

    private List<@Nullable Object> arguments(HostCall call, Memory memory, long address) {
        long count = memory.getLong(address + Long.BYTES);
        memory.view(memory.getLong(address), Math.multiplyExact(count, (long) Long.BYTES));
        call.consumeFuel(count);
        return values.loadAll(memory, memory.getLong(address), count);
    }
}
