package org.wasmi.text;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sections of a module, written in the order of the binary format (Wasm specification, 5.5). */
final class Sections {
    /** The names of the places between which custom sections can be, in order. */
    private static final List<String> PLACES = List.of(
            "first",
            "type",
            "import",
            "func",
            "table",
            "memory",
            "tag",
            "global",
            "export",
            "start",
            "elem",
            "datacount",
            "code",
            "data",
            "last");

    /** The place behind all sections. Section N of {@link #PLACES} is at place 2 N. */
    static final int LAST = 2 * (PLACES.size() - 1);

    final Output imports = new Output();
    final Output functions = new Output();
    final Output tables = new Output();
    final Output memories = new Output();
    final Output tags = new Output();
    final Output globals = new Output();
    final Output exports = new Output();
    final Output start = new Output();
    final Output elements = new Output();
    final Output code = new Output();
    final Output data = new Output();

    int importCount;
    int functionCount;
    int tableCount;
    int memoryCount;
    int tagCount;
    int globalCount;
    int exportCount;
    int elementCount;
    int dataCount;

    private final Output body = new Output(256);
    private final TreeMap<Integer, Output> customs = new TreeMap<>();

    /** {@return where to write the next function body} */
    Output body() {
        body.clear();
        return body;
    }

    /** {@return the number of the place before or after what has a name, or -1 if there is none} */
    static int place(String name, boolean before) {
        int index = PLACES.indexOf(name);
        if (index < 0 || index == (before ? PLACES.size() - 1 : 0)) {
            return -1;
        }
        return Math.max(0, Math.min(LAST, 2 * index + (before ? -1 : 1)));
    }

    /** Adds a custom section behind those that are at a place already. */
    void custom(int place, Output content) {
        Output at = customs.computeIfAbsent(place, each -> new Output());
        at.write(0);
        at.writeSized(content);
    }

    /**
     * {@return the module}
     *
     * @param types the content of the type section
     * @param dataCountSection how many data segments the data count section says, or -1 for no such section
     * @param hints the custom section of branch hints, or null
     * @param names the name section, or null
     */
    byte[] module(Output types, int dataCountSection, @Nullable Output hints, @Nullable Output names) {
        Output out = new Output(code.size() + data.size() + 1024);
        out.fixed32(0x6D73_6100);
        out.fixed32(1);
        if (hints != null) {
            custom(place("code", true), hints);
        }
        if (names != null) {
            custom(LAST, names);
        }
        customs(0, out);
        section("type", 1, types, -1, out);
        section("import", 2, imports, importCount, out);
        section("func", 3, functions, functionCount, out);
        section("table", 4, tables, tableCount, out);
        section("memory", 5, memories, memoryCount, out);
        section("tag", 13, tags, tagCount, out);
        section("global", 6, globals, globalCount, out);
        section("export", 7, exports, exportCount, out);
        section("start", 8, start, -1, out);
        section("elem", 9, elements, elementCount, out);
        Output count = new Output();
        if (dataCountSection >= 0) {
            count.u32(dataCountSection);
        }
        section("datacount", 12, count, -1, out);
        section("code", 10, code, functionCount, out);
        section("data", 11, data, dataCount, out);
        customs(place("data", false), out);
        customs(LAST, out);
        return out.toArray();
    }

    private void customs(int place, Output out) {
        Output custom = customs.get(place);
        if (custom != null) {
            out.write(custom);
        }
    }

    private void section(String name, int id, Output content, int count, Output out) {
        customs(place(name, true), out);
        if (count > 0 || (count < 0 && content.size() > 0)) {
            Output section = new Output(content.size() + 5);
            if (count > 0) {
                section.u32(count);
            }
            section.write(content);
            out.write(id);
            out.writeSized(section);
        }
    }
}
