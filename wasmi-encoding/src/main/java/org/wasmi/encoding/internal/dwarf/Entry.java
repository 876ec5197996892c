package org.wasmi.encoding.internal.dwarf;

import java.util.List;
import org.wasmi.encoding.internal.dwarf.Abbreviations.Abbreviation;
import org.wasmi.encoding.internal.dwarf.Abbreviations.Attribute;

/**
 * A cursor over the debugging information entries of a unit (DWARF 5, 2.1), each before those that belong to it. Keeps
 * the attributes of the one it is at. Mutable, for one thread.
 */
final class Entry {
    // Tags (7.5.4).
    static final int INLINED_SUBROUTINE = 0x1D;
    static final int SUBPROGRAM = 0x2E;

    static final int CLASS = 0x02;
    static final int ARRAY = 0x01;
    static final int ENUMERATION = 0x04;
    static final int FORMAL_PARAMETER = 0x05;
    static final int LEXICAL_BLOCK = 0x0B;
    static final int MEMBER = 0x0D;
    static final int POINTER = 0x0F;
    static final int REFERENCE = 0x10;
    static final int STRUCTURE = 0x13;
    static final int TYPEDEF = 0x16;
    static final int UNION = 0x17;
    static final int VARIANT = 0x19;
    static final int INHERITANCE = 0x1C;
    static final int SUBRANGE = 0x21;
    static final int BASE_TYPE = 0x24;
    static final int CONST = 0x26;
    static final int ENUMERATOR = 0x28;
    static final int VARIANT_PART = 0x33;
    static final int VARIABLE = 0x34;
    static final int VOLATILE = 0x35;
    static final int RESTRICT = 0x37;
    static final int RVALUE_REFERENCE = 0x42;
    static final int ATOMIC = 0x47;

    // Attributes (7.5.5).
    static final int LOCATION = 0x02;
    static final int NAME = 0x03;
    static final int BYTE_SIZE = 0x0B;
    static final int BIT_OFFSET = 0x0C;
    static final int BIT_SIZE = 0x0D;
    static final int STMT_LIST = 0x10;
    static final int LOW_PC = 0x11;
    static final int HIGH_PC = 0x12;
    static final int DISCRIMINANT = 0x15;
    static final int DISCRIMINANT_VALUE = 0x16;
    static final int CONST_VALUE = 0x1C;
    static final int UPPER_BOUND = 0x2F;
    static final int ABSTRACT_ORIGIN = 0x31;
    static final int COUNT = 0x37;
    static final int DATA_MEMBER_LOCATION = 0x38;
    static final int ENCODING = 0x3E;
    static final int FRAME_BASE = 0x40;
    static final int SPECIFICATION = 0x47;
    static final int TYPE = 0x49;
    static final int RANGES = 0x55;
    static final int CALL_COLUMN = 0x57;
    static final int CALL_FILE = 0x58;
    static final int CALL_LINE = 0x59;
    static final int DATA_BIT_OFFSET = 0x6B;
    static final int STR_OFFSETS_BASE = 0x72;
    static final int ADDR_BASE = 0x73;
    static final int RNGLISTS_BASE = 0x74;
    static final int LOCLISTS_BASE = 0x8C;

    private static final int NONE = 0;
    private static final Value ABSENT = new Value(NONE, 0);

    private final Unit unit;
    private final DwarfReader in;
    private final Budget budget;

    private int position;
    private int tag;
    private int depth;
    private int nextDepth;

    private List<Attribute> attributes = List.of();

    /** The values of the attributes. */
    private long[] values = new long[16];

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
        attributes = List.of();
        if (values.length < abbreviation.attributes().size()) {
            values = new long[abbreviation.attributes().size()];
        }
        int index = 0;
        for (Attribute each : abbreviation.attributes()) {
            budget.take();
            int form = each.form();
            values[index++] = form == Forms.IMPLICIT_CONST ? each.value() : Forms.read(in, form, unit.addressSize());
        }
        attributes = abbreviation.attributes();
    }

    /** {@return the value of an attribute, in time proportional to their number} */
    Value get(int attribute) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.get(i).name() == attribute) {
                return new Value(attributes.get(i).form(), values[i]);
            }
        }
        return ABSENT;
    }

    /** {@return the entry that this one completes: it stands for that one, or declares it apart} */
    Value origin() {
        Value origin = get(ABSTRACT_ORIGIN);
        return origin.isPresent() ? origin : get(SPECIFICATION);
    }
}
