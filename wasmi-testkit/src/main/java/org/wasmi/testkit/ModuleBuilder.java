package org.wasmi.testkit;

import static org.wasmi.encoding.type.ExternKind.FUNC;
import static org.wasmi.encoding.type.ExternKind.GLOBAL;
import static org.wasmi.encoding.type.ExternKind.MEMORY;
import static org.wasmi.encoding.type.ExternKind.TABLE;
import static org.wasmi.encoding.type.ExternKind.TAG;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/**
 * Builds Wasm binaries for tests:
 *
 * <pre>{@code
 * byte[] wasm = new ModuleBuilder()
 *         .memory("memory", Limits.between(1, 2))
 *         .function("add", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.add"))
 *         .build();
 * }</pre>
 *
 * Each index space numbers its objects in the order in which they are added, imports first, as in the binary format.
 * Nothing is validated, so that invalid modules can be built, too. Not thread-safe. All methods that add something
 * return the builder itself. {@link #signature} describes the syntax of function signatures.
 */
public final class ModuleBuilder {
    private static final Pattern REF_TYPE = Pattern.compile("\\(ref (null )?(\\w+)\\)");

    private final Section typeSection = new Section(1);

    /** By index: the type, if it is a function type that is alone in its group and final. */
    private final List<Optional<FuncType>> types = new ArrayList<>();

    private final Map<ExternKind, Integer> counts = new EnumMap<>(ExternKind.class);
    private final Section imports = new Section(2);
    private final Section functions = new Section(3);
    private final Section tables = new Section(4);
    private final Section memories = new Section(5);
    private final Section globals = new Section(6);
    private final Section tags = new Section(13);
    private final Section exports = new Section(7);
    private OptionalInt start = OptionalInt.empty();
    private final Section elements = new Section(9);
    private final Section code = new Section(10);
    private final Section data = new Section(11);
    private final BinaryWriter custom = new BinaryWriter();
    private String moduleName = "";
    private final Map<Integer, String> functionNames = new TreeMap<>();

    /** Creates a builder of an empty module. */
    public ModuleBuilder() {
        for (ExternKind kind : ExternKind.values()) {
            counts.put(kind, 0);
        }
    }

    /** A section with a vector of entries. */
    private static final class Section {
        private final int id;
        private final BinaryWriter entries = new BinaryWriter();
        private int count;

        Section(int id) {
            this.id = id;
        }

        /** Counts one more entry, to be written to what is returned. */
        BinaryWriter next() {
            count++;
            return entries;
        }

        void writeTo(BinaryWriter module) {
            if (count > 0) {
                byte[] bytes =
                        new BinaryWriter().u(count).bytes(entries.toByteArray()).toByteArray();
                module.u8(id).sized(bytes);
            }
        }
    }

    /**
     * {@return the function type that a text denotes: the types of the parameters, {@code ->}, the types of the
     * results}
     *
     * @param text the text, such as {@code i32 i64 -> f32}, {@code (ref null 3) -> anyref} or {@code ->}
     * @throws IllegalArgumentException if the text is not a signature
     */
    public static FuncType signature(String text) {
        String[] sides = (" " + text + " ").split("->", -1);
        if (sides.length != 2) {
            throw new IllegalArgumentException("not a signature: " + text);
        }
        return new FuncType(valTypes(sides[0]), valTypes(sides[1]));
    }

    /** {@return the types of a text, in which spaces within parentheses separate nothing} */
    private static List<ValType> valTypes(String text) {
        List<ValType> list = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(text.charAt(start) == '(' ? ')' : ' ', start);
            end = end < 0 ? text.length() : text.charAt(end) == ')' ? end + 1 : end;
            if (end > start) {
                list.add(valType(text.substring(start, end)));
            }
            start = Math.max(end, start + 1);
        }
        return list;
    }

    /** The types that have names of one word. */
    private static final Map<String, ValType> NAMED = Stream.concat(
                    Stream.<ValType[]>of(NumType.values(), VecType.values()).flatMap(Arrays::stream),
                    Stream.of(AbstractHeapType.values()).map(each -> new RefType(true, each)))
            .collect(Collectors.toMap(ValType::toString, type -> type));

    private static ValType valType(String name) {
        return Optional.ofNullable(NAMED.get(name))
                .or(() -> refType(name))
                .orElseThrow(() -> new IllegalArgumentException("no value type is named '" + name + "'"));
    }

    private static Optional<ValType> refType(String text) {
        Matcher matcher = REF_TYPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean nullable = matcher.group(1) != null;
        String heap = matcher.group(2);
        if (Character.isDigit(heap.charAt(0))) {
            return Optional.of(new RefType(nullable, new TypeUse(Integer.parseInt(heap))));
        }
        return Stream.of(AbstractHeapType.values())
                .filter(each -> each.toString().equals(heap))
                .<ValType>map(each -> new RefType(nullable, each))
                .findFirst();
    }

    /** Adds a function type, even if there is an equal one. The other methods add the types that they need. */
    public ModuleBuilder type(FuncType type) {
        write(typeSection.next(), type);
        types.add(Optional.of(type));
        return this;
    }

    /** Adds a group of types, which may refer to each other by index. */
    public ModuleBuilder types(RecGroup group) {
        BinaryWriter out = typeSection.next().u8(0x4E).u(group.types().size());
        group.types().forEach(each -> {
            out.u8(each.isFinal() ? 0x4F : 0x50).u(each.supertype().isPresent() ? 1 : 0);
            each.supertype().ifPresent(use -> out.u(use.index()));
            write(out, each.composite());
            types.add(Optional.empty());
        });
        return this;
    }

    /** {@return the index of a function type, which is added if it is missing} */
    public int typeIndex(FuncType type) {
        int index = types.indexOf(Optional.of(type));
        if (index >= 0) {
            return index;
        }
        type(type);
        return types.size() - 1;
    }

    /** {@return the number of imports and definitions of a kind so far, which is the next index} */
    public int count(ExternKind kind) {
        return counts.getOrDefault(kind, 0);
    }

    private void added(ExternKind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /**
     * Imports a function.
     *
     * @throws IllegalStateException if functions are defined already
     */
    public ModuleBuilder importFunction(String module, String name, String signature) {
        return importFunction(module, name, typeIndex(signature(signature)));
    }

    /**
     * Imports a function of the type with an index.
     *
     * @throws IllegalStateException if functions are defined already
     */
    public ModuleBuilder importFunction(String module, String name, int type) {
        imported(FUNC, functions, module, name).u(type);
        return this;
    }

    /**
     * Imports a table.
     *
     * @throws IllegalStateException if tables are defined already
     */
    public ModuleBuilder importTable(String module, String name, TableType type) {
        write(imported(TABLE, tables, module, name), type);
        return this;
    }

    /**
     * Imports a memory.
     *
     * @throws IllegalStateException if memories are defined already
     */
    public ModuleBuilder importMemory(String module, String name, Limits limits) {
        return importMemory(module, name, new MemoryType(limits));
    }

    /** As {@link #importMemory(String, String, Limits)}, of any type. */
    public ModuleBuilder importMemory(String module, String name, MemoryType type) {
        write(imported(MEMORY, memories, module, name), type);
        return this;
    }

    /**
     * Imports a global.
     *
     * @throws IllegalStateException if globals are defined already
     */
    public ModuleBuilder importGlobal(String module, String name, GlobalType type) {
        write(imported(GLOBAL, globals, module, name), type);
        return this;
    }

    /**
     * Imports a tag.
     *
     * @param signature a signature without results, whose parameters are the types of the values that exceptions carry
     * @throws IllegalStateException if tags are defined already
     */
    public ModuleBuilder importTag(String module, String name, String signature) {
        return importTag(module, name, typeIndex(signature(signature)));
    }

    /**
     * Imports a tag of the type with an index.
     *
     * @throws IllegalStateException if tags are defined already
     */
    public ModuleBuilder importTag(String module, String name, int type) {
        imported(TAG, tags, module, name).u8(0).u(type);
        return this;
    }

    private BinaryWriter imported(ExternKind kind, Section definitions, String module, String name) {
        if (definitions.count > 0) {
            throw new IllegalStateException("an import after a definition would shift the indices");
        }
        added(kind);
        return imports.next().name(module).name(name).u8(code(kind));
    }

    /** Defines a function. */
    public ModuleBuilder function(String signature, Consumer<CodeBuilder> body) {
        return function(typeIndex(signature(signature)), body);
    }

    /** Defines a function of the type with an index. */
    public ModuleBuilder function(int type, Consumer<CodeBuilder> body) {
        functions.next().u(type);
        added(FUNC);
        CodeBuilder builder = new CodeBuilder(this);
        body.accept(builder);
        code.next().sized(builder.body());
        return this;
    }

    /** Defines a function, exported and named. */
    public ModuleBuilder function(String export, String signature, Consumer<CodeBuilder> body) {
        int index = count(FUNC);
        return function(signature, body).export(export, FUNC, index).functionName(index, export);
    }

    /** Defines a table. */
    public ModuleBuilder table(TableType type) {
        write(tables.next(), type);
        added(TABLE);
        return this;
    }

    /** Defines a table and exports it. */
    public ModuleBuilder table(String export, TableType type) {
        return table(type).export(export, TABLE, count(TABLE) - 1);
    }

    /** Defines a memory. */
    public ModuleBuilder memory(Limits limits) {
        return memory(new MemoryType(limits));
    }

    /** Defines a memory of any type. */
    public ModuleBuilder memory(MemoryType type) {
        write(memories.next(), type);
        added(MEMORY);
        return this;
    }

    /** Defines a memory and exports it. */
    public ModuleBuilder memory(String export, Limits limits) {
        return memory(export, new MemoryType(limits));
    }

    /** Defines a memory of any type and exports it. */
    public ModuleBuilder memory(String export, MemoryType type) {
        return memory(type).export(export, MEMORY, count(MEMORY) - 1);
    }

    /** Defines a tag; the parameters of the signature are the types of the values that exceptions carry. */
    public ModuleBuilder tag(String signature) {
        return tag(typeIndex(signature(signature)));
    }

    /** Defines a tag of the type with an index. */
    public ModuleBuilder tag(int type) {
        tags.next().u8(0).u(type);
        added(TAG);
        return this;
    }

    /** Defines a tag and exports it. */
    public ModuleBuilder tag(String export, String signature) {
        return tag(signature).export(export, TAG, count(TAG) - 1);
    }

    /** Defines a global. */
    public ModuleBuilder global(GlobalType type, Consumer<CodeBuilder> init) {
        write(globals.next(), type).bytes(expression(init));
        added(GLOBAL);
        return this;
    }

    /** Defines a global and exports it. */
    public ModuleBuilder global(String export, GlobalType type, Consumer<CodeBuilder> init) {
        return global(type, init).export(export, GLOBAL, count(GLOBAL) - 1);
    }

    /** Exports something by its index. */
    public ModuleBuilder export(String name, ExternKind kind, int index) {
        exports.next().name(name).u8(code(kind)).u(index);
        return this;
    }

    /** Sets the start function. */
    public ModuleBuilder start(int function) {
        start = OptionalInt.of(function);
        return this;
    }

    /** Adds an active element segment with functions for a table. */
    public ModuleBuilder elements(int table, Consumer<CodeBuilder> offset, int... functionIndices) {
        BinaryWriter out =
                elements.next().u(2).u(table).bytes(expression(offset)).u8(0);
        indices(out, functionIndices);
        return this;
    }

    /** Adds a passive element segment with functions. */
    public ModuleBuilder passiveElements(int... functionIndices) {
        indices(elements.next().u(1).u8(0), functionIndices);
        return this;
    }

    /** Adds a declarative element segment, which lets {@code ref.func} refer to functions. */
    public ModuleBuilder declareElements(int... functionIndices) {
        indices(elements.next().u(3).u8(0), functionIndices);
        return this;
    }

    private static void indices(BinaryWriter out, int... indices) {
        out.u(indices.length);
        for (int index : indices) {
            out.u(index);
        }
    }

    /** Adds a passive element segment of any type, with constant expressions. */
    public ModuleBuilder passiveElements(RefType type, List<Consumer<CodeBuilder>> items) {
        BinaryWriter out = elements.next().u(5);
        write(out, type).u(items.size());
        items.forEach(item -> out.bytes(expression(item)));
        return this;
    }

    /** Adds an active element segment of any type, with constant expressions. */
    public ModuleBuilder elements(
            int table, Consumer<CodeBuilder> offset, RefType type, List<Consumer<CodeBuilder>> items) {
        BinaryWriter out = elements.next().u(6).u(table).bytes(expression(offset));
        write(out, type).u(items.size());
        items.forEach(item -> out.bytes(expression(item)));
        return this;
    }

    /** Adds an active data segment. */
    public ModuleBuilder data(int memory, Consumer<CodeBuilder> offset, byte[] bytes) {
        data.next().u(2).u(memory).bytes(expression(offset)).sized(bytes);
        return this;
    }

    /** Adds a passive data segment. */
    public ModuleBuilder passiveData(byte[] bytes) {
        data.next().u(1).sized(bytes);
        return this;
    }

    /** Adds a custom section behind all others. */
    public ModuleBuilder custom(String name, byte[] bytes) {
        custom.u8(0).sized(new BinaryWriter().name(name).bytes(bytes).toByteArray());
        return this;
    }

    /** Names the module, in the name section. */
    public ModuleBuilder moduleName(String name) {
        moduleName = name;
        return this;
    }

    /** Names a function, in the name section. */
    public ModuleBuilder functionName(int index, String name) {
        functionNames.put(index, name);
        return this;
    }

    /** {@return the binary} */
    public byte[] build() {
        BinaryWriter out = new BinaryWriter().fixed(0x6D736100, 4).fixed(1, 4);
        for (Section section : List.of(typeSection, imports, functions, tables, memories, tags, globals, exports)) {
            section.writeTo(out);
        }
        if (start.isPresent()) {
            out.u8(8).sized(new BinaryWriter().u(start.getAsInt()).toByteArray());
        }
        elements.writeTo(out);
        if (data.count > 0) {
            out.u8(12).sized(new BinaryWriter().u(data.count).toByteArray());
        }
        code.writeTo(out);
        data.writeTo(out);
        writeNames(out);
        return out.bytes(custom.toByteArray()).toByteArray();
    }

    private void writeNames(BinaryWriter out) {
        if (moduleName.isEmpty() && functionNames.isEmpty()) {
            return;
        }
        BinaryWriter names = new BinaryWriter().name("name");
        if (!moduleName.isEmpty()) {
            names.u8(0).sized(new BinaryWriter().name(moduleName).toByteArray());
        }
        BinaryWriter ofFunctions = new BinaryWriter().u(functionNames.size());
        functionNames.forEach((index, name) -> ofFunctions.u(index).name(name));
        names.u8(1).sized(ofFunctions.toByteArray());
        out.u8(0).sized(names.toByteArray());
    }

    private byte[] expression(Consumer<CodeBuilder> body) {
        CodeBuilder builder = new CodeBuilder(this);
        body.accept(builder);
        return builder.expression();
    }

    private static void write(BinaryWriter out, CompositeType type) {
        if (type instanceof FuncType function) {
            out.u8(0x60).u(function.params().size());
            function.params().forEach(each -> write(out, each));
            out.u(function.results().size());
            function.results().forEach(each -> write(out, each));
        } else if (type instanceof StructType struct) {
            out.u8(0x5F).u(struct.fields().size());
            struct.fields().forEach(each -> write(out, each));
        } else if (type instanceof ArrayType array) {
            write(out.u8(0x5E), array.element());
        }
    }

    private static void write(BinaryWriter out, FieldType type) {
        if (type.storage() instanceof PackedType packed) {
            out.u8(packed.code());
        } else {
            write(out, type.storage().unpacked());
        }
        out.u8(type.mutable() ? 1 : 0);
    }

    private static void write(BinaryWriter out, TableType type) {
        Limits limits = type.limits();
        write(out, type.element())
                .u8((limits.max().isPresent() ? 1 : 0) | (type.address() == AddressType.I64 ? 4 : 0))
                .u(limits.min());
        limits.max().ifPresent(out::u);
    }

    private static void write(BinaryWriter out, MemoryType type) {
        Limits limits = type.limits();
        boolean bytePages = type.pageShift() == 0;
        out.u8((limits.max().isPresent() ? 1 : 0)
                        | (type.shared() ? 2 : 0)
                        | (type.address() == AddressType.I64 ? 4 : 0)
                        | (bytePages ? 8 : 0))
                .u(limits.min());
        limits.max().ifPresent(out::u);
        if (bytePages) {
            out.u(type.pageShift());
        }
    }

    private static BinaryWriter write(BinaryWriter out, GlobalType type) {
        return write(out, type.type()).u8(type.mutable() ? 1 : 0);
    }

    /** Writes a value type (Wasm specification, 5.3.5). */
    static BinaryWriter write(BinaryWriter out, ValType type) {
        if (type instanceof RefType reference) {
            return reference.nullable() && reference.heap() instanceof AbstractHeapType
                    ? write(out, reference.heap())
                    : write(out.u8(reference.nullable() ? 0x63 : 0x64), reference.heap());
        }
        return out.u8(
                switch (type.toString()) {
                    case "i32" -> 0x7F;
                    case "i64" -> 0x7E;
                    case "f32" -> 0x7D;
                    case "f64" -> 0x7C;
                    case "v128" -> 0x7B;
                    default -> throw new IllegalArgumentException("no code for " + type);
                });
    }

    /** Writes a heap type (Wasm specification, 5.3.3). */
    static BinaryWriter write(BinaryWriter out, HeapType type) {
        if (type instanceof AbstractHeapType general) {
            return out.u8(general.code());
        } else if (type instanceof TypeUse use) {
            return out.s(use.index());
        }
        throw new IllegalArgumentException("no code for " + type);
    }

    private static int code(ExternKind kind) {
        return switch (kind) {
            case FUNC -> 0;
            case TABLE -> 1;
            case MEMORY -> 2;
            case GLOBAL -> 3;
            case TAG -> 4;
        };
    }
}
