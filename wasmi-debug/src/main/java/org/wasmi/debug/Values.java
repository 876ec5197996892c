package org.wasmi.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.source.GuestState;
import org.wasmi.encoding.source.SourceValue;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Memory;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.translate.Translator;
import org.wasmi.translate.WasmLocals;
import org.wasmi.translate.binary.ModuleLayout;

/** The values that frames, globals and memories of a program have, as text. To be used on the thread of the guest. */
final class Values {
    private static final int MOST_LOCALS = 10_000;
    private static final int LONGEST_READ = 1 << 20;
    private static final int LONGEST_EXPRESSION = 1_000;
    private static final Pattern FIRST = Pattern.compile("(\\*?)([\\p{L}_][\\p{L}\\p{N}_]*)");
    private static final Pattern PART = Pattern.compile("(?:\\.|->)([\\p{L}\\p{N}_]+)|\\[\\s*(\\d+)\\s*]");
    private static final Pattern MEMORY = Pattern.compile("mem(\\d*)\\s*\\[\\s*(\\w+)\\s+(.+)]");
    private static final Pattern SUM = Pattern.compile("(.+)([+-])\\s*([^+-]+)");

    /**
     * A value with its name.
     *
     * @param type the type, or nothing
     * @param address the address that it may be, for a view of the memory
     * @param source the value of the source that has parts of its own, or nothing
     */
    record Named(
            String name, String value, Optional<String> type, Optional<Long> address, Optional<SourceValue> source) {
        Named(String name, String value, Optional<String> type, Optional<Long> address) {
            this(name, value, type, address, Optional.empty());
        }

        static Named of(SourceValue value) {
            OptionalLong address = value.address();
            return new Named(
                    value.name(),
                    value.text(),
                    value.type(),
                    address.isPresent() ? Optional.of(address.getAsLong()) : Optional.empty(),
                    value.members().isEmpty() ? Optional.empty() : Optional.of(value));
        }
    }

    private final Program program;
    private final byte[] wasm;
    private final SortedMap<Integer, ModuleLayout.Body> bodies = new TreeMap<>();

    Values(byte[] wasm, Program program) {
        this.wasm = wasm;
        this.program = program;
        Translator.layout(wasm).bodies().forEach(each -> bodies.put(each.function(), each));
    }

    private boolean isOurs(GuestThread.Frame frame) {
        return frame.machine().functionAt(frame.number()).instance().program().equals(program);
    }

    private List<ValType> localTypes(int function) {
        List<ValType> types =
                new ArrayList<>(program.functionTypes().get(function).params());
        ModuleLayout.Body body = bodies.get(function);
        if (body != null) {
            for (WasmLocals each : WasmLocals.list(wasm, body)) {
                for (int i = 0; i < each.count() && types.size() < MOST_LOCALS; i++) {
                    types.add(each.type());
                }
            }
        }
        return types;
    }

    /** {@return the parameters and other locals of a frame; they have slots of their own in all code} */
    List<Named> locals(GuestThread.Frame frame) {
        List<Named> locals = new ArrayList<>();
        if (!isOurs(frame)) {
            return locals;
        }
        int function = frame.machine().functionAt(frame.number()).index();
        int slot = frame.machine().framePointerAt(frame.number());
        int index = 0;
        for (ValType each : localTypes(function)) {
            String name = program.names()
                    .local(function, index)
                    .map(text -> "$" + text)
                    .orElse("local " + index);
            locals.add(inSlot(name, each, frame, slot));
            slot += each.slots();
            index++;
        }
        return locals;
    }

    /**
     * {@return the variables of the source that are in scope in a frame}
     *
     * @param call which of the calls that were inlined there has them; their number for the function itself
     */
    List<SourceValue> variables(GuestThread.Frame frame, int call) {
        int offset = frame.code().code().sources().offsetAt(frame.position());
        return isOurs(frame) && offset >= 0 ? program.sourceVariables().at(offset, call, state(frame)) : List.of();
    }

    private GuestState state(GuestThread.Frame frame) {
        return new GuestState() {
            @Override
            public OptionalLong local(long index) {
                int function = frame.machine().functionAt(frame.number()).index();
                int slot = frame.machine().framePointerAt(frame.number());
                long left = index;
                for (ValType each : localTypes(function)) {
                    if (left-- == 0) {
                        return each instanceof NumType
                                ? OptionalLong.of(frame.machine().slots()[slot])
                                : OptionalLong.empty();
                    }
                    slot += each.slots();
                }
                return OptionalLong.empty();
            }

            @Override
            public OptionalLong global(long index) {
                List<ValType> types = globalTypes(program);
                return index >= 0 && index < types.size() && types.get((int) index) instanceof NumType
                        ? OptionalLong.of(StoreAccess.globalGet(instance(frame), (int) index))
                        : OptionalLong.empty();
            }

            @Override
            public byte[] memory(long address, int count) {
                return memoryOf(frame, 0)
                        .map(each -> bytes(each, address, count))
                        .orElse(new byte[0]);
            }
        };
    }

    private static InstanceState instance(GuestThread.Frame frame) {
        return frame.machine().functionAt(frame.number()).instance();
    }

    private static Named inSlot(String name, ValType type, GuestThread.Frame frame, int slot) {
        long[] slots = frame.machine().slots();
        long high = type.slots() > 1 ? slots[slot + 1] : 0;
        return named(name, type, slots[slot], high, frame.machine().references()[slot]);
    }

    private static Named named(String name, ValType type, long low, long high, @Nullable Object reference) {
        boolean isAddress = type == NumType.I32 || type == NumType.I64;
        long address = type == NumType.I32 ? low & 0xFFFF_FFFFL : low;
        return new Named(
                name,
                text(type, low, high, reference),
                Optional.of(type.toString()),
                isAddress ? Optional.of(address) : Optional.empty());
    }

    private static String text(ValType type, long low, long high, @Nullable Object reference) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> Integer.toString((int) low);
                case I64 -> Long.toString(low);
                case F32 -> Float.toString(Float.intBitsToFloat((int) low));
                case F64 -> Double.toString(Double.longBitsToDouble(low));
            };
        }
        if (type.slots() > 1) {
            return String.format("i64x2 0x%016x 0x%016x", low, high);
        }
        return String.valueOf(reference);
    }

    /** {@return the slots of a frame behind its locals, of which the types are not known} */
    List<Named> operands(GuestThread.Frame frame) {
        List<Named> operands = new ArrayList<>();
        int begin = frame.machine().framePointerAt(frame.number());
        int end = Math.min(
                begin + frame.code().code().frame().slots(), frame.machine().slots().length);
        for (int i = begin + frame.code().code().frame().locals(); i < end; i++) {
            long bits = frame.machine().slots()[i];
            Object reference = frame.machine().references()[i];
            String text = "i32 " + (int) bits + ", i64 " + bits + ", f32 " + Float.intBitsToFloat((int) bits) + ", f64 "
                    + Double.longBitsToDouble(bits) + (reference == null ? "" : ", " + reference);
            operands.add(new Named("s" + (i - begin), text, Optional.empty(), Optional.of(bits & 0xFFFF_FFFFL)));
        }
        return operands;
    }

    /** {@return the globals that a frame's instance sees} */
    List<Named> globals(GuestThread.Frame frame) {
        List<Named> globals = new ArrayList<>();
        InstanceState instance = instance(frame);
        List<ValType> types = globalTypes(instance.program());
        for (int i = 0; i < types.size(); i++) {
            ValType type = types.get(i);
            boolean isReference = !(type instanceof NumType) && type.slots() == 1;
            globals.add(named(
                    globalName(instance.program(), i),
                    type,
                    isReference ? 0 : StoreAccess.globalGet(instance, i),
                    type.slots() > 1 ? StoreAccess.globalGetHigh(instance, i) : 0,
                    isReference ? StoreAccess.globalGetRef(instance, i) : null));
        }
        return globals;
    }

    private static List<ValType> globalTypes(Program program) {
        List<ValType> types = new ArrayList<>();
        for (Import each : program.imports()) {
            if (each.type() instanceof GlobalType global) {
                types.add(global.type());
            }
        }
        for (GlobalDef each : program.globals()) {
            types.add(each.type().type());
        }
        return types;
    }

    private static String globalName(Program program, int index) {
        return program.exports().stream()
                .filter(each -> each.kind() == ExternKind.GLOBAL && each.index() == index)
                .map(Export::name)
                .findFirst()
                .orElse("global " + index);
    }

    /** {@return bytes of a memory; fewer where it ends} */
    static byte[] read(GuestThread.Frame frame, int memory, long address, int count) {
        return memoryOf(frame, memory)
                .map(each -> bytes(each, address, count))
                .orElseThrow(() -> new IllegalStateException("there is no memory " + memory));
    }

    private static byte[] bytes(Memory memory, long address, int count) {
        long there = address < 0 ? 0 : Math.max(0, memory.size() - address);
        return there == 0 ? new byte[0] : memory.getBytes(address, Math.min(Math.min(count, LONGEST_READ), there));
    }

    private static Optional<Memory> memoryOf(GuestThread.Frame frame, int memory) {
        InstanceState instance = instance(frame);
        int count = instance.program().importCount(ExternKind.MEMORY)
                + instance.program().memories().size();
        return memory >= 0 && memory < count && StoreAccess.memoryAt(instance, memory) instanceof Memory found
                ? Optional.of(found)
                : Optional.empty();
    }

    /**
     * {@return what an expression comes to: a variable of the source or a part of it, a local, a slot, a global, a
     * number, or {@code mem[TYPE ADDRESS]}}
     *
     * @param call as for {@link #variables}
     * @throws IllegalStateException if it is none
     */
    Named evaluate(GuestThread.Frame frame, int call, String expression) {
        if (expression.length() > LONGEST_EXPRESSION) {
            throw new IllegalStateException("an expression longer than " + LONGEST_EXPRESSION + " characters");
        }
        String text = expression.strip();
        Optional<SourceValue> variable = variable(frame, call, text);
        if (variable.isPresent()) {
            return Named.of(variable.get());
        }
        Matcher memory = MEMORY.matcher(text);
        if (memory.matches()) {
            int index = memory.group(1).isEmpty() ? 0 : Integer.parseInt(memory.group(1));
            return load(frame, index, memory.group(2), address(frame, call, memory.group(3)), text);
        }
        List<Named> known = new ArrayList<>(locals(frame));
        known.addAll(globals(frame));
        known.addAll(operands(frame));
        for (Named each : known) {
            if (each.name().equals(text) || each.name().equals("$" + text)) {
                return each;
            }
        }
        if (text.matches("local \\d+")) {
            int index = Integer.parseInt(text.substring("local ".length()));
            List<Named> locals = locals(frame);
            if (index < locals.size()) {
                return locals.get(index);
            }
        }
        throw new IllegalStateException(
                "nothing is called " + text + "; a local, a slot such as s3, a global, or mem[i32 ADDRESS]");
    }

    /** {@return a variable of the source, or what a path such as {@code list->items[3].x} from it leads to} */
    private Optional<SourceValue> variable(GuestThread.Frame frame, int call, String path) {
        Matcher first = FIRST.matcher(path);
        if (!first.lookingAt()) {
            return Optional.empty();
        }
        Optional<SourceValue> value = last(variables(frame, call), first.group(2));
        Matcher part = PART.matcher(path).region(first.end(), path.length());
        int end = first.end();
        while (value.isPresent() && part.lookingAt()) {
            String name = part.group(1) != null ? part.group(1) : "[" + part.group(2) + "]";
            value = last(value.get().members(), name);
            end = part.end();
            part.region(end, path.length());
        }
        if (end < path.length()) {
            return Optional.empty();
        }
        return first.group(1).isEmpty() ? value : value.flatMap(each -> last(each.members(), "*" + each.name()));
    }

    /** {@return the last of some values with a name: the one of the innermost block} */
    private static Optional<SourceValue> last(List<SourceValue> values, String name) {
        return values.stream().filter(each -> each.name().equals(name)).reduce((one, other) -> other);
    }

    private long address(GuestThread.Frame frame, int call, String expression) {
        String text = expression.strip();
        Matcher sum = SUM.matcher(text);
        if (sum.matches()) {
            long first = address(frame, call, sum.group(1));
            long second = address(frame, call, sum.group(3));
            return sum.group(2).equals("+") ? first + second : first - second;
        }
        if (text.matches("(0x[0-9a-fA-F]{1,15}|\\d{1,18})")) {
            return Long.decode(text.startsWith("0x") ? text : text.replaceFirst("^0+(?=\\d)", ""));
        }
        return evaluate(frame, call, text)
                .address()
                .orElseThrow(() -> new IllegalStateException(text + " is no address"));
    }

    private static Named load(GuestThread.Frame frame, int memory, String type, long address, String name) {
        int size =
                switch (type) {
                    case "i8", "u8" -> 1;
                    case "i16", "u16" -> 2;
                    case "i32", "u32", "f32" -> 4;
                    case "i64", "f64" -> 8;
                    default ->
                        throw new IllegalStateException(
                                type + " is no type: i8, u8, i16, u16, i32, u32, i64, f32, f64");
                };
        byte[] bytes = read(frame, memory, address, size);
        if (bytes.length < size) {
            throw new IllegalStateException("beyond the end of the memory");
        }
        long bits = 0;
        for (int i = size - 1; i >= 0; i--) {
            bits = (bits << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        String value =
                switch (type) {
                    case "i8" -> Byte.toString((byte) bits);
                    case "i16" -> Short.toString((short) bits);
                    case "i32" -> Integer.toString((int) bits);
                    case "f32" -> Float.toString(Float.intBitsToFloat((int) bits));
                    case "f64" -> Double.toString(Double.longBitsToDouble(bits));
                    default -> Long.toString(bits);
                };
        return new Named(name, value, Optional.of(type), Optional.of(address));
    }
}
