package org.wasmi.bench.compare;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.trace.Trace;

/**
 * A {@link Trace} in the form in which engines replay it: values are bits, and no class of Wasmi or of a reader of JSON is
 * loaded for it, which would count as time to the first result.
 *
 * @param imports the functions that the host provides
 * @param memory the memory that the host provides, if it does
 * @param steps what the host does, after it has made the instance
 */
record Recording(List<Function> imports, @Nullable ImportedMemory memory, List<Step> steps) {

    private static final Map<NumType, Character> LETTERS =
            Map.of(NumType.I32, 'i', NumType.I64, 'l', NumType.F32, 'f', NumType.F64, 'd');

    /**
     * A function that the module imports or exports.
     *
     * @param module of an import; empty for an export
     * @param params a letter for each type: {@code i}, {@code l}, {@code f}, {@code d} for i32, i64, f32, f64
     * @param result such a letter, or nothing
     */
    record Function(String module, String name, String params, String result) {}

    /**
     * Of the host.
     *
     * @param max the declared limit, in pages
     */
    record ImportedMemory(String module, String name, int pages, int max) {}

    /** What happens between host and module. Calls and host calls nest. */
    sealed interface Step {}

    /** The host writes into the memory. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Write(int address, byte[] bytes) implements Step {}

    /** The host grows the memory by some pages. */
    record Grow(int pages) implements Step {}

    /** The host calls an export. */
    @SuppressWarnings("ArrayRecordComponent")
    record Call(Function function, long[] arguments) implements Step {}

    /** The module returns, with the bits of the result or with 0. */
    record Return(long result) implements Step {}

    /** The call of the host ends with a trap or an exception. */
    record Exit() implements Step {}

    /** The module calls the host. */
    @SuppressWarnings("ArrayRecordComponent")
    record HostCalled(Function function, long[] arguments) implements Step {}

    /** The host function returns, with the bits of the result or with 0. */
    record HostReturn(long result) implements Step {}

    /** The host function throws. */
    record HostThrow() implements Step {}

    /** The end: the size and the SHA-256 of the memory. */
    record MemoryState(int pages, String sha256) implements Step {}

    Recording {
        imports = List.copyOf(imports);
        steps = List.copyOf(steps);
    }

    /**
     * {@return a recording from a trace of a program}
     *
     * @throws IllegalArgumentException if it has what not all engines can be given alike: tables and globals of the host,
     *     calls through tables, other values than numbers, or events before the module is instantiated
     */
    static Recording of(Trace trace, Program program) {
        return new Conversion(program).recording(trace);
    }

    /** {@return the letter of a type, see {@link Function}} */
    private static char letter(ValType type) {
        Character letter = type instanceof NumType number ? LETTERS.get(number) : null;
        if (letter == null) {
            throw new IllegalArgumentException("a value of type " + type);
        }
        return letter;
    }

    /**
     * {@return whether two values of a type are the same, which all NaNs are: the recording host could not see which one
     * it was}
     */
    static boolean same(char type, long a, long b) {
        return switch (type) {
            case 'i' -> (int) a == (int) b;
            case 'f' ->
                Float.floatToIntBits(Float.intBitsToFloat((int) a))
                        == Float.floatToIntBits(Float.intBitsToFloat((int) b));
            case 'd' ->
                Double.doubleToLongBits(Double.longBitsToDouble(a))
                        == Double.doubleToLongBits(Double.longBitsToDouble(b));
            default -> a == b;
        };
    }

    /** Reads a trace with the types of a program. */
    private static final class Conversion {
        private final Program program;
        private final List<Function> imports = new ArrayList<>();
        private final Map<String, Function> importsByName = new HashMap<>();
        private final Map<String, Function> exportsByName = new HashMap<>();

        Conversion(Program program) {
            this.program = program;
        }

        Recording recording(Trace trace) {
            ImportedMemory memory = null;
            for (Import each : program.imports()) {
                if (each.type() instanceof FuncType type) {
                    Function function = function(each.module(), each.name(), type);
                    imports.add(function);
                    importsByName.put(each.module() + "." + each.name(), function);
                } else if (each.type() instanceof MemoryType type) {
                    int pages = trace.importedMemoryPages()
                            .orElse((int) type.limits().min());
                    int max = (int) type.limits().max().orElse(1 << 16);
                    memory = new ImportedMemory(each.module(), each.name(), pages, max);
                } else {
                    throw new IllegalArgumentException("an import of type " + each.type());
                }
            }
            for (Export each : program.exports()) {
                if (each.kind() == ExternKind.FUNC) {
                    FuncType type = program.functionTypes().get(each.index());
                    exportsByName.put(each.name(), function("", each.name(), type));
                }
            }
            List<Trace.Event> events = trace.events();
            if (events.isEmpty() || !(events.get(0) instanceof Trace.Instantiate)) {
                throw new IllegalArgumentException("something happens before the module is instantiated");
            }
            return new Recording(imports, memory, steps(events.subList(1, events.size())));
        }

        private static Function function(String module, String name, FuncType type) {
            StringBuilder params = new StringBuilder();
            type.params().forEach(each -> params.append(letter(each)));
            if (type.results().size() > 1) {
                throw new IllegalArgumentException(name + " has several results");
            }
            String result = type.results().isEmpty()
                    ? ""
                    : String.valueOf(letter(type.results().get(0)));
            return new Function(module, name, params.toString(), result);
        }

        private List<Step> steps(List<Trace.Event> events) {
            List<Step> steps = new ArrayList<>();
            List<Function> open = new ArrayList<>();
            for (Trace.Event event : events) {
                if (event instanceof Trace.Write write) {
                    steps.add(new Write((int) write.address(), write.bytes().toArray()));
                } else if (event instanceof Trace.Grow grow) {
                    steps.add(new Grow((int) grow.pages()));
                } else if (event instanceof Trace.Call call) {
                    Function function = known(exportsByName, call.export());
                    open.add(function);
                    steps.add(new Call(function, bits(function.params(), call.arguments())));
                } else if (event instanceof Trace.HostCalled called) {
                    Function function = known(importsByName, called.function());
                    open.add(function);
                    steps.add(new HostCalled(function, bits(function.params(), called.arguments())));
                } else if (event instanceof Trace.Return returned) {
                    steps.add(new Return(result(open, returned.value())));
                } else if (event instanceof Trace.HostReturn returned) {
                    steps.add(new HostReturn(result(open, returned.value())));
                } else if (event instanceof Trace.Exit) {
                    open.remove(open.size() - 1);
                    steps.add(new Exit());
                } else if (event instanceof Trace.HostThrow) {
                    open.remove(open.size() - 1);
                    steps.add(new HostThrow());
                } else if (event instanceof Trace.MemoryState state) {
                    steps.add(new MemoryState((int) state.pages(), state.sha256()));
                } else {
                    throw new IllegalArgumentException("the host cannot replay " + event);
                }
            }
            return steps;
        }

        private static Function known(Map<String, Function> functions, String name) {
            Function function = functions.get(name);
            if (function == null) {
                throw new IllegalArgumentException("no function is named '" + name + "'");
            }
            return function;
        }

        private static long result(List<Function> open, String text) {
            String type = open.remove(open.size() - 1).result();
            return type.isEmpty() ? 0 : bits(type.charAt(0), text);
        }

        private static long[] bits(String types, List<String> texts) {
            long[] bits = new long[types.length()];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = bits(types.charAt(i), texts.get(i));
            }
            return bits;
        }

        /** A number that the recording host left out is what JavaScript makes of that: 0 or NaN. */
        private static long bits(char type, String text) {
            return switch (type) {
                case 'i' -> text.equals("null") ? 0 : (int) Long.parseLong(text);
                case 'l' -> Long.parseLong(text.replace("n", ""));
                case 'f' -> Float.floatToRawIntBits((float) number(text));
                default -> Double.doubleToRawLongBits(number(text));
            };
        }

        private static double number(String text) {
            if (text.startsWith("f64:")) {
                return Double.longBitsToDouble(Long.parseUnsignedLong(text.substring("f64:".length()), 16));
            }
            return text.equals("null") ? Double.NaN : Double.parseDouble(text);
        }
    }

    /** Writes the recording to a file, which {@link #read} reads. */
    void write(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            Map<Function, Integer> indices = new HashMap<>();
            List<Function> functions = new ArrayList<>(imports);
            for (Step step : steps) {
                if (step instanceof Call call && !functions.contains(call.function())) {
                    functions.add(call.function());
                }
            }
            out.writeInt(imports.size());
            out.writeInt(functions.size());
            for (Function each : functions) {
                indices.put(each, indices.size());
                out.writeUTF(each.module());
                out.writeUTF(each.name());
                out.writeUTF(each.params());
                out.writeUTF(each.result());
            }
            out.writeBoolean(memory != null);
            if (memory != null) {
                out.writeUTF(memory.module());
                out.writeUTF(memory.name());
                out.writeInt(memory.pages());
                out.writeInt(memory.max());
            }
            out.writeInt(steps.size());
            for (Step step : steps) {
                write(out, step, indices);
            }
        }
    }

    private static void write(DataOutputStream out, Step step, Map<Function, Integer> indices) throws IOException {
        if (step instanceof Write write) {
            out.writeByte('w');
            out.writeInt(write.address());
            out.writeInt(write.bytes().length);
            out.write(write.bytes());
        } else if (step instanceof Grow grow) {
            out.writeByte('g');
            out.writeInt(grow.pages());
        } else if (step instanceof Call call) {
            out.writeByte('c');
            write(out, call.function(), call.arguments(), indices);
        } else if (step instanceof HostCalled called) {
            out.writeByte('h');
            write(out, called.function(), called.arguments(), indices);
        } else if (step instanceof Return returned) {
            out.writeByte('r');
            out.writeLong(returned.result());
        } else if (step instanceof HostReturn returned) {
            out.writeByte('R');
            out.writeLong(returned.result());
        } else if (step instanceof MemoryState state) {
            out.writeByte('m');
            out.writeInt(state.pages());
            out.writeUTF(state.sha256());
        } else {
            out.writeByte(step instanceof Exit ? 'x' : 'X');
        }
    }

    private static void write(DataOutputStream out, Function function, long[] arguments, Map<Function, Integer> indices)
            throws IOException {
        out.writeInt(Objects.requireNonNull(indices.get(function)));
        for (long each : arguments) {
            out.writeLong(each);
        }
    }

    /** {@return the recording in a file that {@link #write} has written} */
    static Recording read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int imports = in.readInt();
            List<Function> functions = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                functions.add(new Function(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()));
            }
            ImportedMemory memory = in.readBoolean()
                    ? new ImportedMemory(in.readUTF(), in.readUTF(), in.readInt(), in.readInt())
                    : null;
            List<Step> steps = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                steps.add(step(in, functions));
            }
            return new Recording(functions.subList(0, imports), memory, steps);
        }
    }

    private static Step step(DataInputStream in, List<Function> functions) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 'w' -> {
                int address = in.readInt();
                yield new Write(address, in.readNBytes(in.readInt()));
            }
            case 'g' -> new Grow(in.readInt());
            case 'c', 'h' -> {
                Function function = functions.get(in.readInt());
                long[] arguments = new long[function.params().length()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = in.readLong();
                }
                yield kind == 'c' ? new Call(function, arguments) : new HostCalled(function, arguments);
            }
            case 'r' -> new Return(in.readLong());
            case 'R' -> new HostReturn(in.readLong());
            case 'm' -> new MemoryState(in.readInt(), in.readUTF());
            case 'x' -> new Exit();
            case 'X' -> new HostThrow();
            default -> throw new IOException("no step: " + kind);
        };
    }
}
