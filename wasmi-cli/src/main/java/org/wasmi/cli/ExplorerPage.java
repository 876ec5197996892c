package org.wasmi.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.handler.Words;
import org.wasmi.jit.Explanation;
import org.wasmi.text.PrintOptions;
import org.wasmi.text.TextLine;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;
import org.wasmi.translate.WasmLocals;
import org.wasmi.translate.binary.ModuleLayout;

/**
 * A page that shows the functions of a module: their text, their code, and JVM bytecode. The page has the functions as
 * compressed JSON, some hundred kilobytes of it together, and takes them apart when they are unfolded.
 */
final class ExplorerPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "<!--DATA-->";
    private static final int PART = 200_000;
    private static final int LONGEST_LINE = 4_000;
    private static final int MOST_SLOTS = 200;
    private static final int NONE = -1;
    private static final Pattern IDENTIFIER = Pattern.compile("\\(func (\\$(?:\"[^\"]*\"|[^\\s()]+))");

    private final byte[] wasm;
    private final Program program;
    private final boolean jvm;
    private final Optional<CountingExecutor> counts;
    private final int imported;
    private final SortedMap<Integer, ModuleLayout.Body> bodies = new TreeMap<>();

    /** The bodies by where they begin. */
    private final NavigableMap<Integer, ModuleLayout.Body> byOffset = new TreeMap<>();

    /** By function: the names of its exports. */
    private final Map<Integer, List<String>> exports = new HashMap<>();

    private final List<TextLine> ofModule = new ArrayList<>();

    /** The functions of the part that is being collected. */
    private final StringBuilder part = new StringBuilder();

    private int inPart;
    private int parts;

    /**
     * Makes a page.
     *
     * @param jvm whether to show JVM bytecode
     * @param counts what has run the program, to show how often
     */
    ExplorerPage(byte[] wasm, Program program, boolean jvm, Optional<CountingExecutor> counts) {
        this.wasm = wasm;
        this.program = program;
        this.jvm = jvm;
        this.counts = counts;
        this.imported = program.importCount(ExternKind.FUNC);
        for (ModuleLayout.Body each : Translator.layout(wasm).bodies()) {
            bodies.put(each.function(), each);
            byOffset.put(each.offset(), each);
        }
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC) {
                exports.computeIfAbsent(each.index(), ignored -> new ArrayList<>())
                        .add(each.name());
            }
        }
    }

    /** Takes the lines of the text, and writes each function once it has all of its own. */
    private final class Functions {
        final ArrayNode entries = JSON.createArrayNode();
        final Writer to;
        private final List<TextLine> lines = new ArrayList<>();
        private int function = NONE;

        Functions(Writer to) {
            this.to = to;
        }

        void add(TextLine line) {
            TextLine cut = new TextLine(line.offset(), cut(line.text()));
            int next = functionAt(line.offset().orElse(0));
            if (next == NONE) {
                ofModule.add(cut);
                return;
            }
            if (next != function) {
                end();
                function = next;
            }
            lines.add(cut);
        }

        void end() {
            if (function != NONE) {
                try {
                    entries.add(function(function, lines, to));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            lines.clear();
            function = NONE;
        }
    }

    /** {@return the function whose body has an offset, or {@link #NONE}} */
    private int functionAt(int offset) {
        Map.Entry<Integer, ModuleLayout.Body> before = byOffset.floorEntry(offset);
        return before != null && offset < before.getKey() + before.getValue().size()
                ? before.getValue().function()
                : NONE;
    }

    /** Writes the page, under a name. */
    void write(String name, Writer to) throws IOException {
        String page = template();
        int data = page.indexOf(DATA);
        to.write(page, 0, data);
        ObjectNode index = JSON.createObjectNode();
        index.put("name", name);
        index.put("about", about());
        index.put("counted", counts.isPresent());
        index.put("jvm", jvm);
        Functions functions = new Functions(to);
        try {
            Wat.lines(wasm, PrintOptions.DEFAULT, functions::add);
            functions.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        functions.entries.insert(
                0, entry("m", "module", "module", "", "", ofModule.size(), 0, 0, add(body(ofModule), to)));
        finishPart(to);
        index.set("functions", functions.entries);
        to.write("<script type=\"text/plain\" id=\"index\">" + packed(JSON.writeValueAsString(index)) + "</script>\n");
        to.write(page, data + DATA.length(), page.length() - data - DATA.length());
    }

    private String about() {
        return Text.count(wasm.length, "byte") + ", " + Text.count(bodies.size(), "function")
                + (imported > 0 ? ", " + Text.count(imported, "imported one") : "")
                + (jvm ? "" : "; without JVM bytecode");
    }

    private static String template() {
        try (InputStream in = ExplorerPage.class.getResourceAsStream("explore.html")) {
            if (in == null) {
                throw new IllegalStateException("the build has left out explore.html");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Where the functions are.

    /** Adds what a function has to the part. {@return its place there} */
    private int add(JsonNode body, Writer to) throws IOException {
        if (part.length() > PART) {
            finishPart(to);
        }
        part.append(inPart == 0 ? "[" : ",").append(json(body));
        return inPart++;
    }

    private void finishPart(Writer to) throws IOException {
        to.write("<script type=\"text/plain\" id=\"c" + parts + "\">"
                + packed(part.append(']').toString()) + "</script>\n");
        part.setLength(0);
        inPart = 0;
        parts++;
    }

    private static String json(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree has a text", e);
        }
    }

    private static String packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(); // the best level takes much longer, and makes pages a tenth smaller
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private ArrayNode entry(
            String number,
            String name,
            String title,
            String type,
            String identifier,
            int lines,
            long count,
            long hottest,
            int place) {
        ArrayNode entry = JSON.createArrayNode();
        if (number.equals("m")) {
            entry.add(number);
        } else {
            entry.add(Integer.parseInt(number));
        }
        return entry.add(name)
                .add(title)
                .add(type)
                .add(identifier)
                .add(lines)
                .add(count)
                .add(hottest)
                .add(parts)
                .add(place);
    }

    // What is in them.

    private ArrayNode function(int index, List<TextLine> text, Writer to) throws IOException {
        Code code =
                Words.canonical(program.functions().get(index - imported).body().code());
        ObjectNode body = body(text);
        List<Disassembler.Line> lines = Disassembler.lines(code);
        body.put(
                "code",
                joined(lines.stream()
                        .map(each -> cut(each.label().orElse("") + "\t" + each.text()))
                        .toList()));
        body.set("positions", deltas(lines, Disassembler.Line::position));
        body.set("from", deltas(origins(lines, code.sources()), each -> each));
        long total = 0;
        long hottest = 0;
        if (counts.isPresent()) {
            ArrayNode counted = body.putArray("counts");
            for (Disassembler.Line each : lines) {
                long count = each.position() < code.length() ? counts.get().count(index, each.position()) : 0;
                counted.add(count);
                total += count;
                hottest = Math.max(hottest, count);
            }
        }
        frame(body, index, code.frame());
        if (jvm) {
            bytecode(body, index);
        }
        String symbol = program.names().function(index).orElse("");
        String name = Symbols.readable(symbol);
        List<String> exported = exports.getOrDefault(index, List.of());
        String shown = !name.isEmpty() ? name : exported.isEmpty() ? "function " + index : exported.get(0);
        String type = program.functionTypes().get(index)
                + (exported.isEmpty() ? "" : ", exported as " + String.join(", ", exported));
        String head = text.isEmpty() ? "" : text.get(0).text();
        Matcher identifier = IDENTIFIER.matcher(head);
        return entry(
                Integer.toString(index),
                Text.printable(shown),
                Text.printable(shown + " " + (name.equals(symbol) ? "" : symbol + " ") + String.join(" ", exported)
                        + " " + index),
                Text.printable(type),
                identifier.find() ? identifier.group(1) : "",
                Math.max(text.size(), lines.size()),
                total,
                hottest,
                add(body, to));
    }

    /** {@return by line of code, the offset of the operator that it comes from} */
    private static List<Integer> origins(List<Disassembler.Line> lines, SourceMap sources) {
        List<Integer> origins = new ArrayList<>();
        SourceMap.Cursor pair = sources.cursor();
        boolean more = pair.next();
        int offset = SourceMap.UNKNOWN;
        for (Disassembler.Line each : lines) {
            while (more && pair.position() <= each.position()) {
                offset = pair.byteOffset();
                more = pair.next();
            }
            origins.add(offset);
        }
        return origins;
    }

    private static ObjectNode body(List<TextLine> text) {
        ObjectNode body = JSON.createObjectNode();
        body.put("text", joined(text.stream().map(TextLine::text).toList()));
        body.set("at", deltas(text, each -> each.offset().orElse(-1)));
        int head = 0;
        while (head < text.size() && text.get(head).text().strip().startsWith("(")) {
            head++;
        }
        body.put("head", head);
        body.put("code", "");
        body.put("jvm", "");
        body.putArray("positions");
        body.putArray("from");
        body.putArray("numbers");
        body.putArray("slots");
        return body;
    }

    private void frame(ObjectNode body, int index, FrameShape shape) {
        body.put("frame", "frame of " + Text.count(shape.slots(), "slot") + ":");
        ArrayNode slots = body.putArray("slots");
        FuncType type = program.functionTypes().get(index);
        List<WasmLocals> locals = new ArrayList<>();
        type.params().forEach(each -> locals.add(new WasmLocals(1, each)));
        locals.addAll(WasmLocals.list(wasm, Objects.requireNonNull(bodies.get(index), "a body")));
        int local = 0;
        int slot = 0;
        for (WasmLocals each : locals) {
            for (int i = 0; i < each.count() && slots.size() < MOST_SLOTS; i++) {
                boolean parameter = local < type.params().size();
                slots.add(slot(index, local++, slot, each.type(), parameter ? "parameter" : "local"));
                slot += each.type().slots();
            }
        }
        if (slots.size() == MOST_SLOTS) {
            slots.addArray().add("…").add("more locals");
        } else if (slot < shape.slots()) {
            String range = "s" + slot + (slot + 1 < shape.slots() ? "–s" + (shape.slots() - 1) : "");
            slots.addArray().add(range).add("operands");
        }
    }

    private ArrayNode slot(int function, int local, int slot, ValType type, String kind) {
        String name =
                program.names().local(function, local).map(each -> " $" + each).orElse("");
        return JSON.createArrayNode()
                .add("s" + slot + Text.printable(name) + " " + type)
                .add(kind + " " + local);
    }

    private void bytecode(ObjectNode body, int index) {
        Optional<byte[]> made = Explanation.classFile(program, index);
        if (made.isEmpty()) {
            body.put("declined", "it stays in the interpreter; 'wasmi run --explain-jit' says why");
            return;
        }
        List<JvmListing.Line> lines = JvmListing.of(made.get());
        body.put("jvm", joined(lines.stream().map(each -> cut(each.text())).toList()));
        ArrayNode numbers = body.putArray("numbers");
        lines.forEach(each -> numbers.add(each.number()));
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines);
    }

    private static String cut(String line) {
        int more = line.length() - LONGEST_LINE;
        return more > 0 ? line.substring(0, LONGEST_LINE) + " … and " + more + " characters" : line;
    }

    /** {@return differences between numbers that belong to lines, which are short in JSON} */
    private static <T> ArrayNode deltas(List<T> lines, ToIntFunction<T> number) {
        ArrayNode deltas = JSON.createArrayNode();
        int before = 0;
        for (T each : lines) {
            int next = number.applyAsInt(each);
            deltas.add(next - before);
            before = next;
        }
        return deltas;
    }
}
