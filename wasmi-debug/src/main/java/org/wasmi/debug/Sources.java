package org.wasmi.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.InlinedCall;
import org.wasmi.encoding.error.SourceLines;
import org.wasmi.encoding.error.SourceLocation;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.text.Wat;

/** Where the operators of a module are in its source: in files if the module tells, otherwise in its text. */
final class Sources {
    /** The file that stands for the text of the module. */
    static final String TEXT = "";

    private final byte[] wasm;
    private final Program program;
    private final int imported;

    /** Whether debugging information names files and lines. */
    private final boolean hasFiles;

    /** Made when it is needed first, as {@link #begins}: both take time in large modules. */
    private @Nullable TextLines textLines;

    /** By file, then by line: the offsets of operators at which the line begins, in one function or more. */
    private @Nullable Map<String, NavigableMap<Integer, List<Integer>>> begins;

    Sources(byte[] wasm, Program program) {
        this.wasm = wasm;
        this.program = program;
        this.imported = program.importCount(ExternKind.FUNC);
        this.hasFiles = !program.sourceLines().equals(SourceLines.NONE)
                && program.functions().stream()
                        .anyMatch(each -> hasLine(each.body().code()));
    }

    private boolean hasLine(Code code) {
        for (SourceMap.Cursor pair = code.sources().cursor(); pair.next(); ) {
            if (program.sourceLines().at(pair.byteOffset()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** {@return what begins where, by file and line} */
    private synchronized Map<String, NavigableMap<Integer, List<Integer>>> begins() {
        if (begins == null) {
            Map<String, NavigableMap<Integer, List<Integer>>> found = new HashMap<>();
            program.functions().forEach(each -> addLines(each.body().code(), found));
            begins = found;
        }
        return begins;
    }

    private void addLines(Code code, Map<String, NavigableMap<Integer, List<Integer>>> found) {
        Optional<Place> before = Optional.empty();
        int line = 0;
        int body = bodyOf(code);
        for (SourceMap.Cursor pair = code.sources().cursor(); pair.next(); ) {
            int offset = pair.byteOffset();
            if (offset == SourceMap.UNKNOWN || offset < body) {
                continue;
            }
            Optional<Place> place = at(offset);
            if (place.isPresent() && before.filter(place.get()::isOnLineOf).isEmpty()) {
                add(place.get().file(), place.get().line(), offset, found);
            }
            before = place;
            if (place.isEmpty() || !place.get().file().equals(TEXT)) { // the text shows all operators
                int inText = textLine(offset);
                if (inText != line) {
                    add(TEXT, inText, offset, found);
                }
                line = inText;
            }
        }
    }

    private static void add(
            String file, int line, int offset, Map<String, NavigableMap<Integer, List<Integer>>> found) {
        List<Integer> offsets =
                found.computeIfAbsent(file, each -> new TreeMap<>()).computeIfAbsent(line, each -> new ArrayList<>());
        if (!offsets.contains(offset)) {
            offsets.add(offset);
        }
    }

    /** {@return where the body of a function begins: in the prologue before it, variables have no values} */
    int bodyOf(Code code) {
        for (SourceMap.Cursor pair = code.sources().cursor(); pair.next(); ) {
            if (pair.byteOffset() != SourceMap.UNKNOWN) {
                return program.sourceLines().bodyOf(pair.byteOffset()).orElse(pair.byteOffset());
            }
        }
        return 0;
    }

    /** {@return the text of the module} */
    String text() {
        return Wat.print(wasm);
    }

    /** {@return the line of the text that has an operator} */
    synchronized int textLine(int offset) {
        if (textLines == null) {
            textLines = new TextLines(wasm);
        }
        return textLines.line(offset);
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

    /** {@return the calls that were inlined at an operator, innermost first} */
    List<InlinedCall> inlinedAt(int offset) {
        return program.sourceLines().inlinedAt(offset);
    }

    /** {@return the file of the module's source that a path of an editor stands for: the one with the longest end} */
    Optional<String> fileOf(String path) {
        String wanted = path.replace('\\', '/');
        return begins().keySet().stream()
                .filter(each -> !each.equals(TEXT))
                .filter(each -> wanted.equals(each) || wanted.endsWith("/" + each.replaceFirst("^\\./", "")))
                .findFirst();
    }

    /** {@return the first line of a file from one on that has code, with the offsets at which it begins} */
    Optional<Map.Entry<Integer, List<Integer>>> line(String file, int line) {
        NavigableMap<Integer, List<Integer>> lines = begins().get(file);
        return lines == null ? Optional.empty() : Optional.ofNullable(lines.ceilingEntry(line));
    }

    /** {@return where a function begins, by its name, the name of its export, or its index} */
    Optional<Integer> function(String name) {
        Set<Integer> exported = program.exports().stream()
                .filter(each -> each.kind() == ExternKind.FUNC && each.name().equals(name))
                .map(Export::index)
                .collect(Collectors.toSet());
        return IntStream.range(imported, imported + program.functions().size())
                .filter(index -> exported.contains(index)
                        || name.equals(Integer.toString(index))
                        || program.names()
                                .function(index)
                                .filter(symbol -> symbol.equals(name)
                                        || Symbols.readable(symbol).equals(name))
                                .isPresent())
                .mapToObj(this::entry)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** {@return the offset of the first operator of a function's body that has code} */
    private Optional<Integer> entry(int function) {
        Code code = program.functions().get(function - imported).body().code();
        int body = bodyOf(code);
        for (SourceMap.Cursor pair = code.sources().cursor(); pair.next(); ) {
            if (pair.byteOffset() != SourceMap.UNKNOWN && pair.byteOffset() >= body) {
                return Optional.of(pair.byteOffset());
            }
        }
        return Optional.empty();
    }
}
