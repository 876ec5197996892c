package org.wasmi.encoding.internal.dwarf;

import org.wasmi.encoding.internal.dwarf.Abbreviations.Abbreviation;
import org.wasmi.encoding.internal.dwarf.Abbreviations.Attribute;

/**
 * A cursor over the debugging information entries of a unit (DWARF 5, 2.1), each before those that belong to it. Keeps
 * the attributes that tell which function an instruction comes from. Mutable, for one thread.
 */
final class Entry {
    // Tags (7.5.4).
    static final int INLINED_SUBROUTINE = 0x1D;
    static final int SUBPROGRAM = 0x2E;

    // Attributes (7.5.5).
    private static final int NAME = 0x03;
    private static final int STMT_LIST = 0x10;
    private static final int LOW_PC = 0x11;
    private static final int HIGH_PC = 0x12;
    private static final int ABSTRACT_ORIGIN = 0x31;
    private static final int SPECIFICATION = 0x47;
    private static final int RANGES = 0x55;
    private static final int CALL_COLUMN = 0x57;
    private static final int CALL_FILE = 0x58;
    private static final int CALL_LINE = 0x59;
    private static final int STR_OFFSETS_BASE = 0x72;
    private static final int ADDR_BASE = 0x73;
    private static final int RNGLISTS_BASE = 0x74;

    private static final int NONE = 0;
    private static final Value ABSENT = new Value(NONE, 0);

    private final Unit unit;
    private final DwarfReader in;
    private final Budget budget;

    private int position;
    private int tag;
    private int depth;
    private int nextDepth;

    Value name = ABSENT;
    Value lineTable = ABSENT;
    Value lowPc = ABSENT;
    Value highPc = ABSENT;
    Value ranges = ABSENT;
    Value origin = ABSENT;
    Value callFile = ABSENT;
    Value callLine = ABSENT;
    Value callColumn = ABSENT;
    Value textOffsetsBase = ABSENT;
    Value addressBase = ABSENT;
    Value rangeListsBase = ABSENT;

    /**
     * The value of an attribute as it is written.
     *
     * @param form its form, 0 if the entry does not have the attribute
     * @param value what {@link Forms#read} tells
     */
    record Value(int form, long value) {
        boolean isPresent() {
            return form != NONE;
        }
    }

    /** Makes a cursor before the entry at an offset of the section. */
    Entry(Unit unit, long offset, Budget budget) {
        this.unit = unit;
        this.budget = budget;
        in = unit.reader(offset);
    }

    /** {@return where in the section the entry is} */
    int position() {
        return position;
    }

    int tag() {
        return tag;
    }

    /** {@return to how many entries it belongs, from the one on at which the cursor has begun} */
    int depth() {
        return depth;
    }

    /**
     * Moves to the next entry.
     *
     * @return whether there is one
     */
    boolean next() {
        while (!in.atEnd()) {
            budget.take();
            position = in.position();
            long code = in.uleb();
            if (code != 0) {
                read(code);
                return true;
            }
            nextDepth--;
        }
        return false;
    }

    private void read(long code) {
        Abbreviation abbreviation = unit.abbreviations().get(code);
        if (abbreviation == null) {
            throw new DwarfException("no abbreviation " + code);
        }
        tag = abbreviation.tag();
        depth = nextDepth;
        nextDepth += abbreviation.children() ? 1 : 0;
        name = ABSENT;
        lowPc = ABSENT;
        highPc = ABSENT;
        ranges = ABSENT;
        origin = ABSENT;
        callFile = ABSENT;
        callLine = ABSENT;
        callColumn = ABSENT;
        for (Attribute each : abbreviation.attributes()) {
            budget.take();
            int form = each.form();
            long value = form == Forms.IMPLICIT_CONST ? each.value() : Forms.read(in, form, unit.addressSize());
            set(each.name(), form, value);
        }
    }

    private void set(int attribute, int form, long value) {
        switch (attribute) {
            case NAME -> name = new Value(form, value);
            case LOW_PC -> lowPc = new Value(form, value);
            case HIGH_PC -> highPc = new Value(form, value);
            case RANGES -> ranges = new Value(form, value);
            case ABSTRACT_ORIGIN, SPECIFICATION -> origin = new Value(form, value);
            case CALL_FILE -> callFile = new Value(form, value);
            case CALL_LINE -> callLine = new Value(form, value);
            case CALL_COLUMN -> callColumn = new Value(form, value);
            case STMT_LIST -> lineTable = new Value(form, value);
            case STR_OFFSETS_BASE -> textOffsetsBase = new Value(form, value);
            case ADDR_BASE -> addressBase = new Value(form, value);
            case RNGLISTS_BASE -> rangeListsBase = new Value(form, value);
            default -> {
                // Nothing that the function depends on.
            }
        }
    }
}
