package org.wasmi.encoding.program;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.wasmi.encoding.error.SourceLines;
import org.wasmi.encoding.internal.dwarf.DwarfLines;
import org.wasmi.encoding.internal.dwarf.DwarfVariables;
import org.wasmi.encoding.source.SourceVariables;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.Types;

/**
 * A module after translation: everything that instantiation needs, and for each function the {@link FunctionBody} that
 * provides its code. Translators create programs and executors run them; a program depends on neither. Immutable and
 * safe to share between threads.
 *
 * <p>In each index space the imports come first, in order, then the program's own definitions (Wasm specification,
 * 2.5.1).
 */
public final class Program {
    private final Types types;
    private final List<Import> imports;
    private final List<FuncType> functionTypes;
    private final int[] functionTypeIndices;
    private final List<Function> functions;
    private final List<TableDef> tables;
    private final List<MemoryType> memories;
    private final List<GlobalDef> globals;
    private final int[] tagTypeIndices;
    private final List<Export> exports;
    private final OptionalInt start;
    private final List<ElementSegment> elements;
    private final List<DataSegment> data;
    private final List<CustomSection> customSections;
    private final Names names;
    private final OptionalInt codeOffset;
    private final SourceLines sourceLines;
    private final SourceVariables sourceVariables;
    private final boolean metered;
    private final Optional<Supplier<String>> digest;

    private Program(Builder builder) {
        functionTypeIndices = builder.typeIndices(FuncType.class, builder.functionTypes());
        tagTypeIndices = builder.typeIndices(TagType.class, builder.tags);
        types = builder.types();
        imports = List.copyOf(builder.imports);
        functions = List.copyOf(builder.functions);
        tables = List.copyOf(builder.tables);
        memories = List.copyOf(builder.memories);
        globals = List.copyOf(builder.globals);
        exports = List.copyOf(builder.exports);
        start = builder.start;
        elements = List.copyOf(builder.elements);
        data = List.copyOf(builder.data);
        customSections = List.copyOf(builder.customSections);
        names = builder.names;
        codeOffset = builder.codeOffset;
        Map<String, ByteBuffer> sections = sections(customSections);
        sourceLines = codeOffset.isPresent() ? DwarfLines.of(sections, codeOffset.getAsInt()) : SourceLines.NONE;
        sourceVariables =
                codeOffset.isPresent() ? DwarfVariables.of(sections, codeOffset.getAsInt()) : SourceVariables.NONE;
        metered = builder.metered;
        digest = builder.digest;
        functionTypes =
                Arrays.stream(functionTypeIndices).mapToObj(types::function).toList();
        for (int each : tagTypeIndices) {
            types.function(each);
        }
    }

    private static Map<String, ByteBuffer> sections(List<CustomSection> customSections) {
        Map<String, ByteBuffer> sections = new HashMap<>();
        for (CustomSection each : customSections) {
            sections.putIfAbsent(each.name(), each.contents().asByteBuffer());
        }
        return sections;
    }

    /** {@return an empty builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the types, as declared; types of imported functions that are not declared come last} */
    public Types types() {
        return types;
    }

    /** {@return the imports, in order} */
    public List<Import> imports() {
        return imports;
    }

    /** {@return the number of imports of a kind, which is the index of the first definition of that kind} */
    public int importCount(ExternKind kind) {
        int count = 0;
        for (Import each : imports) {
            if (each.type().kind() == kind) {
                count++;
            }
        }
        return count;
    }

    /**
     * {@return what identifies the code: programs with the same digest have the same code} It is the SHA-256 of the
     * binary, and of the options that change the code, in hexadecimal digits. A program that was not made of a binary
     * has none. Takes time in proportion to the binary.
     */
    public Optional<String> digest() {
        return digest.map(Supplier::get);
    }

    /** {@return the functions that the program defines} */
    public List<Function> functions() {
        return functions;
    }

    /** {@return the types of all functions, imported ones first} */
    public List<FuncType> functionTypes() {
        return functionTypes;
    }

    /** {@return the index of the type of a function, by its index in the function index space} */
    public int functionTypeIndex(int function) {
        return functionTypeIndices[function];
    }

    /** {@return the tables that the program defines} */
    public List<TableDef> tables() {
        return tables;
    }

    /** {@return the memories that the program defines} */
    public List<MemoryType> memories() {
        return memories;
    }

    /** {@return the globals that the program defines} */
    public List<GlobalDef> globals() {
        return globals;
    }

    /** {@return the number of tags, imported ones included} */
    public int tagCount() {
        return tagTypeIndices.length;
    }

    /** {@return the index of the type of a tag, by its index in the tag index space} */
    public int tagTypeIndex(int tag) {
        return tagTypeIndices[tag];
    }

    /** {@return the exports, in order} */
    public List<Export> exports() {
        return exports;
    }

    /** {@return the index of the function that runs at the end of instantiation, if there is one} */
    public OptionalInt start() {
        return start;
    }

    /** {@return the element segments} */
    public List<ElementSegment> elements() {
        return elements;
    }

    /** {@return the data segments} */
    public List<DataSegment> data() {
        return data;
    }

    /** {@return the custom sections, in order} */
    public List<CustomSection> customSections() {
        return customSections;
    }

    /** {@return the names of the program, its functions and their locals} */
    public Names names() {
        return names;
    }

    /**
     * {@return the position in the binary, in bytes, from which debugging information counts, if it is known: the start
     * of the code section's contents}
     */
    public OptionalInt codeOffset() {
        return codeOffset;
    }

    /**
     * {@return the source lines of the code, as far as the custom sections have them} They are read from DWARF 2 to 5:
     * lines from {@code .debug_line}, inlined calls from {@code .debug_info}, and the sections that these refer to.
     */
    public SourceLines sourceLines() {
        return sourceLines;
    }

    /**
     * {@return the variables of the source, as far as the custom sections have them} They are read from DWARF 2 to 5:
     * {@code .debug_info} and the sections that it refers to.
     */
    public SourceVariables sourceVariables() {
        return sourceVariables;
    }

    /**
     * {@return whether the code is metered, so that a store can limit its fuel and interrupt it}
     */
    public boolean isMetered() {
        return metered;
    }

    /** Collects the parts of one program. Not thread-safe. */
    public static final class Builder {
        private static final int PLAIN = -1;

        private final Types.Builder types = Types.builder();
        private final List<Import> imports = new ArrayList<>();

        /** By import: the index of its type if it is a function or tag, or {@link #PLAIN}. */
        private final List<Integer> importedTypes = new ArrayList<>();

        private final List<Function> functions = new ArrayList<>();
        private final List<TableDef> tables = new ArrayList<>();
        private final List<MemoryType> memories = new ArrayList<>();
        private final List<GlobalDef> globals = new ArrayList<>();
        private final List<Integer> tags = new ArrayList<>();
        private final List<Export> exports = new ArrayList<>();
        private OptionalInt start = OptionalInt.empty();
        private final List<ElementSegment> elements = new ArrayList<>();
        private final List<DataSegment> data = new ArrayList<>();
        private final List<CustomSection> customSections = new ArrayList<>();
        private Names names = Names.NONE;
        private OptionalInt codeOffset = OptionalInt.empty();
        private boolean metered;
        private Optional<Supplier<String>> digest = Optional.empty();

        private Builder() {}

        /** Adds a type, alone in its group, final and without a supertype. */
        public Builder type(CompositeType type) {
            types.add(type);
            return this;
        }

        /**
         * Adds a group of types.
         *
         * @throws IllegalArgumentException if the group is not valid
         */
        public Builder types(RecGroup group) {
            types.add(group);
            return this;
        }

        /** {@return the types added so far} */
        public Types types() {
            return types.build();
        }

        /**
         * Adds an import. The type of a function or tag is final and has no supertype; it is added if it is missing.
         */
        public Builder imports(Import added) {
            imports.add(added);
            importedTypes.add(PLAIN);
            return this;
        }

        /**
         * Adds an import of a function.
         *
         * @param module the first half of the two-level name
         * @param name the second half of the two-level name
         * @param typeIndex the index of its type, which has been added
         * @throws IllegalArgumentException if that is no function type
         */
        public Builder importFunction(String module, String name, int typeIndex) {
            imports.add(new Import(module, name, types.build().function(typeIndex)));
            importedTypes.add(typeIndex);
            return this;
        }

        /**
         * Adds an import of a tag.
         *
         * @param module the first half of the two-level name
         * @param name the second half of the two-level name
         * @param typeIndex the index of its type, which has been added
         * @throws IllegalArgumentException if that is no function type
         */
        public Builder importTag(String module, String name, int typeIndex) {
            imports.add(new Import(module, name, new TagType(types.build().function(typeIndex))));
            importedTypes.add(typeIndex);
            return this;
        }

        /** Adds a function. */
        public Builder function(Function function) {
            functions.add(function);
            return this;
        }

        /** Adds a table. */
        public Builder table(TableDef table) {
            tables.add(table);
            return this;
        }

        /** Adds a memory. */
        public Builder memory(MemoryType memory) {
            memories.add(memory);
            return this;
        }

        /** Adds a global. */
        public Builder global(GlobalDef global) {
            globals.add(global);
            return this;
        }

        /** Adds a tag, by the index of its type. */
        public Builder tag(int typeIndex) {
            tags.add(typeIndex);
            return this;
        }

        /** Adds an export. */
        public Builder export(Export export) {
            exports.add(export);
            return this;
        }

        /** Sets the start function. */
        public Builder start(int functionIndex) {
            start = OptionalInt.of(functionIndex);
            return this;
        }

        /** Adds an element segment. */
        public Builder element(ElementSegment segment) {
            elements.add(segment);
            return this;
        }

        /** Adds a data segment. */
        public Builder data(DataSegment segment) {
            data.add(segment);
            return this;
        }

        /** Adds a custom section. */
        public Builder customSection(CustomSection section) {
            customSections.add(section);
            return this;
        }

        /** Sets the names. */
        public Builder names(Names value) {
            names = value;
            return this;
        }

        /** Sets the position of the code section's contents in the binary. */
        public Builder codeOffset(int value) {
            codeOffset = OptionalInt.of(value);
            return this;
        }

        /** Sets whether the code is metered. */
        public Builder metered(boolean value) {
            metered = value;
            return this;
        }

        /**
         * Sets how the digest is found when it is asked for.
         *
         * @param value called at each request; thread-safe
         */
        public Builder digest(Supplier<String> value) {
            digest = Optional.of(value);
            return this;
        }

        /**
         * {@return the program}
         *
         * @throws IndexOutOfBoundsException if the type of a function or tag does not exist
         * @throws IllegalArgumentException if it is no function type
         */
        public Program build() {
            return new Program(this);
        }

        private List<Integer> functionTypes() {
            return functions.stream().map(Function::typeIndex).toList();
        }

        /**
         * {@return the indices of the types of all functions, or of all tags, once those of imported ones are there}
         *
         * @param kind what imports of them are
         * @param defined the types of those that the program defines
         */
        private int[] typeIndices(Class<? extends ExternType> kind, List<Integer> defined) {
            List<Integer> indices = new ArrayList<>();
            Optional<Map<FuncType, Integer>> plain = Optional.empty();
            for (int i = 0; i < imports.size(); i++) {
                ExternType type = imports.get(i).type();
                if (kind.isInstance(type)) {
                    int index = importedTypes.get(i);
                    if (index == PLAIN) {
                        plain = plain.or(() -> Optional.of(plainTypes()));
                        FuncType function = type instanceof TagType tag ? tag.type() : (FuncType) type;
                        index = plain.get().computeIfAbsent(function, this::addType);
                    }
                    indices.add(index);
                }
            }
            indices.addAll(defined);
            return indices.stream().mapToInt(Integer::intValue).toArray();
        }

        private int addType(FuncType type) {
            types.add(type);
            return types.size() - 1;
        }

        private Map<FuncType, Integer> plainTypes() {
            Types known = types.build();
            Map<FuncType, Integer> plain = new HashMap<>();
            for (int i = 0; i < known.size(); i++) {
                if (known.isFunction(i) && known.isPlain(i)) {
                    plain.putIfAbsent(known.function(i), i);
                }
            }
            return plain;
        }
    }
}
