package org.wasmi.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.InlinedCall;
import org.wasmi.encoding.error.SourceLocation;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Symbols;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.exec.handler.Words;
import org.wasmi.text.PrintOptions;
import org.wasmi.text.TextLine;
import org.wasmi.text.Wat;

/** Where the operators of a module are in its source: in files if the module tells, otherwise in its text. */
final class Sources {
    /** The file that stands for the text of the module. */
    static final String TEXT = "";

    private final Program program;
    private final List<TextLine> text;

    /** Whether debugging information names files and lines. */
    private final boolean hasFiles;

    /** The lines of the text by their offsets. */
    private final NavigableMap<Integer, Integer> textLines = new TreeMap<>();

    /** By file, then by line: the offsets of operators at which the line begins, in one function or more. */
    private final Map<String, NavigableMap<Integer, List<Integer>>> begins = new HashMap<>();

    /** By function: the offset of the first operator of its body that has code. */
    private final Map<Integer, Integer> entries = new HashMap<>();

    /** The offsets of operators that come before bodies. */
    private final Set<Integer> prologues = new HashSet<>();

    Sources(byte[] wasm, Program program) {
        this.program = program;
        this.text = Wat.lines(wasm, PrintOptions.DEFAULT);
        for (int i = 0; i < text.size(); i++) {
            int number = i + 1;
            text.get(i).offset().ifPresent(offset -> textLines.put(offset, number));
        }
        List<Code> codes = program.functions().stream()
                .map(each -> Words.canonical(each.body().code()))
                .toList();
        this.hasFiles = codes.stream().anyMatch(this::hasLine);
        int index = program.importCount(ExternKind.FUNC);
        for (Code each : codes) {
            function(index++, each);
        }
    }

    private boolean hasLine(Code code) {
        for (SourceMap.Cursor pair = code.sources().cursor(); pair.next(); ) {
            if (program.sourceLines().at(pair.byteOffset()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void function(int index, Code code) {
        Optional<Place> before = Optional.empty();
        int line = 0;
        int body = SourceMap.UNKNOWN;
        for (SourceMap.Cursor pair = code.sources().cursor(); pair.next(); ) {
            int offset = pair.byteOffset();
            if (offset == SourceMap.UNKNOWN) {
                continue;
            }
            if (body == SourceMap.UNKNOWN) {
                body = program.sourceLines().bodyOf(offset).orElse(offset);
            }
            if (offset < body) { // variables have no values in the prologue
                prologues.add(offset);
                continue;
            }
            entries.putIfAbsent(index, offset);
            Optional<Place> place = at(offset);
            if (place.isPresent() && before.filter(place.get()::isOnLineOf).isEmpty()) {
                begin(place.get().file(), place.get().line(), offset);
            }
            before = place;
            if (place.isEmpty() || !place.get().file().equals(TEXT)) { // the text shows all operators
                int inText = textLine(offset);
                if (inText != line) {
                    begin(TEXT, inText, offset);
                }
                line = inText;
            }
        }
    }

    private void begin(String file, int line, int offset) {
        List<Integer> offsets =
                begins.computeIfAbsent(file, each -> new TreeMap<>()).computeIfAbsent(line, each -> new ArrayList<>());
        if (!offsets.contains(offset)) {
            offsets.add(offset);
        }
    }

    /** {@return the text of the module} */
    String text() {
        return text.stream().map(each -> each.text() + "\n").collect(Collectors.joining());
    }

    /** {@return the line of the text that has an operator} */
    int textLine(int offset) {
        Map.Entry<Integer, Integer> line = textLines.floorEntry(offset);
        return line == null ? 1 : line.getValue();
    }

    /** {@return the place of an operator} */
    Optional<Place> at(int offset) {
        Optional<SourceLocation> location = program.sourceLines().at(offset);
        if (location.isPresent()) {
            SourceLocation found = location.get();
            return Optional.of(new Place(
                    found.file(),
                    found.line(),
                    found.column(),
                    inlinedAt(offset).size()));
        }
        return hasFiles ? Optional.empty() : Optional.of(new Place(TEXT, textLine(offset), 0, 0));
    }

    /** {@return the place of an operator at which a step may end: none in the prologue of a function} */
    Optional<Place> stepAt(int offset) {
        return prologues.contains(offset) ? Optional.empty() : at(offset);
    }

    /** {@return the calls that were inlined at an operator, innermost first} */
    List<InlinedCall> inlinedAt(int offset) {
        return program.sourceLines().inlinedAt(offset);
    }

    /** {@return the file of the module's source that a path of an editor stands for: the one with the longest end} */
    Optional<String> fileOf(String path) {
        String wanted = path.replace('\\', '/');
        return begins.keySet().stream()
                .filter(each -> !each.equals(TEXT))
                .filter(each -> wanted.equals(each) || wanted.endsWith("/" + each.replaceFirst("^\\./", "")))
                .findFirst();
    }

    /** {@return the first line of a file from one on that has code, with the offsets at which it begins} */
    Optional<Map.Entry<Integer, List<Integer>>> line(String file, int line) {
        NavigableMap<Integer, List<Integer>> lines = begins.get(file);
        return lines == null ? Optional.empty() : Optional.ofNullable(lines.ceilingEntry(line));
    }

    /** {@return where a function begins, by its name, the name of its export, or its index} */
    Optional<Integer> function(String name) {
        for (Map.Entry<Integer, Integer> entry : entries.entrySet()) {
            int index = entry.getKey();
            if (program.names()
                            .function(index)
                            .filter(symbol -> symbol.equals(name)
                                    || Symbols.readable(symbol).equals(name))
                            .isPresent()
                    || program.exports().stream()
                            .anyMatch(each -> each.kind() == ExternKind.FUNC
                                    && each.index() == index
                                    && each.name().equals(name))
                    || name.equals(Integer.toString(index))) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }
}
