package org.wasmi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Snapshot;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.translate.Translator;

/**
 * Compares three ways to an initialised guest: to instantiate it and let it initialise itself, to instantiate a
 * snapshot of one that has done so, or to reset that one. The first two have a new store and a new linker every time.
 * Functions that the guest imports do nothing and return zeros.
 *
 * <p>Arguments: a module, then the calls that initialise it, each {@code name} or {@code name(argument,...)} of i32
 * results and arguments: a number; {@code $n}, the result of the n-th call from 1 on; {@code @FILE}, the address of the
 * contents of a file, ended by a zero byte, for which the export {@code --allocate NAME} has given room; or
 * {@code #FILE}, their length.
 */
public final class SnapshotReport {
    private static final Pattern CALL = Pattern.compile("([^()]+)(?:\\(([^()]*)\\))?");
    private static final String ALLOCATE = "--allocate";
    private static final long WARM_UP = 5_000_000_000L;
    private static final int SAMPLES = 101;

    private final Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(Executors.SWITCH));
    private final Program program;
    private final List<String> calls;
    private final String allocate;
    private final Map<String, byte[]> files = new TreeMap<>();

    private SnapshotReport(Program program, List<String> calls, String allocate) throws IOException {
        this.program = program;
        this.calls = calls;
        this.allocate = allocate;
        for (String call : calls) {
            for (String argument : arguments(call)) {
                if (argument.startsWith("@") || argument.startsWith("#")) {
                    Path file = Path.of(argument.substring(1));
                    files.put(argument.substring(1), Files.readAllBytes(file));
                }
            }
        }
    }

    /** Prints the times of all ways and the ratio of the first two. */
    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        String allocate = "malloc";
        int option = rest.indexOf(ALLOCATE);
        if (option >= 0) {
            rest.remove(option);
            allocate = rest.remove(option);
        }
        Program program = Translator.translate(Files.readAllBytes(Path.of(rest.remove(0))));
        new SnapshotReport(program, rest, allocate).run();
    }

    private void run() {
        Instance first = initialised();
        Snapshot snapshot = first.snapshot();
        double initialise = microseconds(this::initialised);
        double clone = microseconds(() -> {
            Store store = engine.newStore();
            functions().instantiate(store, snapshot);
        });
        double reset = microseconds(() -> first.reset(snapshot));
        System.out.printf(
                "%d of %d bytes kept; initialise %.1f us, from the snapshot %.1f us, ratio %.0f, reset %.1f us%n",
                snapshot.memoryBytes(), first.store().memoryBytes(), initialise, clone, initialise / clone, reset);
    }

    /** {@return the median of samples after a warm-up} */
    private static double microseconds(Runnable way) {
        long end = System.nanoTime() + WARM_UP;
        while (System.nanoTime() < end) {
            way.run();
        }
        long[] samples = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            long begin = System.nanoTime();
            way.run();
            samples[i] = System.nanoTime() - begin;
        }
        Arrays.sort(samples);
        return samples[SAMPLES / 2] / 1e3;
    }

    private Linker functions() {
        Linker linker = new Linker();
        for (Import each : program.imports()) {
            if (each.type() instanceof FuncType type) {
                linker.function(each.module(), each.name(), type, call -> {});
            }
        }
        return linker;
    }

    private Instance initialised() {
        Store store = engine.newStore();
        Linker linker = functions();
        for (Import each : program.imports()) {
            if (each.type() instanceof MemoryType type) {
                linker.define(each.module(), each.name(), Memory.create(store, type));
            }
        }
        Instance instance = linker.instantiate(store, program);
        List<Integer> results = new ArrayList<>();
        for (String each : calls) {
            Value[] values = Arrays.stream(arguments(each))
                    .map(argument -> Value.i32(argument(instance, argument, results)))
                    .toArray(Value[]::new);
            results.add(call(instance, matcher(each).group(1), values));
        }
        return instance;
    }

    private static Matcher matcher(String call) {
        Matcher matcher = CALL.matcher(call);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a call: " + call);
        }
        return matcher;
    }

    private static String[] arguments(String call) {
        String list = matcher(call).group(2);
        return list == null || list.isBlank() ? new String[0] : list.trim().split("\\s*,\\s*");
    }

    private static int call(Instance instance, String name, Value... arguments) {
        List<Value> results = instance.function(name).call(arguments);
        return results.isEmpty() ? 0 : ((Value.I32) results.get(0)).value();
    }

    private int argument(Instance instance, String text, List<Integer> results) {
        return switch (text.charAt(0)) {
            case '$' -> results.get(Integer.parseInt(text.substring(1)) - 1);
            case '#' -> contents(text).length;
            case '@' -> {
                byte[] contents = contents(text);
                int address = call(instance, allocate, Value.i32(contents.length + 1));
                Memory memory = (Memory) StoreAccess.memoryAt(instance, 0);
                memory.write(address, contents, 0, contents.length);
                memory.putByte((long) address + contents.length, (byte) 0);
                yield address;
            }
            default -> Integer.decode(text);
        };
    }

    private byte[] contents(String argument) {
        return Objects.requireNonNull(files.get(argument.substring(1)));
    }
}
