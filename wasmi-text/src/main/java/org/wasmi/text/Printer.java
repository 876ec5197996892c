package org.wasmi.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints a binary as text, section by section; the instructions flat, one a line. */
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
    private final PrintOptions options;
    private final Appendable sink;
    private final Names names = new Names();

    /** What is not with the sink yet. */
    private final StringBuilder out = new StringBuilder();

    private int level = 1;

    /** The types of parameters and results. */
    private record Signature(List<String> params, List<String> results) {}

    private static final Signature NONE = new Signature(List.of(), List.of());

    /** By index, those of function types. */
    private final List<Signature> signatures = new ArrayList<>();

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

    private void flush(boolean all) throws IOException {
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
            case 3 -> each(in, part -> declared.add(part.u32()));
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

    private void line(int offset) {
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

    private void index(int kind, int index) {
        String name = names.of(kind, 0).get(index);
        if (name != null) {
            out.append(name);
        } else {
            out.append(Integer.toUnsignedString(index));
        }
    }

    // Types.

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
                Map<Integer, String> fields = names.of(Names.FIELDS, index);
                for (int i = 0; i < count; i++) {
                    out.append(" (field ");
                    String name = fields.get(i);
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

    private void valueType(Input in, StringBuilder to) {
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

    private void heapType(Input in, StringBuilder to) {
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

    private String typeName(int index) {
        String name = names.of(Names.TYPES, 0).get(index);
        return name != null ? name : Integer.toUnsignedString(index);
    }

    /** Prints a type use of a type. */
    private void use(int type) {
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
                use(in.u32());
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
                attribute(in);
                use(in.u32());
            }
            default -> throw new BinaryException("malformed import kind", in.at - 1);
        }
        out.append("))");
    }

    private static void attribute(Input in) {
        if (in.next() != 0) {
            throw new BinaryException("malformed tag attribute", in.at - 1);
        }
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
        attribute(in);
        use(in.u32());
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
        new InstructionPrinter(in, Map.of(), Map.of()).constant();
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
        Signature signature = type >= 0 && type < signatures.size() ? signatures.get(type) : NONE;
        params(signature, locals);
        level++;
        locals(in, signature.params.size(), locals);
        new InstructionPrinter(in, locals, names.of(Names.LABELS, index)).body();
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

    /** Prints the instructions of a function or of a constant expression. */
    private final class InstructionPrinter {
        private final Input in;
        private final Map<Integer, String> locals;
        private final Map<Integer, String> labels;
        private final List<@Nullable String> open = new ArrayList<>();
        private int label;

        InstructionPrinter(Input in, Map<Integer, String> locals, Map<Integer, String> labels) {
            this.in = in;
            this.locals = locals;
            this.labels = labels;
        }

        void constant() throws IOException {
            while (true) {
                Operator operator = operator();
                if (operator.is("end") && open.isEmpty()) {
                    return;
                }
                out.append(' ');
                instruction(operator);
            }
        }

        void body() throws IOException {
            int outside = level;
            while (true) {
                int offset = in.at;
                Operator operator = operator();
                boolean isStructure = operator.immediates() == Immediate.STRUCTURE;
                if (isStructure && open.isEmpty()) {
                    if (!operator.is("end") || in.hasNext()) {
                        throw new BinaryException("unexpected " + operator.name(), offset);
                    }
                    return;
                }
                level = outside + open.size() - (isStructure ? 1 : 0);
                line(offset);
                instruction(operator);
                level = outside;
                flush(false);
            }
        }

        private Operator operator() {
            int at = in.at;
            int first = in.next();
            Operator operator;
            if (first >= 0xFB && first <= 0xFE) {
                int code = in.u32();
                operator = Operators.coded(first, code);
                // Nullable casts have an opcode of their own.
                if (operator == null && code > 0) {
                    Operator before = Operators.coded(first, code - 1);
                    operator = before != null && before.immediates() == Immediate.REF_TYPE ? before.nullable() : null;
                }
            } else {
                operator = first == 0x1C ? Operators.coded(0, 0x1B) : Operators.coded(0, first);
                if (first == 0x1C && operator != null) {
                    operator = operator.nullable();
                }
            }
            if (operator == null) {
                throw new BinaryException("illegal opcode", at);
            }
            return operator;
        }

        private void instruction(Operator operator) {
            out.append(operator.name());
            switch (operator.immediates()) {
                case NONE -> {}
                case STRUCTURE -> structure(operator);
                case BLOCK -> {
                    String name = nextLabel();
                    blockType();
                    open.add(name);
                }
                case TRY_TABLE -> {
                    String name = nextLabel();
                    blockType();
                    catches();
                    open.add(name);
                }
                case LABEL -> label();
                case LABELS -> {
                    int count = in.count();
                    for (int i = 0; i <= count; i++) {
                        label();
                    }
                }
                case FUNC -> spaced(Names.FUNCTIONS);
                case CALL_INDIRECT -> {
                    int type = in.u32();
                    int table = in.u32();
                    if (table != 0) {
                        out.append(' ');
                        index(Names.TABLES, table);
                    }
                    use(type);
                }
                case SELECT -> {
                    if (operator.isNullable()) {
                        int count = in.count();
                        out.append(" (result");
                        for (int i = 0; i < count; i++) {
                            out.append(' ');
                            valueType(in, out);
                        }
                        out.append(')');
                    }
                }
                case LOCAL -> {
                    int local = in.u32();
                    String name = locals.get(local);
                    out.append(' ').append(name != null ? name : Integer.toUnsignedString(local));
                }
                case GLOBAL -> spaced(Names.GLOBALS);
                case TABLE -> optional(Names.TABLES);
                case MEMORY -> optional(Names.MEMORIES);
                case TAG -> spaced(Names.TAGS);
                case ELEM -> spaced(Names.ELEMENTS);
                case DATA -> spaced(Names.DATA);
                case TYPE -> spaced(Names.TYPES);
                case TYPE_FIELD -> {
                    int type = in.u32();
                    out.append(' ').append(typeName(type)).append(' ');
                    int field = in.u32();
                    String name = names.of(Names.FIELDS, type).get(field);
                    out.append(name != null ? name : Integer.toUnsignedString(field));
                }
                case TYPE_COUNT -> {
                    spaced(Names.TYPES);
                    out.append(' ').append(Integer.toUnsignedString(in.u32()));
                }
                case TYPE_DATA -> {
                    spaced(Names.TYPES);
                    spaced(Names.DATA);
                }
                case TYPE_ELEM -> {
                    spaced(Names.TYPES);
                    spaced(Names.ELEMENTS);
                }
                case TYPE_TYPE -> {
                    spaced(Names.TYPES);
                    spaced(Names.TYPES);
                }
                case DATA_MEMORY -> swapped(Names.DATA, Names.MEMORIES);
                case ELEM_TABLE -> swapped(Names.ELEMENTS, Names.TABLES);
                case MEMORY_MEMORY -> pair(Names.MEMORIES);
                case TABLE_TABLE -> pair(Names.TABLES);
                case MEMARG -> memarg(operator);
                case MEMARG_LANE -> {
                    memarg(operator);
                    out.append(' ').append(in.next());
                }
                case LANE -> out.append(' ').append(in.next());
                case LANES -> {
                    for (int i = 0; i < 16; i++) {
                        out.append(' ').append(in.next());
                    }
                }
                case I32 -> out.append(' ').append((int) in.s(32));
                case I64 -> out.append(' ').append(in.s(64));
                case F32 -> out.append(' ').append(f32((int) in.fixed(4)));
                case F64 -> out.append(' ').append(f64(in.fixed(8)));
                case V128 -> {
                    out.append(" i32x4");
                    for (int i = 0; i < 4; i++) {
                        out.append(" 0x").append(Integer.toHexString((int) in.fixed(4)));
                    }
                }
                case HEAP_TYPE -> {
                    out.append(' ');
                    heapType(in, out);
                }
                case REF_TYPE -> {
                    out.append(operator.isNullable() ? " (ref null " : " (ref ");
                    heapType(in, out);
                    out.append(')');
                }
                case CAST -> {
                    int flags = in.next();
                    label();
                    out.append((flags & 1) != 0 ? " (ref null " : " (ref ");
                    heapType(in, out);
                    out.append((flags & 2) != 0 ? ") (ref null " : ") (ref ");
                    heapType(in, out);
                    out.append(')');
                }
                case FENCE -> in.next();
            }
        }

        private void structure(Operator operator) {
            switch (operator.name()) {
                case "end", "delegate" -> {
                    if (open.isEmpty()) {
                        throw in.fail("unexpected " + operator.name());
                    }
                    open.remove(open.size() - 1);
                    if (operator.is("delegate")) {
                        label();
                    }
                }
                case "catch" -> spaced(Names.TAGS);
                default -> {}
            }
        }

        private @Nullable String nextLabel() {
            String name = labels.get(label++);
            if (name != null) {
                out.append(' ').append(name);
            }
            return name;
        }

        /** Prints a label: its name, or the number if it has none or an inner label hides the name. */
        private void label() {
            int depth = in.u32();
            int level = open.size() - 1 - depth;
            String name = depth >= 0 && level >= 0 ? open.get(level) : null;
            boolean hidden = name == null || open.lastIndexOf(name) != level;
            out.append(' ').append(hidden ? Integer.toUnsignedString(depth) : name);
        }

        private void blockType() {
            int code = in.peek();
            if (code == 0x40) {
                in.next();
            } else if (code == 0x63 || code == 0x64 || (code >= 0x41 && code < 128)) {
                out.append(" (result ");
                valueType(in, out);
                out.append(')');
            } else {
                use((int) in.s(33));
            }
        }

        private void catches() {
            int count = in.count();
            for (int i = 0; i < count; i++) {
                int kind = in.next();
                if (kind > 3) {
                    throw in.fail("malformed catch clause");
                }
                String[] kinds = {"catch", "catch_ref", "catch_all", "catch_all_ref"};
                out.append(" (").append(kinds[kind]);
                if (kind < 2) {
                    spaced(Names.TAGS);
                }
                label();
                out.append(')');
            }
        }

        private void spaced(int kind) {
            out.append(' ');
            index(kind, in.u32());
        }

        private void optional(int kind) {
            int index = in.u32();
            if (index != 0) {
                out.append(' ');
                index(kind, index);
            }
        }

        /** Prints two indices in the other order, without the second if it is 0. */
        private void swapped(int kind, int otherKind) {
            int segment = in.u32();
            int other = in.u32();
            if (other != 0) {
                out.append(' ');
                index(otherKind, other);
            }
            out.append(' ');
            index(kind, segment);
        }

        private void pair(int kind) {
            int to = in.u32();
            int from = in.u32();
            if (to != 0 || from != 0) {
                out.append(' ');
                index(kind, to);
                out.append(' ');
                index(kind, from);
            }
        }

        private void memarg(Operator operator) {
            int flags = in.u32();
            int memory = (flags & 0x40) != 0 ? in.u32() : 0;
            if (memory != 0) {
                out.append(' ');
                index(Names.MEMORIES, memory);
            }
            long offset = in.u64();
            if (offset != 0) {
                out.append(" offset=").append(Long.toUnsignedString(offset));
            }
            int alignment = flags & ~0x40;
            if (alignment < 0 || alignment > 63) {
                throw in.fail("malformed memop flags");
            } else if (alignment != operator.alignment()) {
                out.append(" align=").append(Long.toUnsignedString(1L << alignment));
            }
        }
    }

    private static String f32(int bits) {
        String sign = bits < 0 ? "-" : "";
        int payload = bits & 0x7F_FFFF;
        if ((bits & 0x7F80_0000) != 0x7F80_0000) {
            return hex(Float.toHexString(Float.intBitsToFloat(bits)));
        }
        return sign + (payload == 0 ? "inf" : payload == 0x40_0000 ? "nan" : "nan:0x" + Integer.toHexString(payload));
    }

    private static String f64(long bits) {
        String sign = bits < 0 ? "-" : "";
        long payload = bits & 0xF_FFFF_FFFF_FFFFL;
        if ((bits & 0x7FF0_0000_0000_0000L) != 0x7FF0_0000_0000_0000L) {
            return hex(Double.toHexString(Double.longBitsToDouble(bits)));
        }
        boolean canonical = payload == 0x8_0000_0000_0000L;
        return sign + (payload == 0 ? "inf" : canonical ? "nan" : "nan:0x" + Long.toHexString(payload));
    }

    /** {@return a hexadecimal float, without a fraction and an exponent that say nothing} */
    private static String hex(String java) {
        String text = java.endsWith("p0") ? java.substring(0, java.length() - 2) : java;
        return text.replace(".0p", "p").replaceFirst("\\.0$", "");
    }
}
