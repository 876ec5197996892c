package org.wasmi.encoding.internal.dwarf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InlinedCall;
import org.wasmi.encoding.error.SourceLocation;

/**
 * The calls that compilers have replaced by the callee's code, as {@code .debug_info} tells them (DWARF 5, 3.3.8). The
 * first question walks all entries and notes where the code of functions is; each question then walks the entries of
 * one function. Whatever is malformed counts as unknown. Thread-safe.
 */
final class DwarfFunctions {
    /** Steps for the first question, each an entry, an attribute or a range: a second's worth. */
    private static final int MOST_IN_ALL = 1 << 26;

    /** Steps for the entries of one function. */
    private static final int MOST_IN_FUNCTION = 1 << 19;

    private static final int MOST_FUNCTIONS = 1 << 20;
    private static final int MOST_CALLS = 64;

    private final Sections sections;
    private final References references;
    private volatile @Nullable List<Function> functions;

    DwarfFunctions(Sections sections) {
        this.sections = sections;
        references = new References(sections);
    }

    /**
     * A range of the code of a function.
     *
     * @param begin the first address
     * @param end the address behind the last
     * @param unit where in the section the function's unit is
     * @param entry where in the section its entry is
     */
    record Function(long begin, long end, int unit, int entry) {}

    /** {@return the calls that were replaced at an address, innermost first} */
    List<InlinedCall> at(long address) {
        try {
            Optional<Function> function = function(address);
            return function.isPresent() ? find(address, function.get()) : List.of();
        } catch (DwarfException e) {
            return List.of(); // unknown, like everything else that is malformed
        }
    }

    /** {@return the function that has an address} */
    Optional<Function> function(long address) {
        for (Function each : functions()) {
            if (each.begin <= address && address < each.end) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private List<InlinedCall> find(long address, Function function) {
        Budget budget = new Budget(MOST_IN_FUNCTION);
        Unit unit = references.unit(function.unit, budget);
        Entry entry = new Entry(unit, function.entry, budget);
        entry.next();
        List<InlinedCall> calls = new ArrayList<>();
        int innermost = 0;
        while (entry.next() && entry.depth() > 0 && calls.size() < MOST_CALLS) {
            if (entry.tag() == Entry.INLINED_SUBROUTINE
                    && entry.depth() > innermost
                    && unit.covers(entry, address, budget)) {
                innermost = entry.depth();
                calls.add(new InlinedCall(name(unit, entry, budget), callSite(unit, entry)));
            }
        }
        Collections.reverse(calls);
        return List.copyOf(calls);
    }

    private static Optional<SourceLocation> callSite(Unit unit, Entry entry) {
        long line = entry.get(Entry.CALL_LINE).value();
        Entry.Value file = entry.get(Entry.CALL_FILE);
        if (line < 1 || line > Integer.MAX_VALUE || !file.isPresent()) {
            return Optional.empty();
        }
        long column = entry.get(Entry.CALL_COLUMN).value();
        try {
            return Optional.of(new SourceLocation(
                    unit.path(file.value()), (int) line, column < 0 || column > Integer.MAX_VALUE ? 0 : (int) column));
        } catch (DwarfException e) {
            return Optional.empty();
        }
    }

    /** {@return the name of the function that an entry is a copy of} It stands there, or where that refers to. */
    private Optional<String> name(Unit unit, Entry entry, Budget budget) {
        try {
            References.Attribute name = references.attribute(unit, entry, Entry.NAME, budget);
            return name.value().isPresent() ? Optional.of(name.unit().text(name.value())) : Optional.empty();
        } catch (DwarfException e) {
            return Optional.empty();
        }
    }

    private List<Function> functions() {
        List<Function> known = functions;
        if (known == null) {
            known = findFunctions();
            functions = known;
        }
        return known;
    }

    private List<Function> findFunctions() {
        List<Function> found = new ArrayList<>();
        Map<Long, Abbreviations> tables = new HashMap<>(); // units share them
        Budget budget = new Budget(MOST_IN_ALL);
        try {
            int end;
            for (int unit = 0; unit < sections.entries().limit() && found.size() < MOST_FUNCTIONS; unit = end) {
                end = Unit.end(sections, unit);
                addFunctions(unit, tables, found, budget);
            }
        } catch (DwarfException e) {
            // Without the length of one unit, none behind it can be found.
        }
        return List.copyOf(found);
    }

    private void addFunctions(int begin, Map<Long, Abbreviations> tables, List<Function> found, Budget budget) {
        try {
            Unit unit = new Unit(
                    sections,
                    begin,
                    table -> tables.computeIfAbsent(table, at -> new Abbreviations(sections, at, budget)),
                    budget);
            Entry entry = unit.entries(budget);
            while (entry.next() && found.size() < MOST_FUNCTIONS) {
                if (entry.tag() == Entry.SUBPROGRAM) {
                    int position = entry.position();
                    unit.ranges(entry, budget, (from, to) -> {
                        // Linkers give the address 0 to functions that they drop.
                        if (from > 0 && from < to && found.size() < MOST_FUNCTIONS) {
                            found.add(new Function(from, to, begin, position));
                        }
                    });
                }
            }
        } catch (DwarfException e) {
            // What has been found holds.
        }
    }
}
