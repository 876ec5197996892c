package org.wasmi.encoding.internal.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the entries of a unit look like: a table of {@code .debug_abbrev} (DWARF 5, 7.5.3). Immutable. */
final class Abbreviations {
    private final Map<Long, Abbreviation> byCode = new HashMap<>();

    /**
     * What entries with a code look like.
     *
     * @param tag what they stand for
     * @param children whether entries follow that belong to them
     * @param attributes their attributes, in order
     */
    record Abbreviation(int tag, boolean children, List<Attribute> attributes) {}

    /**
     * An attribute.
     *
     * @param name what it tells
     * @param form how its value is written
     * @param value the value, if the form is {@link Forms#IMPLICIT_CONST}
     */
    record Attribute(int name, int form, long value) {}

    /** Reads the table at an offset of the section. */
    Abbreviations(Sections sections, long offset, Budget budget) {
        DwarfReader in = new DwarfReader(sections.abbreviations(), offset);
        for (long code = in.uleb(); code != 0; code = in.uleb()) {
            budget.take();
            int tag = (int) in.uleb();
            boolean children = in.u8() != 0;
            byCode.putIfAbsent(code, new Abbreviation(tag, children, attributes(in, budget)));
        }
    }

    private static List<Attribute> attributes(DwarfReader in, Budget budget) {
        List<Attribute> attributes = new ArrayList<>();
        while (true) {
            budget.take();
            int name = (int) in.uleb();
            int form = (int) in.uleb();
            if (name == 0 && form == 0) {
                return attributes;
            }
            attributes.add(new Attribute(name, form, form == Forms.IMPLICIT_CONST ? in.sleb() : 0));
        }
    }

    /** {@return what entries with a code look like, or null if the table does not tell} */
    @Nullable
    Abbreviation get(long code) {
        return byCode.get(code);
    }
}
