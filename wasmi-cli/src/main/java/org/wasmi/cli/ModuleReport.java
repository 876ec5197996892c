package org.wasmi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.ExternKind;
import org.wasmi.encoding.program.ExternType;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.binary.ModuleLayout;

/** What there is to say about a module, as text and as JSON. */
final class ModuleReport {
    private final Path file;
    private final int size;
    private final Program program;
    private final List<ModuleLayout.Section> sections;

    /**
     * Makes a report.
     *
     * @param file where the program is from
     * @param size the size of that file
     * @param program the program
     * @param sections the sections of the module; none for a stored program
     */
    ModuleReport(Path file, int size, Program program, List<ModuleLayout.Section> sections) {
        this.file = file;
        this.size = size;
        this.program = program;
        this.sections = sections;
    }

    String text() {
        StringJoiner lines = new StringJoiner(System.lineSeparator(), "", System.lineSeparator());
        String name =
                program.names().module().map(n -> ", named " + Text.quoted(n)).orElse("");
        lines.add(file + ": " + Text.count(size, "byte") + name);
        if (!sections.isEmpty()) {
            lines.add("").add("sections" + Text.aligned("offset", 24) + Text.aligned("size", 12));
        }
        for (ModuleLayout.Section section : sections) {
            String title = kind(section) + (section.name().isEmpty() ? "" : " " + Text.quoted(section.name()));
            lines.add("  " + Text.padded(title, 20) + Text.aligned("0x" + Integer.toHexString(section.offset()), 10)
                    + Text.aligned(Integer.toString(section.size()), 12));
        }
        lines.add("").add("imports (" + program.imports().size() + ")");
        for (Import each : program.imports()) {
            lines.add(
                    row(each.type().kind(), Text.quoted(each.module()) + " " + Text.quoted(each.name()), each.type()));
        }
        lines.add("").add("exports (" + program.exports().size() + ")");
        for (Export each : program.exports()) {
            lines.add(row(each.kind(), Text.quoted(each.name()), type(each.kind(), each.index())));
        }
        lines.add("").add("definitions");
        counts().forEach((what, count) -> lines.add("  " + Text.padded(what, 20) + Text.aligned(count.toString(), 10)));
        program.start().ifPresent(function -> lines.add("").add("start: function " + function));
        return lines.toString();
    }

    private static String row(ExternKind kind, String name, ExternType type) {
        return "  " + Text.padded(kind.toString(), 8) + Text.padded(name, 50) + " " + type;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("file", file.toString()).put("size", size);
        program.names().module().ifPresent(name -> json.put("name", name));
        ArrayNode nodes = json.putArray("sections");
        for (ModuleLayout.Section section : sections) {
            ObjectNode node = nodes.addObject().put("kind", kind(section));
            if (!section.name().isEmpty()) {
                node.put("name", section.name());
            }
            node.put("offset", section.offset()).put("size", section.size());
        }
        ArrayNode imports = json.putArray("imports");
        for (Import each : program.imports()) {
            imports.addObject()
                    .put("module", each.module())
                    .put("name", each.name())
                    .put("kind", each.type().kind().toString())
                    .put("type", each.type().toString());
        }
        ArrayNode exports = json.putArray("exports");
        for (Export each : program.exports()) {
            exports.addObject()
                    .put("name", each.name())
                    .put("kind", each.kind().toString())
                    .put("index", each.index())
                    .put("type", type(each.kind(), each.index()).toString());
        }
        ObjectNode counts = json.putObject("counts");
        counts().forEach((what, count) -> counts.put(what.replace(' ', '_'), count));
        program.start().ifPresent(function -> json.put("start", function));
        return json;
    }

    private static String kind(ModuleLayout.Section section) {
        return section.kind().name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("types", program.types().size());
        counts.put("functions", program.functions().size());
        counts.put("tables", program.tables().size());
        counts.put("memories", program.memories().size());
        counts.put("globals", program.globals().size());
        counts.put("element segments", program.elements().size());
        counts.put("data segments", program.data().size());
        return counts;
    }

    /** {@return the type of something in an index space, imports first} */
    private ExternType type(ExternKind kind, int index) {
        List<ExternType> types = new ArrayList<>();
        for (Import each : program.imports()) {
            if (each.type().kind() == kind) {
                types.add(each.type());
            }
        }
        if (index < types.size()) {
            return types.get(index);
        }
        int own = index - types.size();
        return switch (kind) {
            case FUNC -> program.functionTypes().get(index);
            case TABLE -> program.tables().get(own).type();
            case MEMORY -> program.memories().get(own);
            case GLOBAL -> program.globals().get(own).type();
        };
    }
}
