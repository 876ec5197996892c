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
    private static final int MOST_REFERENCES = 8;

    private final Sections sections;
    private volatile @Nullable List<Function> functions;

    DwarfFunctions(Sections sections) {
        this.sections = sections;
    }

    /**
     * A range of the code of a function.
     *
     * @param begin the first address
     * @param end the address behind the last
     * @param unit where in the section the function's unit is
     * @param entry where in the section its entry is
     */
    private record Function(long begin, long end, int unit, int entry) {}

    /** {@return the calls that were replaced at an address, innermost first} */
    List<InlinedCall> at(long address) {
        try {
            for (Function each : functions()) {
                if (each.begin <= address && address < each.end) {
                    return find(address, each);
                }
            }
        } catch (DwarfException e) {
            // Unknown, like everything else that is malformed.
        }
        return List.of();
    }

    private List<InlinedCall> find(long address, Function function) {
        Budget budget = new Budget(MOST_IN_FUNCTION);
        Unit unit = unit(function.unit, budget);
        Entry entry = new Entry(unit, function.entry, budget);
        entry.next();
        List<InlinedCall> calls = new ArrayList<>();
        int innermost = 0;
        while (entry.next() && entry.depth() > 0 && calls.size() < MOST_CALLS) {
            if (entry.tag() == Entry.INLINED_SUBROUTINE
                    && entry.depth() > innermost
                    && covers(unit, entry, address, budget)) {
                innermost = entry.depth();
                calls.add(new InlinedCall(name(unit, entry, budget), callSite(unit, entry)));
            }
        }
        Collections.reverse(calls);
        return List.copyOf(calls);
    }

    private static boolean covers(Unit unit, Entry entry, long address, Budget budget) {
        boolean[] covers = {false};
        unit.ranges(entry, budget, (begin, end) -> covers[0] |= begin <= address && address < end);
        return covers[0];
    }

    private static Optional<SourceLocation> callSite(Unit unit, Entry entry) {
        long line = entry.callLine.value();
        if (line < 1 || line > Integer.MAX_VALUE || !entry.callFile.isPresent()) {
            return Optional.empty();
        }
        long column = entry.callColumn.value();
        try {
            return Optional.of(new SourceLocation(
                    unit.path(entry.callFile.value()),
                    (int) line,
                    column < 0 || column > Integer.MAX_VALUE ? 0 : (int) column));
        } catch (DwarfException e) {
            return Optional.empty();
        }
    }

    /** {@return the name of the function that an entry is a copy of} It stands there, or where that refers to. */
    private Optional<String> name(Unit unit, Entry entry, Budget budget) {
        try {
            Unit itsUnit = unit;
            Entry each = entry;
            for (int i = 0; i < MOST_REFERENCES && !each.name.isPresent(); i++) {
                if (!each.origin.isPresent()) {
                    return Optional.empty();
                }
                long target = each.origin.value();
                if (each.origin.form() == Forms.REF_ADDR) {
                    itsUnit = unit(unitOf(target), budget);
                } else {
                    target += itsUnit.begin();
                }
                each = new Entry(itsUnit, target, budget);
                if (!each.next()) {
                    return Optional.empty();
                }
            }
            return each.name.isPresent() ? Optional.of(itsUnit.text(each.name)) : Optional.empty();
        } catch (DwarfException e) {
            return Optional.empty();
        }
    }

    private int unitOf(long offset) {
        int end;
        for (int unit = 0; unit < sections.entries().limit(); unit = end) {
            end = Unit.end(sections, unit);
            if (offset < end) {
                return unit;
            }
        }
        throw new DwarfException("no unit has offset " + offset);
    }

    private Unit unit(int begin, Budget budget) {
        return new Unit(sections, begin, table -> new Abbreviations(sections, table, budget), budget);
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
