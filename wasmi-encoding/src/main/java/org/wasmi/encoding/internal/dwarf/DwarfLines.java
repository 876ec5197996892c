package org.wasmi.encoding.internal.dwarf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InlinedCall;
import org.wasmi.encoding.error.SourceLines;
import org.wasmi.encoding.error.SourceLocation;

/**
 * The lines of source that the section {@code .debug_line} tells (DWARF 5, 6.2). The first question goes through the
 * whole section and notes where the sequences of addresses are, which takes about 40 bytes for each; every question
 * then goes through one of them. Whatever is malformed counts as unknown.
 */
public final class DwarfLines implements SourceLines {
    private final Sections sections;
    private final int codeOffset;
    private final DwarfFunctions functions;
    private volatile @Nullable List<Sequence> sequences;

    private DwarfLines(Sections sections, int codeOffset) {
        this.sections = sections;
        this.codeOffset = codeOffset;
        functions = new DwarfFunctions(sections);
    }

    /**
     * Instructions without a gap, in the order of their addresses.
     *
     * @param begin the first address
     * @param end the address behind the last instruction
     * @param unit where in the section the table is that has it
     * @param program where in the table its part of the line number program begins
     */
    private record Sequence(long begin, long end, int unit, int program) {}

    /**
     * {@return the lines that custom sections tell}
     *
     * @param custom the sections by name
     * @param codeOffset what DWARF counts from, as an offset in the binary
     */
    public static SourceLines of(Map<String, ByteBuffer> custom, int codeOffset) {
        Sections sections = Sections.of(custom);
        return sections.lines().hasRemaining() ? new DwarfLines(sections, codeOffset) : NONE;
    }

    @Override
    public Optional<SourceLocation> at(int offset) {
        long address = (long) offset - codeOffset;
        try {
            for (Sequence each : sequences()) {
                if (each.begin <= address && address < each.end) {
                    return find(address, each);
                }
            }
        } catch (DwarfException e) {
            // Unknown, like everything else that is malformed.
        }
        return Optional.empty();
    }

    @Override
    public OptionalInt bodyOf(int offset) {
        long address = (long) offset - codeOffset;
        try {
            Optional<DwarfFunctions.Function> function = functions.function(address);
            for (Sequence each : sequences()) {
                if (function.isPresent() && each.begin <= address && address < each.end) {
                    LineProgram rows = new LineTable(sections, each.unit).program();
                    rows.position(each.program);
                    while (rows.next()
                            && !rows.endsSequence()
                            && rows.address() < function.get().end()) {
                        if (rows.endsPrologue()
                                && rows.address() >= function.get().begin()) {
                            return OptionalInt.of((int) rows.address() + codeOffset);
                        }
                    }
                    break;
                }
            }
        } catch (DwarfException e) {
            // Unknown, like everything else that is malformed.
        }
        return OptionalInt.empty();
    }

    @Override
    public List<InlinedCall> inlinedAt(int offset) {
        return functions.at((long) offset - codeOffset);
    }

    private Optional<SourceLocation> find(long address, Sequence sequence) {
        LineTable table = new LineTable(sections, sequence.unit);
        LineProgram rows = table.program();
        rows.position(sequence.program);
        int file = 0;
        int line = 0;
        int column = 0;
        while (rows.next() && rows.address() <= address && !rows.endsSequence()) {
            file = rows.file();
            line = rows.line();
            column = rows.column();
        }
        return line < 1
                ? Optional.empty()
                : Optional.of(new SourceLocation(table.path(file), line, Math.max(0, column)));
    }

    private List<Sequence> sequences() {
        List<Sequence> known = sequences;
        if (known == null) {
            known = findSequences();
            sequences = known;
        }
        return known;
    }

    private List<Sequence> findSequences() {
        List<Sequence> found = new ArrayList<>();
        try {
            int end;
            for (int unit = 0; unit < sections.lines().limit(); unit = end) {
                end = LineTable.end(sections, unit);
                addSequences(unit, found);
            }
        } catch (DwarfException e) {
            // Without the length of one table, none behind it can be found.
        }
        return List.copyOf(found);
    }

    private void addSequences(int unit, List<Sequence> found) {
        try {
            LineProgram rows = new LineTable(sections, unit).program();
            int start = rows.position();
            while (rows.next()) {
                long begin = rows.address();
                while (!rows.endsSequence() && rows.next()) {
                    // To the end of the sequence.
                }
                // Linkers give the address 0 to functions that they drop; there the section has its number of
                // functions.
                if (begin > 0 && begin < rows.address()) {
                    found.add(new Sequence(begin, rows.address(), unit, start));
                }
                start = rows.position();
            }
        } catch (DwarfException e) {
            // What has been found holds.
        }
    }
}
