package org.wasmi.testkit.trace;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Extern;
import org.wasmi.exec.Global;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Snapshot;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Replays the host's part of a {@link Trace} and compares the module's behaviour with the recording. */
public final class TraceReplayer {
    private final Trace trace;
    private final Program program;
    private final Engine engine;
    /** How much fuel a call gets whenever it has none; 0 if calls are not suspended. */
    private final long fuel;

    private Store store;
    private Linker linker = new Linker();
    private final Map<String, Object> hostObjects = new HashMap<>();
    private @Nullable Memory importedMemory;
    private @Nullable Instance instance;

    /** The index of the next event. */
    private int next;

    private TraceReplayer(Trace trace, byte[] wasm, Engine engine, long fuel) {
        String hash = sha256(wasm);
        if (!hash.equals(trace.sha256())) {
            throw new AssertionError("the trace is of module " + trace.sha256() + ", not " + hash);
        }
        this.trace = trace;
        program = Translator.translate(wasm, TranslationOptions.DEFAULT.withFuel(fuel > 0));
        this.engine = engine;
        this.fuel = fuel;
        store = engine.newStore();
    }

    /** What a host function throws because it did when the trace was recorded. */
    private static final class RecordedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RecordedException(String message) {
            super(message);
        }
    }

    /**
     * Replays a trace from its beginning to its end.
     *
     * @param trace the trace
     * @param wasm the module that it belongs to
     * @param engine the engine to replay it on
     * @throws AssertionError at the first event that is not as recorded; the message has its number, from 0
     * @throws org.wasmi.encoding.error.WasmException if the module cannot be used
     */
    public static void replay(Trace trace, byte[] wasm, Engine engine) {
        new TraceReplayer(trace, wasm, engine, 0).playAll(0);
    }

    /**
     * Replays a trace, and sometimes, between calls of the host, replaces the instance by a new one in a new store,
     * made from a {@linkplain Snapshot snapshot}. Then overwrites the exports of the new instance and resets it to the
     * snapshot. The module must behave as recorded.
     *
     * @param trace the trace
     * @param wasm the module that it belongs to
     * @param engine the engine to replay it on
     * @param replacements the maximum number of replacements
     * @throws AssertionError at the first event that is not as recorded
     * @throws org.wasmi.encoding.error.WasmException if the module cannot be used
     */
    public static void replayFromSnapshots(Trace trace, byte[] wasm, Engine engine, int replacements) {
        new TraceReplayer(trace, wasm, engine, 0).playAll(replacements);
    }

    /**
     * Replays a trace with calls that are {@linkplain Suspension suspended} and resumed: whenever the module calls the
     * host, and whenever it is out of fuel. The module must behave as recorded.
     *
     * @param trace the trace
     * @param wasm the module that it belongs to
     * @param engine the engine to replay it on
     * @param fuel the minimum amount of fuel that a call gets when it is out of fuel
     * @throws AssertionError at the first event that is not as recorded
     * @throws org.wasmi.encoding.error.WasmException if the module cannot be used
     */
    public static void replayResumed(Trace trace, byte[] wasm, Engine engine, long fuel) {
        if (fuel < 1) {
            throw new IllegalArgumentException("no fuel: " + fuel);
        }
        new TraceReplayer(trace, wasm, engine, fuel).playAll(0);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("every JVM has SHA-256", e);
        }
    }

    private void playAll(int replacements) {
        try {
            defineImports();
            if (fuel > 0) {
                store.addFuel(0);
            }
            playEvents(replacements);
        } finally {
            store.close();
        }
    }

    private void playEvents(int replacements) {
        int count = trace.events().size();
        int distance = count / (replacements + 1) + 1;
        int replaceFrom = distance;
        while (next < count && play(trace.events().get(next))) {
            if (next >= replaceFrom && instance != null) {
                replaceInstance();
                replaceFrom = next + distance;
            }
        }
        if (next < count) {
            throw new AssertionError("nothing was called, yet there is " + take());
        }
    }

    private void replaceInstance() {
        Snapshot snapshot = instance().snapshot();
        store.close();
        store = engine.newStore();
        linker = new Linker();
        defineImports();
        importedMemory = null; // the instance has one of its own from now on
        instance = linker.instantiate(store, snapshot);
        overwrite(instance());
        instance().reset(snapshot);
    }

    /** Changes all that an instance exports and that can change. */
    private static void overwrite(Instance instance) {
        for (String name : instance.exportNames()) {
            Extern extern = instance.export(name).orElseThrow();
            if (extern instanceof Memory memory) {
                byte[] bytes = new byte[MemoryType.PAGE_SIZE];
                Arrays.fill(bytes, (byte) 0xA5);
                for (long page = 0; page < memory.pages(); page++) {
                    memory.putBytes(page * MemoryType.PAGE_SIZE, bytes);
                }
                memory.grow(1);
            } else if (extern instanceof Table table) {
                Value none = Value.nullRef(table.type().element());
                for (int i = 0; i < table.size(); i++) {
                    table.setValue(i, none);
                }
                table.growBy(1, none);
            } else if (extern instanceof Global global && global.type().mutable()) {
                global.set(Value.zero(global.type().type()));
            }
        }
    }

    private void defineImports() {
        Set<List<String>> defined = new HashSet<>();
        for (Import each : program.imports()) {
            if (!defined.add(List.of(each.module(), each.name()))) {
                continue; // a module may import one thing several times
            }
            String name = each.module() + "." + each.name();
            if (each.type() instanceof FuncType type) {
                linker.function(each.module(), each.name(), type, call -> served(name, call));
            } else if (each.type() instanceof MemoryType type) {
                long pages =
                        trace.importedMemoryPages().orElse((int) type.limits().min());
                importedMemory = Memory.create(
                        store, new MemoryType(new Limits(pages, type.limits().max())));
                linker.define(each.module(), each.name(), importedMemory);
            } else if (each.type() instanceof TableType type) {
                long size = trace.importedTables()
                        .getOrDefault(name, (int) type.limits().min());
                TableType actual = new TableType(
                        type.element(), new Limits(size, type.limits().max()));
                linker.define(each.module(), each.name(), Table.create(store, actual, Value.nullRef(type.element())));
            } else if (each.type() instanceof GlobalType type) {
                Value value = value(trace.importedGlobals().getOrDefault(name, "0"), type.type());
                linker.define(each.module(), each.name(), Global.create(store, type, value));
            }
        }
    }

    /** Plays events until one that ends the host call at hand, or the last. */
    private void play() {
        while (next < trace.events().size() && play(trace.events().get(next))) {
            // the event has been played
        }
    }

    /** {@return whether the event was something that the host does of its own accord; otherwise it is still to come} */
    private boolean play(Trace.Event event) {
        next++;
        if (event instanceof Trace.Write write) {
            byte[] bytes = write.bytes().toArray();
            memory().write(write.address(), bytes, 0, bytes.length);
        } else if (event instanceof Trace.Grow grow) {
            expect(memory().grow(grow.pages()) >= 0, "the memory does not grow");
        } else if (event instanceof Trace.MemoryState state) {
            check(state);
        } else if (event instanceof Trace.Instantiate) {
            instantiate();
        } else if (event instanceof Trace.Call call) {
            call(instance().function(call.export()), call.arguments());
        } else if (event instanceof Trace.CallTable call) {
            Object element = StoreAccess.tableGet(instance(), 0, call.index());
            if (!(element instanceof WasmFunction function)) {
                throw failure("there is " + element);
            }
            call(function, call.arguments());
        } else {
            next--;
            return false;
        }
        return true;
    }

    private void instantiate() {
        if (fuel > 0) {
            Instance unstarted = linker.link(program).instantiateWithoutStart(store);
            instance = unstarted;
            finish(unstarted.start());
        } else {
            instance = linker.instantiate(store, program);
        }
    }

    private void call(WasmFunction function, List<String> arguments) {
        FuncType type = function.type();
        Value[] values = new Value[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(arguments.get(i), type.params().get(i));
        }
        List<Value> results;
        try {
            results = fuel > 0 ? finish(function.start(values)) : function.call(values);
        } catch (TrapException | RecordedException e) {
            expect(take() instanceof Trace.Exit, "the call was left by " + e);
            return;
        }
        Trace.Event event = take();
        expect(event instanceof Trace.Return, "the call returned " + results);
        compare(results, List.of(((Trace.Return) event).value()), type.results());
    }

    /** A call of the host. */
    private record Asked(String name, FuncType type, List<Value> arguments) {}

    private void served(String name, HostCall call) {
        FuncType type = call.function().type();
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < type.params().size(); i++) {
            arguments.add(call.value(i));
        }
        Asked asked = new Asked(name, type, arguments);
        if (fuel > 0) {
            call.suspend(asked);
            return;
        }
        Value[] results = answer(asked);
        for (int i = 0; i < results.length; i++) {
            call.returnValue(i, results[i]);
        }
    }

    /** Goes on with a call that is suspended, until it returns. */
    private List<Value> finish(Outcome started) {
        Outcome outcome = started;
        while (outcome instanceof Suspension suspension) {
            if (suspension.reason() instanceof Suspension.OutOfFuel needed) {
                store.addFuel(Math.max(fuel, needed.missing()));
                outcome = suspension.resume();
            } else if (suspension.reason() instanceof Suspension.HostRequest host) {
                Value[] results;
                try {
                    results = answer((Asked) host.request().orElseThrow());
                } catch (RecordedException e) {
                    suspension.cancel();
                    throw e;
                }
                outcome = suspension.resume(results);
            }
        }
        return ((Outcome.Finished) outcome).results();
    }

    /** Serves a host call: checks the arguments, plays what the host did meanwhile, ends as the host did. */
    private Value[] answer(Asked asked) {
        Trace.Event event = take();
        expect(event instanceof Trace.HostCalled, "the module called " + asked.name());
        Trace.HostCalled called = (Trace.HostCalled) event;
        expect(called.function().equals(asked.name()), "the module called " + asked.name());
        compare(asked.arguments(), called.arguments(), asked.type().params());
        play();
        Trace.Event end = take();
        if (end instanceof Trace.HostThrow thrown) {
            throw new RecordedException(thrown.message());
        }
        expect(end instanceof Trace.HostReturn, "the call of " + asked.name() + " was to end");
        return asked.type().results().stream()
                .map(type -> value(((Trace.HostReturn) end).value(), type))
                .toArray(Value[]::new);
    }

    private Trace.Event take() {
        if (next == trace.events().size()) {
            throw new AssertionError("the trace ends in the middle of a call");
        }
        return trace.events().get(next++);
    }

    private void check(Trace.MemoryState state) {
        byte[] bytes = new byte[(int) memory().size()];
        memory().read(0, bytes, 0, bytes.length);
        expect(memory().pages() == state.pages(), "it has " + memory().pages() + " pages");
        expect(sha256(bytes).equals(state.sha256()), "its SHA-256 is " + sha256(bytes));
    }

    private void compare(List<Value> actual, List<String> recorded, List<ValType> types) {
        boolean same = true;
        for (int i = 0; i < types.size(); i++) {
            same &= same(actual.get(i), value(recorded.get(i), types.get(i)));
        }
        expect(same, "the values are " + actual);
    }

    /** Which NaN it was, the recording host could not see. */
    private static boolean same(Value a, Value b) {
        if (a instanceof Value.F32 x && b instanceof Value.F32 y) {
            return Float.isNaN(x.value()) ? Float.isNaN(y.value()) : x.equals(y);
        } else if (a instanceof Value.F64 x && b instanceof Value.F64 y) {
            return Double.isNaN(x.value()) ? Double.isNaN(y.value()) : x.equals(y);
        }
        return a.equals(b);
    }

    /** A number that the recording host left out is what JavaScript makes of that: 0 or NaN. */
    private Value value(String text, ValType type) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> Value.i32(text.equals("null") ? 0 : (int) Long.parseLong(text));
                case I64 -> Value.i64(Long.parseLong(text.replace("n", "")));
                case F32 -> Value.f32((float) number(text));
                case F64 -> Value.f64(number(text));
            };
        } else if (type instanceof VecType) {
            throw failure("JavaScript has no values of type " + type);
        }
        return text.equals("null")
                ? Value.nullRef(RefType.EXTERNREF)
                : Value.externRef(hostObjects.computeIfAbsent(text, key -> new Object()));
    }

    private static double number(String text) {
        if (text.startsWith("f64:")) {
            return Double.longBitsToDouble(Long.parseUnsignedLong(text.substring("f64:".length()), 16));
        }
        return text.equals("null") ? Double.NaN : Double.parseDouble(text);
    }

    private Memory memory() {
        if (importedMemory != null) {
            return importedMemory;
        }
        return (Memory) StoreAccess.memoryAt(instance(), 0);
    }

    private Instance instance() {
        if (instance == null) {
            throw new AssertionError("nothing is instantiated before event " + next);
        }
        return instance;
    }

    /** Checks something about the event that was taken last. */
    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            throw failure(otherwise);
        }
    }

    private AssertionError failure(String found) {
        return new AssertionError(
                "event " + (next - 1) + " is " + trace.events().get(next - 1) + ", but " + found);
    }
}
