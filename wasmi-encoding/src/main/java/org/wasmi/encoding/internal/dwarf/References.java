package org.wasmi.encoding.internal.dwarf;

/** Follows references between entries of {@code .debug_info}. Immutable. */
final class References {
    private static final int MOST_STEPS = 8;

    private final Sections sections;

    References(Sections sections) {
        this.sections = sections;
    }

    /**
     * An entry of a unit.
     *
     * @param unit the unit
     * @param entry a cursor at the entry
     */
    record Target(Unit unit, Entry entry) {

        /** {@return a cursor before the same entry, to move through those that belong to it} */
        Entry cursor(Budget budget) {
            return new Entry(unit, entry.position(), budget);
        }
    }

    /**
     * A value of an attribute.
     *
     * @param unit the unit of the entry that has it
     * @param value the value, or one that is not present
     */
    record Attribute(Unit unit, Entry.Value value) {}

    /** {@return the unit that begins at an offset of the section} */
    Unit unit(int begin, Budget budget) {
        return new Unit(sections, begin, table -> new Abbreviations(sections, table, budget), budget);
    }

    /** {@return the entry that a value of another one refers to} */
    Target follow(Unit unit, Entry.Value reference, Budget budget) {
        Unit itsUnit = unit;
        long offset = reference.value();
        switch (reference.form()) {
            case Forms.REF_ADDR -> itsUnit = unit(unitOf(offset, budget), budget);
            case Forms.REF1, Forms.REF2, Forms.REF4, Forms.REF8, Forms.REF_UDATA -> offset += unit.begin();
            default -> throw new DwarfException("no reference has form " + reference.form());
        }
        Entry entry = new Entry(itsUnit, offset, budget);
        if (!entry.next()) {
            throw new DwarfException("no entry at " + offset);
        }
        return new Target(itsUnit, entry);
    }

    /** {@return an attribute of an entry, or of those that it completes} */
    Attribute attribute(Unit unit, Entry entry, int name, Budget budget) {
        Target target = new Target(unit, entry);
        for (int i = 0; ; i++) {
            Entry.Value value = target.entry.get(name);
            Entry.Value origin = target.entry.origin();
            if (value.isPresent() || !origin.isPresent() || i == MOST_STEPS) {
                return new Attribute(target.unit, value);
            }
            target = follow(target.unit, origin, budget);
        }
    }

    private int unitOf(long offset, Budget budget) {
        int end;
        for (int unit = 0; unit < sections.entries().limit(); unit = end) {
            budget.take();
            end = Unit.end(sections, unit);
            if (offset < end) {
                return unit;
            }
        }
        throw new DwarfException("no unit has offset " + offset);
    }
}
