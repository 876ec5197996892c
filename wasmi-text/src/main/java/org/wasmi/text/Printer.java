package org.wasmi.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints a binary as text, section by section. */
final class Printer {
    private static final String[] HEAP_TYPES = new String[128];
    private static final String[] VALUE_TYPES = new String[128];

    /** In the place of the kind of an import: a group of imports. */
    private static final int GROUP = 0x7F;

    private static final String HEX = "0123456789abcdef";

    static {
        TypeParser.HEAP_TYPES.forEach((name, code) -> HEAP_TYPES[code] = name);
        TypeParser.REFERENCE_TYPES.forEach((name, code) -> VALUE_TYPES[code] = name);
        TypeParser.VALUE_TYPES.forEach((name, code) -> VALUE_TYPES[code] = name);
        TypeParser.PACKED_TYPES.forEach((name, code) -> VALUE_TYPES[code] = name);
    }

    private final Input input;
    final PrintOptions options;
    private final Appendable sink;
    final Names names = new Names();

    /** What is not with the sink yet. */
    final StringBuilder out = new StringBuilder();

    int level = 1;

    /** The types of parameters and results of a function type. */
    record Signature(List<String> params, List<String> results) {}

    private static final Signature NONE = new Signature(List.of(), List.of());

    /** By index, those of function types. */
    private final List<Signature> signatures = new ArrayList<>();

    /** By index, how many fields structure types have. */
    private final List<Integer> fields = new ArrayList<>();

    /** The types of the functions and tags, with the imported ones. */
    private final List<Integer> functionTypes = new ArrayList<>();

    private final List<Integer> tagTypes = new ArrayList<>();

    private int types;
    private int functions;
    private int tables;
    private int memories;
    private int globals;
    private int tags;
    private int elements;
    private int data;

    /** The types of the functions that have code, in order. */
    private final List<Integer> declared = new ArrayList<>();

    /** What has been printed of the place where a custom section would be by itself. */
    private String last = "first";

    Printer(byte[] module, PrintOptions options, Appendable sink) {
        input = new Input(module, 0, module.length);
        this.options = options;
        this.sink = sink;
    }

    private static final int FLUSH = 1 << 16;

    void flush(boolean all) throws IOException {
        if (all || out.length() > FLUSH) {
            sink.append(out);
            out.setLength(0);
        }
    }

    void print() throws IOException {
        if (input.fixed(4) != 0x6D73_6100L) {
            throw new BinaryException("magic header not detected", 0);
        } else if (input.fixed(4) != 1) {
            throw new BinaryException("unknown binary version", 4);
        }
        int sections = input.at;
        if (options.names()) {
            readNames();
        }
        input.at = sections;
        out.append("(module");
        if (names.module != null) {
            out.append(' ').append(names.module);
        }
        while (input.hasNext()) {
            int id = input.next();
            Input section = input.sized();
            section(id, section);
            if (section.hasNext()) {
                throw section.fail("section size mismatch");
            }
        }
        out.append(")\n");
        flush(true);
    }

    private void readNames() {
        while (input.hasNext()) {
            int id = input.next();
            Input section = input.sized();
            if (id == 0 && section.name().equals("name")) {
                names.read(section);
            }
        }
    }

    private void section(int id, Input in) throws IOException {
        switch (id) {
            case 0 -> custom(in);
            case 1 -> each(in, this::type);
            case 2 -> imports(in);
            case 3 -> each(in, this::declaration);
            case 4 -> each(in, this::table);
            case 5 -> each(in, this::memory);
            case 6 -> each(in, this::global);
            case 7 -> each(in, this::export);
            case 8 -> {
                field("start ", in.at);
                index(Names.FUNCTIONS, in.u32());
                out.append(')');
            }
            case 9 -> each(in, this::element);
            case 10 -> each(in, this::function);
            case 11 -> each(in, this::data);
            case 12 -> in.u32();
            case 13 -> each(in, this::tag);
            default -> throw new BinaryException("malformed section id " + id, in.at);
        }
        if (id != 0) {
            last = PLACES[id];
        }
    }

    private static final String[] PLACES = {
        "",
        "type",
        "import",
        "func",
        "table",
        "memory",
        "global",
        "export",
        "start",
        "elem",
        "code",
        "data",
        "datacount",
        "tag"
    };

    private interface Part {
        void print(Input in) throws IOException;
    }

    private void each(Input in, Part part) throws IOException {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            part.print(in);
            flush(false);
        }
    }

    void line(int offset) {
        out.append('\n');
        if (options.offsets()) {
            out.append("(;@").append(Integer.toHexString(offset)).append(";)");
        }
        out.append(" ".repeat(Math.min(level, 64) * options.indentation()));
        if (options.indentation() == 0 && options.offsets()) {
            out.append(' ');
        }
    }

    private void field(String start, int offset) {
        line(offset);
        out.append('(').append(start);
    }

    /** Prints the identifier of what is defined, or its index as a comment. */
    private void identifier(int kind, int index) {
        String name = names.of(kind, 0).get(index);
        if (name != null) {
            out.append(' ').append(name);
        } else {
            out.append(" (;").append(index).append(";)");
            String annotation = names.annotation(kind, index);
            if (annotation != null) {
                out.append(" (@name ").append(annotation).append(')');
            }
        }
    }

    void index(int kind, int index) {
        String name = names.of(kind, 0).get(index);
        if (name != null) {
            out.append(name);
        } else {
            out.append(Integer.toUnsignedString(index));
        }
    }

    // Types.

    /** {@return the function type with an index; without parameters and results if it is none} */
    Signature signature(int type) {
        return type >= 0 && type < signatures.size() ? signatures.get(type) : NONE;
    }

    Signature signatureOfFunction(int function) {
        return function >= 0 && function < functionTypes.size() ? signature(functionTypes.get(function)) : NONE;
    }

    Signature signatureOfTag(int tag) {
        return tag >= 0 && tag < tagTypes.size() ? signature(tagTypes.get(tag)) : NONE;
    }

    /** {@return how many fields the structure type with an index has; none if it is no such type} */
    int fields(int type) {
        return type >= 0 && type < fields.size() ? fields.get(type) : 0;
    }

    private void type(Input in) {
        int code = in.peek();
        if (code == 0x4E) {
            field("rec", in.at);
            in.next();
            int count = in.count();
            level++;
            for (int i = 0; i < count; i++) {
                definition(in);
            }
            level--;
            out.append(')');
        } else {
            definition(in);
        }
    }

    private void definition(Input in) {
        field("type", in.at);
        int index = types++;
        signatures.add(NONE);
        fields.add(0);
        identifier(Names.TYPES, index);
        out.append(' ');
        int code = in.peek();
        boolean sub = code == 0x50 || code == 0x4F;
        if (sub) {
            in.next();
            out.append(code == 0x50 ? "(sub" : "(sub final");
            int count = in.count();
            for (int i = 0; i < count; i++) {
                out.append(' ');
                index(Names.TYPES, in.u32());
            }
            out.append(' ');
        }
        for (int clause = in.peek(); clause == 0x4C || clause == 0x4D; clause = in.peek()) {
            in.next();
            out.append(clause == 0x4C ? "(describes " : "(descriptor ");
            index(Names.TYPES, in.u32());
            out.append(") ");
        }
        composite(in, index);
        out.append(sub ? "))" : ")");
    }

    private void composite(Input in, int index) {
        int code = in.next();
        switch (code) {
            case 0x60 -> {
                out.append("(func");
                List<String> params = types("param", in);
                signatures.set(index, new Signature(params, types("result", in)));
                out.append(')');
            }
            case 0x5F -> {
                out.append("(struct");
                int count = in.count();
                fields.set(index, count);
                Map<Integer, String> fieldNames = names.of(Names.FIELDS, index);
                for (int i = 0; i < count; i++) {
                    out.append(" (field ");
                    String name = fieldNames.get(i);
                    if (name != null) {
                        out.append(name).append(' ');
                    }
                    storage(in);
                    out.append(')');
                }
                out.append(')');
            }
            case 0x5E -> {
                out.append("(array ");
                storage(in);
                out.append(')');
            }
            default -> throw new BinaryException("malformed type " + code, in.at - 1);
        }
    }

    private void storage(Input in) {
        StringBuilder type = new StringBuilder();
        valueType(in, type);
        int mutable = in.next();
        if (mutable > 1) {
            throw new BinaryException("malformed mutability", in.at - 1);
        }
        out.append(mutable == 1 ? "(mut " + type + ")" : type);
    }

    private List<String> types(String kind, Input in) {
        int count = in.count();
        List<String> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder type = new StringBuilder();
            valueType(in, type);
            types.add(type.toString());
        }
        list(kind, types);
        return types;
    }

    private void list(String kind, List<String> types) {
        if (!types.isEmpty()) {
            out.append(" (")
                    .append(kind)
                    .append(' ')
                    .append(String.join(" ", types))
                    .append(')');
        }
    }

    void valueType(Input in, StringBuilder to) {
        int code = in.next();
        if (code == 0x63 || code == 0x64) {
            to.append(code == 0x63 ? "(ref null " : "(ref ");
            heapType(in, to);
            to.append(')');
        } else if (code < 128 && VALUE_TYPES[code] != null) {
            to.append(VALUE_TYPES[code]);
        } else {
            throw new BinaryException("malformed value type", in.at - 1);
        }
    }

    void heapType(Input in, StringBuilder to) {
        int at = in.at;
        int code = in.peek();
        if (code == 0x62) {
            in.next();
            to.append("(exact ").append(typeName(in.u32())).append(')');
        } else if (code >= 0 && code < 128 && HEAP_TYPES[code] != null) {
            in.next();
            to.append(HEAP_TYPES[code]);
        } else {
            long index = in.s(33);
            if (index < 0) {
                throw new BinaryException("malformed heap type", at);
            }
            to.append(typeName((int) index));
        }
    }

    String typeName(int index) {
        String name = names.of(Names.TYPES, 0).get(index);
        return name != null ? name : Integer.toUnsignedString(index);
    }

    /** Prints a type use of a type. */
    void use(int type) {
        out.append(" (type ").append(typeName(type)).append(')');
    }

    private void limits(Input in, int flags, int known) {
        if ((flags & ~known) != 0) {
            throw new BinaryException("malformed limits flags", in.at - 1);
        }
        out.append(' ').append(Long.toUnsignedString(in.u64()));
        if ((flags & 1) != 0) {
            out.append(' ').append(Long.toUnsignedString(in.u64()));
        }
    }

    private void memoryType(Input in) {
        int flags = in.next();
        out.append((flags & 4) != 0 ? " i64" : "");
        limits(in, flags, 15);
        out.append((flags & 2) != 0 ? " shared" : "");
        if ((flags & 8) != 0) {
            int shift = in.u32();
            if (shift < 0 || shift > 63) {
                throw new BinaryException("invalid custom page size", in.at - 1);
            }
            out.append(" (pagesize ").append(Long.toUnsignedString(1L << shift)).append(')');
        }
    }

    private void tableType(Input in) {
        StringBuilder type = new StringBuilder();
        valueType(in, type);
        int flags = in.next();
        out.append((flags & 4) != 0 ? " i64" : "");
        limits(in, flags, 5);
        out.append(' ').append(type);
    }

    private void globalType(Input in) {
        out.append(' ');
        storage(in);
    }

    // Fields.

    private void imports(Input in) throws IOException {
        int rest = in.count();
        while (rest > 0) {
            int offset = in.at;
            String module = string(in);
            String name = string(in);
            int kind = in.next();
            if (kind == GROUP && name.equals("\"\"")) {
                // Several imports of one module, as the proposal of compact import sections has them.
                for (int i = in.count(); i > 0; i--) {
                    int at = in.at;
                    String each = string(in);
                    imported(module, each, in.next(), at, in);
                    rest--;
                }
            } else {
                imported(module, name, kind, offset, in);
                rest--;
            }
            flush(false);
        }
    }

    private void imported(String module, String name, int kind, int offset, Input in) {
        field("import ", offset);
        out.append(module).append(' ').append(name);
        switch (kind) {
            case 0x00, 0x20 -> {
                out.append(" (func");
                identifier(Names.FUNCTIONS, functions++);
                out.append(kind == 0x20 ? " (exact" : "");
                int type = in.u32();
                functionTypes.add(type);
                use(type);
                out.append(kind == 0x20 ? ")" : "");
            }
            case 0x01 -> {
                out.append(" (table");
                identifier(Names.TABLES, tables++);
                tableType(in);
            }
            case 0x02 -> {
                out.append(" (memory");
                identifier(Names.MEMORIES, memories++);
                memoryType(in);
            }
            case 0x03 -> {
                out.append(" (global");
                identifier(Names.GLOBALS, globals++);
                globalType(in);
            }
            case 0x04 -> {
                out.append(" (tag");
                identifier(Names.TAGS, tags++);
                tagType(in);
            }
            default -> throw new BinaryException("malformed import kind", in.at - 1);
        }
        out.append("))");
    }

    private void tagType(Input in) {
        if (in.next() != 0) {
            throw new BinaryException("malformed tag attribute", in.at - 1);
        }
        int type = in.u32();
        tagTypes.add(type);
        use(type);
    }

    private void declaration(Input in) {
        int type = in.u32();
        declared.add(type);
        functionTypes.add(type);
    }

    private void table(Input in) throws IOException {
        field("table", in.at);
        identifier(Names.TABLES, tables++);
        boolean initialized = in.peek() == 0x40;
        if (initialized) {
            in.next();
            if (in.next() != 0) {
                throw new BinaryException("malformed table", in.at - 1);
            }
        }
        tableType(in);
        if (initialized) {
            constant(in);
        }
        out.append(')');
    }

    private void memory(Input in) {
        field("memory", in.at);
        identifier(Names.MEMORIES, memories++);
        memoryType(in);
        out.append(')');
    }

    private void tag(Input in) {
        field("tag", in.at);
        identifier(Names.TAGS, tags++);
        tagType(in);
        out.append(')');
    }

    private void global(Input in) throws IOException {
        field("global", in.at);
        identifier(Names.GLOBALS, globals++);
        globalType(in);
        constant(in);
        out.append(')');
    }

    private void export(Input in) {
        field("export ", in.at);
        out.append(string(in));
        int kind = in.next();
        if (kind > 4) {
            throw new BinaryException("malformed export kind", in.at - 1);
        }
        String[] kinds = {"func", "table", "memory", "global", "tag"};
        int[] spaces = {Names.FUNCTIONS, Names.TABLES, Names.MEMORIES, Names.GLOBALS, Names.TAGS};
        out.append(" (").append(kinds[kind]).append(' ');
        index(spaces[kind], in.u32());
        out.append("))");
    }

    private void constant(Input in) throws IOException {
        new InstructionPrinter(this, in, Map.of(), Map.of(), 0).constant();
    }

    private void element(Input in) throws IOException {
        field("elem", in.at);
        identifier(Names.ELEMENTS, elements++);
        int flags = in.u32();
        if (flags < 0 || flags > 7) {
            throw new BinaryException("malformed elements segment kind", in.at - 1);
        }
        boolean active = (flags & 1) == 0;
        boolean expressions = (flags & 4) != 0;
        if (active) {
            int table = (flags & 2) != 0 ? in.u32() : 0;
            if (table != 0) {
                out.append(" (table ");
                index(Names.TABLES, table);
                out.append(')');
            }
            out.append(" (offset");
            constant(in);
            out.append(')');
        } else if ((flags & 2) != 0) {
            out.append(" declare");
        }
        if ((flags & 3) == 0) {
            out.append(expressions ? " funcref" : " func");
        } else if (expressions) {
            out.append(' ');
            valueType(in, out);
        } else if (in.next() == 0) {
            out.append(" func");
        } else {
            throw new BinaryException("malformed element kind", in.at - 1);
        }
        int count = in.count();
        for (int i = 0; i < count; i++) {
            if (expressions) {
                out.append(" (item");
                constant(in);
                out.append(')');
            } else {
                out.append(' ');
                index(Names.FUNCTIONS, in.u32());
            }
        }
        out.append(')');
    }

    private void data(Input in) throws IOException {
        field("data", in.at);
        identifier(Names.DATA, data++);
        int flags = in.u32();
        if (flags < 0 || flags > 2) {
            throw new BinaryException("malformed data segment kind", in.at - 1);
        }
        int memory = flags == 2 ? in.u32() : 0;
        if (memory != 0) {
            out.append(" (memory ");
            index(Names.MEMORIES, memory);
            out.append(')');
        }
        if (flags != 1) {
            out.append(" (offset");
            constant(in);
            out.append(')');
        }
        out.append(' ');
        int size = in.count();
        int from = in.skip(size);
        quoted(in.bytes, from, from + size, out);
        out.append(')');
    }

    private int bodies;

    private void function(Input section) throws IOException {
        Input in = section.sized();
        field("func", in.at);
        int index = functions++;
        identifier(Names.FUNCTIONS, index);
        if (bodies >= declared.size()) {
            throw new BinaryException("function and code section have inconsistent lengths", in.at);
        }
        int type = declared.get(bodies++);
        use(type);
        Map<Integer, String> locals = names.of(Names.LOCALS, index);
        Signature signature = signature(type);
        params(signature, locals);
        level++;
        locals(in, signature.params.size(), locals);
        new InstructionPrinter(this, in, locals, names.of(Names.LABELS, index), signature.results.size()).body();
        level--;
        out.append(')');
    }

    /** Prints the parameters and results of a function if a parameter has a name. */
    private void params(Signature signature, Map<Integer, String> locals) {
        int count = signature.params.size();
        if (locals.keySet().stream().noneMatch(index -> index >= 0 && index < count)) {
            return;
        }
        for (int i = 0; i < count; i++) {
            String name = locals.get(i);
            out.append(" (param ")
                    .append(name == null ? "" : name + " ")
                    .append(signature.params.get(i))
                    .append(')');
        }
        list("result", signature.results);
    }

    private void locals(Input in, int params, Map<Integer, String> names) throws IOException {
        int runs = in.count();
        long index = params;
        for (int run = 0; run < runs; run++) {
            long count = Integer.toUnsignedLong(in.u32());
            if (count > 50_000) {
                throw in.fail("too many locals");
            }
            StringBuilder type = new StringBuilder();
            valueType(in, type);
            boolean named = false;
            for (long i = index; i < index + count; i++) {
                named |= names.containsKey((int) i);
            }
            if (named) {
                for (long i = index; i < index + count; i++) {
                    line(in.at);
                    out.append("(local ");
                    String name = names.get((int) i);
                    if (name != null) {
                        out.append(name).append(' ');
                    }
                    out.append(type).append(')');
                }
            } else if (count > 0) {
                line(in.at);
                out.append("(local");
                for (long i = 0; i < count; i++) {
                    out.append(' ').append(type);
                }
                out.append(')');
            }
            index += count;
            flush(false);
        }
    }

    // Custom sections.

    private void custom(Input in) {
        int start = in.at;
        int size = in.count();
        int from = in.skip(size);
        String name = Strings.decode(in.bytes, from, size);
        if (name == null) {
            throw new BinaryException("malformed UTF-8 encoding", from);
        }
        int content = in.skip(in.end - in.at);
        if (name.equals("name") && options.names()) {
            return;
        }
        field("@custom ", start);
        quoted(in.bytes, from, from + size, out);
        out.append(last.equals("first") ? " (before first) " : " (after " + last + ") ");
        quoted(in.bytes, content, in.end, out);
        out.append(')');
    }

    // Strings.

    /** {@return a name as a string of the text format} */
    private static String string(Input in) {
        int size = in.count();
        int from = in.skip(size);
        if (Strings.decode(in.bytes, from, size) == null) {
            throw new BinaryException("malformed UTF-8 encoding", from);
        }
        return quoted(in.bytes, from, from + size);
    }

    static String quoted(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        quoted(bytes, from, to, text);
        return text.toString();
    }

    private static void quoted(byte[] bytes, int from, int to, StringBuilder text) {
        text.append('"');
        for (int i = from; i < to; i++) {
            int c = bytes[i] & 0xFF;
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c >= ' ' && c < 127) {
                text.append((char) c);
            } else {
                text.append('\\').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        text.append('"');
    }
}
