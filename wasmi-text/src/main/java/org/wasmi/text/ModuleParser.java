package org.wasmi.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses a module (Wasm specification, 6.6) in two passes over its fields: the first takes the identifiers and the
 * types, the second writes the sections.
 */
final class ModuleParser {
    private static final int PAGE = 65_536;

    private final Cursor cursor;
    private final TypeParser types;
    private final ExpressionParser expressions;

    final IndexSpace functions = new IndexSpace("function");
    final IndexSpace tables = new IndexSpace("table");
    final IndexSpace memories = new IndexSpace("memory");
    final IndexSpace globals = new IndexSpace("global");
    final IndexSpace tags = new IndexSpace("tag");
    final IndexSpace elements = new IndexSpace("elem");
    final IndexSpace data = new IndexSpace("data");

    private final Sections sections = new Sections();

    /** By function, the names of its locals and labels. */
    private final Map<Integer, Map<Integer, String>> localNames = new TreeMap<>();

    private final Map<Integer, Map<Integer, String>> labelNames = new TreeMap<>();

    private final Output branchHints = new Output();
    private int hintedFunctions;

    private final Set<String> fieldKeywords = Set.of(
            "type", "rec", "import", "func", "table", "memory", "global", "export", "start", "elem", "data", "tag");

    /** How many of each kind the second pass has reached. */
    private int function;

    private int table;
    private int memory;
    private int global;
    private int tag;
    private boolean hasStart;
    private @Nullable String defined;

    ModuleParser(Cursor cursor) {
        this.cursor = cursor;
        types = new TypeParser(cursor);
        expressions = new ExpressionParser(this, cursor, types);
    }

    /**
     * Parses a module whose fields begin at the current token.
     *
     * @param end the token behind the last field
     * @param name the name of the module for the name section, or null if it has none
     */
    byte[] parse(int end, @Nullable String name) {
        List<Integer> fields = new ArrayList<>();
        while (cursor.at() < end) {
            custom();
            int field = cursor.at();
            if (!cursor.isOpen()) {
                throw cursor.unexpected("(");
            }
            fields.add(field);
            guarded(field, this::bind);
        }
        custom();
        for (int field : fields) {
            if (isType(field)) {
                guarded(field, types::define);
            }
        }
        for (int field : fields) {
            if (!isType(field)) {
                guarded(field, this::field);
            }
        }
        if (cursor.source.hasErrors()) {
            return new byte[0];
        }
        return sections.module(types.section(), expressions.usesData ? data.size() : -1, hints(), names(name));
    }

    /** Parses one field; an error in it leaves the others to be parsed. */
    private void guarded(int field, Runnable parser) {
        cursor.seek(field);
        try {
            parser.run();
        } catch (Source.Abort e) {
            if (cursor.source.isFull()) {
                throw e;
            }
        }
        cursor.seek(cursor.tokens.closing(field) + 1);
    }

    private boolean isType(int field) {
        cursor.seek(field);
        return cursor.isOpen("type") || cursor.isOpen("rec");
    }

    // The first pass: identifiers.

    private void bind() {
        int keyword = cursor.following();
        if (cursor.tokens.kind(keyword) != Tokens.KEYWORD || !fieldKeywords.contains(cursor.text(keyword))) {
            throw cursor.fail(
                    keyword, "unexpected token " + cursor.text(keyword) + ", expected the keyword of a module field");
        }
        if (isType(cursor.at())) {
            types.bind();
            return;
        }
        String kind = cursor.text(keyword);
        cursor.seek(keyword + 1);
        switch (kind) {
            case "import" -> {
                checkImport(keyword);
                cursor.name();
                cursor.name();
                int open = cursor.at();
                cursor.expectOpen();
                String imported = cursor.text();
                IndexSpace space = space(imported);
                if (space == null) {
                    throw cursor.unexpected("func, table, memory, global or tag");
                }
                cursor.next();
                space.bind(cursor);
                cursor.seek(cursor.tokens.closing(open) + 1);
                cursor.expectClose();
            }
            case "elem" -> elements.bind(cursor);
            case "data" -> data.bind(cursor);
            case "export", "start" -> {}
            default -> bindDefinition(kind, keyword);
        }
    }

    private @Nullable IndexSpace space(String kind) {
        return switch (kind) {
            case "func" -> functions;
            case "table" -> tables;
            case "memory" -> memories;
            case "global" -> globals;
            case "tag" -> tags;
            default -> null;
        };
    }

    private void checkImport(int token) {
        if (defined != null) {
            cursor.source.report(cursor.tokens.start(token), "import after " + defined);
        }
    }

    private void bindDefinition(String kind, int keyword) {
        IndexSpace space = space(kind);
        if (space == null) {
            throw cursor.unexpected("the keyword of a module field");
        }
        space.bind(cursor);
        skipExports();
        if (cursor.isOpen("import")) {
            checkImport(keyword);
            return;
        }
        if (defined == null) {
            defined = kind.equals("func") ? "function" : kind;
        }
        if (kind.equals("memory")) {
            addressType();
            if (cursor.isOpen("pagesize")) {
                cursor.seek(cursor.tokens.closing(cursor.at()) + 1);
            }
            if (cursor.isOpen("data")) {
                data.skip(null);
            }
        } else if (kind.equals("table")) {
            addressType();
            if (types.isReferenceType()) {
                elements.skip(null);
            }
        }
    }

    private void skipExports() {
        while (cursor.isOpen("export")) {
            cursor.seek(cursor.tokens.closing(cursor.at()) + 1);
        }
    }

    // The second pass: definitions.

    private void field() {
        int closing = cursor.tokens.closing(cursor.at());
        int keyword = cursor.following();
        String kind = cursor.text(keyword);
        cursor.seek(keyword + 1);
        switch (kind) {
            case "import" -> importField();
            case "func" -> function(closing);
            case "table" -> table(closing);
            case "memory" -> memory();
            case "global" -> global(closing);
            case "tag" -> tag();
            case "export" -> export();
            case "start" -> start();
            case "elem" -> element(closing);
            case "data" -> data(closing);
            default -> throw cursor.unexpected("the keyword of a module field");
        }
        cursor.expectClose();
    }

    private void skipId() {
        if (cursor.kind() == Tokens.ID) {
            cursor.next();
        }
    }

    private void importField() {
        Output out = sections.imports;
        out.name(cursor.name());
        out.name(cursor.name());
        cursor.expectOpen();
        String kind = cursor.text();
        cursor.next();
        skipId();
        description(kind, out);
        cursor.expectClose();
        sections.importCount++;
    }

    /** Parses what an import is and writes it. */
    private void description(String kind, Output out) {
        switch (kind) {
            case "func" -> {
                boolean exact = cursor.takeOpen("exact");
                out.write(exact ? 0x20 : 0);
                out.u32(types.use(new IndexSpace("local")));
                if (exact) {
                    cursor.expectClose();
                }
                function++;
            }
            case "table" -> {
                out.write(1);
                tableType(out);
                table++;
            }
            case "memory" -> {
                out.write(2);
                memoryType(out);
                memory++;
            }
            case "global" -> {
                out.write(3);
                globalType(out);
                global++;
            }
            case "tag" -> {
                out.write(4);
                out.write(0);
                out.u32(types.use(new IndexSpace("local")));
                tag++;
            }
            default -> throw cursor.fail("unexpected token, expected func, table, memory, global or tag");
        }
    }

    /** Parses inline exports, then an inline import. {@return whether it was there} */
    private boolean inline(String kind, int code, int index) {
        while (cursor.takeOpen("export")) {
            sections.exports.name(cursor.name());
            sections.exports.write(code);
            sections.exports.u32(index);
            sections.exportCount++;
            cursor.expectClose();
        }
        if (!cursor.takeOpen("import")) {
            return false;
        }
        sections.imports.name(cursor.name());
        sections.imports.name(cursor.name());
        cursor.expectClose();
        description(kind, sections.imports);
        sections.importCount++;
        return true;
    }

    private void function(int closing) {
        skipId();
        int index = function;
        if (inline("func", 0, index)) {
            return;
        }
        function++;
        IndexSpace locals = new IndexSpace("local");
        int type = types.use(locals);
        sections.functions.u32(type);
        sections.functionCount++;
        Output body = sections.body();
        locals(locals, body);
        expressions.begin(locals);
        expressions.parse(closing, body);
        body.write(0x0B);
        sections.code.writeSized(body);
        if (!locals.names.isEmpty()) {
            localNames.put(index, locals.names);
        }
        if (!expressions.namedLabels.isEmpty()) {
            labelNames.put(index, new TreeMap<>(expressions.namedLabels));
        }
        if (expressions.branchHintCount > 0) {
            branchHints.u32(index);
            branchHints.u32(expressions.branchHintCount);
            branchHints.write(expressions.branchHints);
            hintedFunctions++;
        }
    }

    /** Parses locals and writes them as runs of equal types. */
    private void locals(IndexSpace locals, Output body) {
        Output runs = new Output();
        Output type = new Output();
        Output last = new Output();
        int runCount = 0;
        int length = 0;
        while (cursor.takeOpen("local")) {
            boolean named = cursor.kind() == Tokens.ID;
            if (named) {
                locals.bind(cursor);
            }
            while (named || !cursor.isClose()) {
                if (!named) {
                    locals.skip(null);
                }
                type.clear();
                types.valueType(type);
                if (length > 0 && !type.equalTo(last)) {
                    runs.u32(length);
                    runs.write(last);
                    runCount++;
                    length = 0;
                }
                last.clear();
                last.write(type);
                length++;
                if (named) {
                    break;
                }
            }
            cursor.expectClose();
        }
        if (length > 0) {
            runs.u32(length);
            runs.write(last);
            runCount++;
        }
        body.u32(runCount);
        body.write(runs);
    }

    /** Takes an address type if there is one. {@return whether it is i64} */
    private boolean addressType() {
        if (cursor.takeKeyword("i64")) {
            return true;
        }
        cursor.takeKeyword("i32");
        return false;
    }

    private void limits(boolean wide, boolean isMemory, Output out) {
        long min = cursor.natural(64, "a size");
        boolean bounded = cursor.kind() == Tokens.NUMBER;
        long max = bounded ? cursor.natural(64, "a size") : 0;
        boolean shared = isMemory && cursor.takeKeyword("shared");
        int pageSize = isMemory ? pageSize() : -1;
        limits(wide, shared, min, bounded, max, pageSize, out);
    }

    private static void limits(
            boolean wide, boolean shared, long min, boolean bounded, long max, int pageSize, Output out) {
        out.write((bounded ? 1 : 0) | (shared ? 2 : 0) | (wide ? 4 : 0) | (pageSize >= 0 ? 8 : 0));
        out.u64(min);
        if (bounded) {
            out.u64(max);
        }
        if (pageSize >= 0) {
            out.u32(pageSize);
        }
    }

    /** {@return the page size as a power of two, or -1 if it is the default} */
    private int pageSize() {
        if (!cursor.takeOpen("pagesize")) {
            return -1;
        }
        int token = cursor.at();
        long size = cursor.natural(64, "a page size");
        if (Long.bitCount(size) != 1) {
            throw cursor.fail(token, "invalid custom page size: must be a power of two");
        }
        cursor.expectClose();
        return size == PAGE ? -1 : Long.numberOfTrailingZeros(size);
    }

    private void memoryType(Output out) {
        limits(addressType(), true, out);
    }

    private void tableType(Output out) {
        boolean wide = addressType();
        Output limits = new Output();
        limits(wide, false, limits);
        types.referenceType(out);
        out.write(limits);
    }

    private void globalType(Output out) {
        boolean mutable = cursor.takeOpen("mut");
        types.valueType(out);
        if (mutable) {
            cursor.expectClose();
        }
        out.write(mutable ? 1 : 0);
    }

    private void table(int closing) {
        skipId();
        int index = table;
        if (inline("table", 1, index)) {
            return;
        }
        table++;
        Output out = sections.tables;
        sections.tableCount++;
        boolean wide = addressType();
        if (!types.isReferenceType()) {
            Output limits = new Output();
            limits(wide, false, limits);
            Output type = new Output();
            types.referenceType(type);
            if (cursor.isClose()) {
                out.write(type);
                out.write(limits);
            } else {
                out.write(0x40);
                out.write(0);
                out.write(type);
                out.write(limits);
                constant(closing, out);
            }
            return;
        }
        Output type = new Output();
        types.referenceType(type);
        int inner = cursor.at();
        if (!cursor.takeOpen("elem")) {
            throw cursor.unexpected("(elem");
        }
        Items items = items(cursor.tokens.closing(inner), !cursor.isOpen());
        cursor.expectClose();
        out.write(type);
        limits(wide, false, items.count, true, items.count, -1, out);
        writeSegment(0, index, zero(wide), type, items);
    }

    private static Output zero(boolean wide) {
        Output out = new Output();
        out.write(wide ? 0x42 : 0x41);
        out.write(0);
        out.write(0x0B);
        return out;
    }

    private void constant(int end, Output out) {
        expressions.begin(new IndexSpace("local"));
        expressions.parse(end, out);
        out.write(0x0B);
    }

    private void memory() {
        skipId();
        int index = memory;
        if (inline("memory", 2, index)) {
            return;
        }
        memory++;
        sections.memoryCount++;
        boolean wide = addressType();
        if (!cursor.isOpen()) {
            limits(wide, true, sections.memories);
            return;
        }
        int pageSize = pageSize();
        if (!cursor.takeOpen("data")) {
            throw cursor.unexpected("(data or a size");
        }
        Output bytes = new Output();
        while (!cursor.isClose()) {
            cursor.bytes(bytes);
        }
        cursor.expectClose();
        long page = pageSize < 0 ? PAGE : 1L << pageSize;
        long pages = (bytes.size() + page - 1) / page;
        limits(wide, false, pages, true, pages, pageSize, sections.memories);
        writeData(index, zero(wide), bytes);
    }

    private void global(int closing) {
        skipId();
        if (inline("global", 3, global)) {
            return;
        }
        global++;
        sections.globalCount++;
        globalType(sections.globals);
        constant(closing, sections.globals);
    }

    private void tag() {
        skipId();
        if (inline("tag", 4, tag)) {
            return;
        }
        tag++;
        sections.tagCount++;
        sections.tags.write(0);
        sections.tags.u32(types.use(new IndexSpace("local")));
    }

    private void export() {
        sections.exports.name(cursor.name());
        cursor.expectOpen();
        IndexSpace space = space(cursor.text());
        if (space == null) {
            throw cursor.unexpected("func, table, memory, global or tag");
        }
        int code = List.of("func", "table", "memory", "global", "tag").indexOf(cursor.text());
        cursor.next();
        sections.exports.write(code);
        sections.exports.u32(space.index(cursor));
        sections.exportCount++;
        cursor.expectClose();
    }

    private void start() {
        if (hasStart) {
            throw cursor.fail("multiple start sections");
        }
        hasStart = true;
        sections.start.u32(functions.index(cursor));
    }

    // Segments.

    /** The items of an element segment, as indices of functions if all are these, and as expressions. */
    private static final class Items {
        private final Output indices = new Output();
        private final Output constants = new Output();
        private int count;

        /** Whether all items are {@code ref.func}. */
        private boolean areFunctions = true;
    }

    private Items items(int end, boolean asIndices) {
        Items items = new Items();
        while (cursor.at() < end) {
            if (asIndices) {
                int index = functions.index(cursor);
                items.indices.u32(index);
                items.constants.write(0xD2);
                items.constants.u32(index);
                items.constants.write(0x0B);
            } else {
                item(items);
            }
            items.count++;
        }
        return items;
    }

    private void item(Items items) {
        int open = cursor.at();
        int closing = cursor.tokens.closing(open);
        int from = items.constants.size();
        if (!cursor.isOpen()) {
            throw cursor.unexpected("(item or an instruction in parentheses");
        } else if (cursor.takeOpen("item")) {
            constant(closing, items.constants);
            cursor.expectClose();
        } else {
            constant(closing + 1, items.constants);
        }
        items.areFunctions &= isFunction(items.constants, from);
        if (items.areFunctions) {
            items.indices.write(items.constants.bytes(), from + 1, items.constants.size() - 1);
        }
    }

    /** {@return whether the last constant, from an offset, is one {@code ref.func}} */
    private static boolean isFunction(Output constants, int from) {
        byte[] bytes = constants.bytes();
        if ((bytes[from] & 0xFF) != 0xD2) {
            return false;
        }
        int at = from + 1;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 2 == constants.size();
    }

    private void element(int closing) {
        skipId();
        boolean declarative = cursor.takeKeyword("declare");
        int index = 0;
        Output offset = null;
        boolean tableGiven = false;
        if (!declarative && cursor.takeOpen("table")) {
            index = tables.index(cursor);
            cursor.expectClose();
            tableGiven = true;
        } else if (!declarative && cursor.kind() == Tokens.NUMBER) {
            index = tables.index(cursor); // as before tables and memories got a form of their own
        }
        if (!declarative && (tableGiven || (cursor.isOpen() && !types.isReferenceType()))) {
            offset = offset();
        }
        Output type = new Output();
        boolean indices = true;
        if (cursor.takeKeyword("func") || (offset != null && !tableGiven && (cursor.isIndex() || cursor.isClose()))) {
            type.write(0x64);
            type.write(0x70);
        } else {
            types.referenceType(type);
            indices = false;
        }
        Items items = items(closing, indices);
        writeSegment(declarative ? 3 : offset == null ? 1 : 0, index, offset, type, items);
    }

    private Output offset() {
        Output out = new Output();
        int closing = cursor.tokens.closing(cursor.at());
        if (cursor.takeOpen("offset")) {
            constant(closing, out);
            cursor.expectClose();
        } else if (cursor.isOpen()) {
            constant(closing + 1, out);
        } else {
            throw cursor.unexpected("(offset or an instruction in parentheses");
        }
        return out;
    }

    /**
     * Writes an element segment in the shortest form.
     *
     * @param mode 0 active, 1 passive, 3 declarative
     */
    private void writeSegment(int mode, int index, @Nullable Output offset, Output type, Items items) {
        sections.elementCount++;
        Output out = sections.elements;
        byte[] bytes = type.bytes();
        boolean functionKind = type.size() == 2 && bytes[0] == 0x64 && bytes[1] == 0x70;
        boolean compact = functionKind && items.areFunctions;
        int flags = mode == 0 && index != 0 ? 2 : mode;
        boolean plain = mode == 0 && index == 0 && (compact || (type.size() == 1 && bytes[0] == 0x70));
        if (mode == 0 && !compact && !plain) {
            flags = 2;
        }
        out.write(compact ? flags : flags | 4);
        if (flags == 2) {
            out.u32(index);
        }
        if (offset != null) {
            out.write(offset);
        }
        if (!plain) {
            if (compact) {
                out.write(0);
            } else {
                out.write(type);
            }
        }
        out.u32(items.count);
        out.write(compact ? items.indices : items.constants);
    }

    private void data(int closing) {
        skipId();
        int index = 0;
        boolean active = false;
        if (cursor.takeOpen("memory")) {
            index = memories.index(cursor);
            cursor.expectClose();
            active = true;
        } else if (cursor.kind() == Tokens.NUMBER) {
            index = memories.index(cursor);
            active = true;
        }
        Output offset = active || cursor.isOpen() ? offset() : null;
        Output bytes = new Output();
        while (cursor.at() < closing) {
            cursor.bytes(bytes);
        }
        writeData(index, offset, bytes);
    }

    private void writeData(int index, @Nullable Output offset, Output bytes) {
        sections.dataCount++;
        Output out = sections.data;
        if (offset == null) {
            out.write(1);
        } else {
            out.write(index == 0 ? 0 : 2);
            if (index != 0) {
                out.u32(index);
            }
            out.write(offset);
        }
        out.writeSized(bytes);
    }

    // Custom sections.

    private void custom() {
        for (int each = cursor.annotation(); each >= 0; each = cursor.annotationAfter(each)) {
            if (Annotations.is(cursor, each, Annotations.CUSTOM)) {
                int back = cursor.at();
                cursor.used.set(each);
                customSection(each);
                cursor.seek(back);
            }
        }
    }

    private void customSection(int annotation) {
        int closing = cursor.tokens.closing(annotation);
        cursor.seek(annotation + 1);
        String prefix = Annotations.CUSTOM + " annotation: ";
        if (cursor.kind() != Tokens.STRING) {
            throw cursor.fail(prefix + "missing section name");
        }
        Output content = new Output();
        Output nameBytes = new Output();
        cursor.bytes(nameBytes);
        String name = Strings.decode(nameBytes.bytes(), 0, nameBytes.size());
        if (name == null) {
            throw cursor.fail(annotation + 1, prefix + "malformed UTF-8 encoding");
        }
        int place = Sections.LAST;
        if (cursor.isOpen()) {
            cursor.next();
            boolean before = cursor.isKeyword("before");
            if (!before && !cursor.isKeyword("after")) {
                throw cursor.fail(prefix + "unexpected token, expected before or after");
            }
            cursor.next();
            place = cursor.kind() == Tokens.KEYWORD ? Sections.place(cursor.text(), before) : -1;
            if (place < 0) {
                throw cursor.fail(prefix + "unexpected token, expected the name of a section");
            }
            cursor.next();
            if (!cursor.isClose()) {
                throw cursor.fail(prefix + "unexpected token, expected )");
            }
            cursor.next();
        }
        content.writeSized(nameBytes);
        while (cursor.at() < closing) {
            if (cursor.kind() != Tokens.STRING) {
                throw cursor.fail(prefix + "unexpected token, expected a string");
            }
            cursor.bytes(content);
        }
        sections.custom(place, content);
    }

    private @Nullable Output hints() {
        if (hintedFunctions == 0) {
            return null;
        }
        Output out = new Output();
        out.name("metadata.code.branch_hint");
        out.u32(hintedFunctions);
        out.write(branchHints);
        return out;
    }

    /** {@return the name section, or null if nothing has a name} */
    private @Nullable Output names(@Nullable String module) {
        Output out = new Output();
        out.name("name");
        int empty = out.size();
        if (module != null) {
            Output name = new Output();
            name.name(module);
            out.write(0);
            out.writeSized(name);
        }
        names(1, functions.names, out);
        indirect(2, localNames, out);
        indirect(3, labelNames, out);
        names(4, types.types.names, out);
        names(5, tables.names, out);
        names(6, memories.names, out);
        names(7, globals.names, out);
        names(8, elements.names, out);
        names(9, data.names, out);
        Map<Integer, Map<Integer, String>> fieldNames = new TreeMap<>();
        types.fields.forEach((type, space) -> {
            if (!space.names.isEmpty()) {
                fieldNames.put(type, space.names);
            }
        });
        indirect(10, fieldNames, out);
        names(11, tags.names, out);
        return out.size() == empty ? null : out;
    }

    private static void names(int id, Map<Integer, String> names, Output out) {
        if (!names.isEmpty()) {
            Output map = new Output();
            map(names, map);
            out.write(id);
            out.writeSized(map);
        }
    }

    private static void map(Map<Integer, String> names, Output out) {
        out.u32(names.size());
        names.forEach((index, name) -> {
            out.u32(index);
            out.name(name);
        });
    }

    private static void indirect(int id, Map<Integer, Map<Integer, String>> names, Output out) {
        if (!names.isEmpty()) {
            Output map = new Output();
            map.u32(names.size());
            names.forEach((index, inner) -> {
                map.u32(index);
                map(inner, map);
            });
            out.write(id);
            out.writeSized(map);
        }
    }
}
