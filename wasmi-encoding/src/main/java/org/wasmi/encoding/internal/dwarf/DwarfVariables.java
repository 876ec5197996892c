package org.wasmi.encoding.internal.dwarf;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.source.GuestState;
import org.wasmi.encoding.source.SourceValue;
import org.wasmi.encoding.source.SourceVariables;

/**
 * The variables that {@code .debug_info} tells (DWARF 5, 4.1). Each question walks the entries of one function. Whatever
 * is malformed is left out.
 */
public final class DwarfVariables implements SourceVariables {
    private static final int MOST_IN_FUNCTION = 1 << 19;
    private static final int MOST_VARIABLES = 1_000;

    private final int codeOffset;
    private final DwarfFunctions functions;
    private final References references;

    private DwarfVariables(Sections sections, int codeOffset) {
        this.codeOffset = codeOffset;
        functions = new DwarfFunctions(sections);
        references = new References(sections);
    }

    /**
     * {@return the variables that custom sections tell}
     *
     * @param custom the sections by name
     * @param codeOffset what DWARF counts from, as an offset in the binary
     */
    public static SourceVariables of(Map<String, ByteBuffer> custom, int codeOffset) {
        Sections sections = Sections.of(custom);
        return sections.entries().hasRemaining() ? new DwarfVariables(sections, codeOffset) : NONE;
    }

    @Override
    public List<SourceValue> at(int offset, int call, GuestState state) {
        long address = (long) offset - codeOffset;
        List<SourceValue> found = new ArrayList<>();
        try {
            Optional<DwarfFunctions.Function> function = functions.function(address);
            if (function.isPresent()) {
                int inlined = functions.at(address).size() - call;
                find(address, inlined, function.get(), state, found);
            }
        } catch (DwarfException e) {
            // What has been found holds.
        }
        return List.copyOf(found);
    }

    /**
     * Finds variables.
     *
     * @param inlined how many of the inlined calls enclose them
     */
    private void find(
            long address, int inlined, DwarfFunctions.Function function, GuestState state, List<SourceValue> found) {
        Budget budget = new Budget(MOST_IN_FUNCTION);
        Unit unit = references.unit(function.unit(), budget);
        Entry entry = new Entry(unit, function.entry(), budget);
        entry.next();
        OptionalLong frameBase = frameBase(unit, entry.get(Entry.FRAME_BASE), address, state, budget);
        Deque<Integer> calls = new ArrayDeque<>(); // the depths of the inlined calls that the cursor is in
        int elsewhere = Integer.MAX_VALUE; // the depth of an entry of which those that belong to it do not count
        while (entry.next() && entry.depth() > 0 && found.size() < MOST_VARIABLES) {
            if (entry.depth() > elsewhere) {
                continue;
            }
            elsewhere = Integer.MAX_VALUE;
            while (!calls.isEmpty() && entry.depth() <= calls.element()) {
                calls.pop();
            }
            switch (entry.tag()) {
                case Entry.FORMAL_PARAMETER, Entry.VARIABLE -> {
                    if (calls.size() == inlined) {
                        variable(unit, entry, address, frameBase, state, budget).ifPresent(found::add);
                    }
                }
                case Entry.INLINED_SUBROUTINE -> {
                    if (unit.covers(entry, address, budget)) {
                        calls.push(entry.depth());
                    } else {
                        elsewhere = entry.depth();
                    }
                }
                case Entry.LEXICAL_BLOCK -> {
                    if (!unit.covers(entry, address, budget)) {
                        elsewhere = entry.depth();
                    }
                }
                default -> elsewhere = entry.depth();
            }
        }
    }

    private static OptionalLong frameBase(
            Unit unit, Entry.Value location, long address, GuestState state, Budget budget) {
        try {
            DwarfReader in = unit.location(location, address, budget);
            return in == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(new Expression(unit, state, OptionalLong.empty()).value(in, 0));
        } catch (DwarfException e) {
            return OptionalLong.empty();
        }
    }

    private Optional<SourceValue> variable(
            Unit unit, Entry entry, long address, OptionalLong frameBase, GuestState state, Budget budget) {
        try {
            References.Attribute name = references.attribute(unit, entry, Entry.NAME, budget);
            if (!name.value().isPresent()) {
                return Optional.empty();
            }
            References.Attribute type = references.attribute(unit, entry, Entry.TYPE, budget);
            return Optional.of(new DwarfValue(
                    new DwarfTypes(references),
                    state,
                    name.unit().text(name.value()),
                    type,
                    storage(unit, entry, address, frameBase, state, budget)));
        } catch (DwarfException e) {
            return Optional.empty();
        }
    }

    private @Nullable Storage storage(
            Unit unit, Entry entry, long address, OptionalLong frameBase, GuestState state, Budget budget) {
        try {
            References.Attribute constant = references.attribute(unit, entry, Entry.CONST_VALUE, budget);
            if (constant.value().isPresent()) {
                return constant.unit().constant(constant.value());
            }
            References.Attribute location = references.attribute(unit, entry, Entry.LOCATION, budget);
            DwarfReader in = location.unit().location(location.value(), address, budget);
            return in == null ? null : new Expression(location.unit(), state, frameBase).storage(in);
        } catch (DwarfException e) {
            return null;
        }
    }
}
