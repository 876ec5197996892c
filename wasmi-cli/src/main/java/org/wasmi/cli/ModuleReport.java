package org.wasmi.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.translate.binary.ModuleOutline;
import org.wasmi.translate.binary.WasmFeatures;

/** What there is to say about a module, as text and as JSON. */
final class ModuleReport {
    private final Path file;
    private final int size;
    private final ModuleOutline outline;
    private final Optional<Program> program;

    /**
     * Makes a report.
     *
     * @param file where the module is from
     * @param size the size of that file
     * @param outline its imports and exports
     * @param program the program, unless it needs features that are not supported
     */
    ModuleReport(Path file, int size, ModuleOutline outline, Optional<Program> program) {
        this.file = file;
        this.size = size;
        this.outline = outline;
        this.program = program;
    }

    /** {@return the outline of a program, which has no sections} */
    static ModuleOutline outline(Program program) {
        List<ModuleOutline.Import> imports = new ArrayList<>();
        for (Import each : program.imports()) {
            ExternType type = each.type();
            imports.add(new ModuleOutline.Import(
                    each.module(), each.name(), type.kind().toString(), type.toString()));
        }
        List<ModuleOutline.Export> exports = new ArrayList<>();
        Map<ExternKind, List<ExternType>> spaces = new EnumMap<>(ExternKind.class);
        for (Export each : program.exports()) {
            List<ExternType> space = spaces.computeIfAbsent(each.kind(), kind -> space(program, kind));
            String type = space.get(each.index()).toString();
            exports.add(new ModuleOutline.Export(each.name(), each.kind().toString(), each.index(), type));
        }
        return new ModuleOutline(List.of(), imports, exports, Set.of());
    }

    /** {@return the types in an index space, imports first} */
    private static List<ExternType> space(Program program, ExternKind kind) {
        List<ExternType> types = new ArrayList<>();
        for (Import each : program.imports()) {
            if (each.type().kind() == kind) {
                types.add(each.type());
            }
        }
        switch (kind) {
            case FUNC ->
                program.functions().forEach(each -> types.add(program.types().function(each.typeIndex())));
            case TABLE -> program.tables().forEach(each -> types.add(each.type()));
            case MEMORY -> types.addAll(program.memories());
            case GLOBAL -> program.globals().forEach(each -> types.add(each.type()));
            case TAG -> {
                for (int i = types.size(); i < program.tagCount(); i++) {
                    types.add(new TagType(program.types().function(program.tagTypeIndex(i))));
                }
            }
        }
        return types;
    }

    String text() {
        StringJoiner lines = new StringJoiner(System.lineSeparator(), "", System.lineSeparator());
        lines.add(file + ": " + Text.count(size, "byte")
                + name().map(known -> ", named " + Text.quoted(known)).orElse(""));
        if (!outline.proposals().isEmpty()) {
            lines.add("").add("features: " + features().collect(Collectors.joining(", ")));
        }
        if (!outline.sections().isEmpty()) {
            lines.add("").add("sections" + Text.aligned("offset", 24) + Text.aligned("size", 12));
        }
        for (ModuleOutline.Section section : outline.sections()) {
            String title = section.kind() + (section.name().isEmpty() ? "" : " " + Text.quoted(section.name()));
            lines.add("  " + Text.padded(title, 20) + Text.aligned("0x" + Integer.toHexString(section.offset()), 10)
                    + Text.aligned(Integer.toString(section.size()), 12));
        }
        lines.add("").add("imports (" + outline.imports().size() + ")");
        for (ModuleOutline.Import each : outline.imports()) {
            lines.add(row(each.kind(), Text.quoted(each.module()) + " " + Text.quoted(each.name()), each.type()));
        }
        lines.add("").add("exports (" + outline.exports().size() + ")");
        for (ModuleOutline.Export each : outline.exports()) {
            lines.add(row(each.kind(), Text.quoted(each.name()), each.type()));
        }
        if (program.isPresent()) {
            lines.add("").add("definitions");
            counts(program.get())
                    .forEach((what, count) ->
                            lines.add("  " + Text.padded(what, 20) + Text.aligned(count.toString(), 10)));
        }
        start().ifPresent(function -> lines.add("").add("start: function " + function));
        return lines.toString();
    }

    private Optional<String> name() {
        return program.flatMap(known -> known.names().module());
    }

    private OptionalInt start() {
        return program.map(Program::start).orElse(OptionalInt.empty());
    }

    private Stream<String> features() {
        return outline.proposals().stream()
                .map(each -> WasmFeatures.ALL.has(each) ? each.toString() : each + " (not supported)");
    }

    private static String row(String kind, String name, String type) {
        return "  " + Text.padded(kind, 8) + Text.padded(name, 50) + " " + type;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("file", file.toString()).put("size", size);
        name().ifPresent(known -> json.put("name", known));
        if (!outline.proposals().isEmpty()) {
            outline.proposals().stream().map(Object::toString).forEach(json.putArray("features")::add);
        }
        ArrayNode nodes = json.putArray("sections");
        for (ModuleOutline.Section section : outline.sections()) {
            ObjectNode node = nodes.addObject().put("kind", section.kind());
            if (!section.name().isEmpty()) {
                node.put("name", section.name());
            }
            node.put("offset", section.offset()).put("size", section.size());
        }
        ArrayNode imports = json.putArray("imports");
        for (ModuleOutline.Import each : outline.imports()) {
            imports.addObject()
                    .put("module", each.module())
                    .put("name", each.name())
                    .put("kind", each.kind())
                    .put("type", each.type());
        }
        ArrayNode exports = json.putArray("exports");
        for (ModuleOutline.Export each : outline.exports()) {
            exports.addObject()
                    .put("name", each.name())
                    .put("kind", each.kind())
                    .put("index", each.index())
                    .put("type", each.type());
        }
        program.ifPresent(known -> {
            ObjectNode counts = json.putObject("counts");
            counts(known).forEach((what, count) -> counts.put(what.replace(' ', '_'), count));
        });
        start().ifPresent(function -> json.put("start", function));
        return json;
    }

    private static Map<String, Integer> counts(Program program) {
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
}
