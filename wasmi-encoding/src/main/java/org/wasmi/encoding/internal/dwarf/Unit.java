package org.wasmi.encoding.internal.dwarf;

import java.util.function.LongFunction;

/**
 * A unit of {@code .debug_info} (DWARF 5, 7.5.1): its header, and what its first entry tells all others, namely where
 * in other sections their indices count from.
 */
final class Unit {
    private static final int OLDEST = 2;
    private static final int NEWEST = 5;
    private static final int FIRST_WITH_TYPES = 5;
    private static final int TYPE = 2;
    private static final int SKELETON = 4;
    private static final int SPLIT_COMPILE = 5;
    private static final int SPLIT_TYPE = 6;

    // What a range list consists of (7.25).
    private static final int END_OF_LIST = 0;
    private static final int BASE_ADDRESSX = 1;
    private static final int STARTX_ENDX = 2;
    private static final int STARTX_LENGTH = 3;
    private static final int OFFSET_PAIR = 4;
    private static final int BASE_ADDRESS = 5;
    private static final int START_END = 6;
    private static final int START_LENGTH = 7;

    private final Sections sections;
    private final Abbreviations abbreviations;
    private final int begin;
    private final int entries;
    private final int version;
    private final int addressSize;
    private final Entry root;

    /** Takes a range of addresses: the first, and the one behind the last. */
    @FunctionalInterface
    interface RangeConsumer {
        void accept(long begin, long end);
    }

    /** Reads the unit at an offset of the section; the function gives the abbreviations at an offset of theirs. */
    Unit(Sections sections, int begin, LongFunction<Abbreviations> abbreviations, Budget budget) {
        this.sections = sections;
        this.begin = begin;
        DwarfReader in = reader();
        version = (int) in.unsigned(Short.BYTES);
        if (version < OLDEST || version > NEWEST) {
            throw new DwarfException("version " + version);
        }
        long table;
        if (version >= FIRST_WITH_TYPES) {
            int type = in.u8();
            addressSize = in.u8();
            table = in.offset();
            switch (type) {
                case TYPE, SPLIT_TYPE -> in.skip(Long.BYTES + in.offsetSize());
                case SKELETON, SPLIT_COMPILE -> in.skip(Long.BYTES);
                default -> {
                    // Nothing more.
                }
            }
        } else {
            table = in.offset();
            addressSize = in.u8();
        }
        entries = in.position();
        this.abbreviations = abbreviations.apply(table);
        root = new Entry(this, entries, budget);
        if (!root.next()) {
            throw new DwarfException("a unit without entries");
        }
    }

    /** {@return where the unit that begins at an offset of the section ends} */
    static int end(Sections sections, int unit) {
        DwarfReader in = new DwarfReader(sections.entries(), unit);
        in.limit(in.unitLength());
        return in.end();
    }

    /** {@return a reader behind the length of the unit, up to its end} */
    private DwarfReader reader() {
        DwarfReader in = new DwarfReader(sections.entries(), begin);
        in.limit(in.unitLength());
        return in;
    }

    /** {@return a reader at an offset of the section, up to the end of the unit} */
    DwarfReader reader(long offset) {
        DwarfReader in = reader();
        in.position(offset);
        return in;
    }

    /** {@return a cursor before the first entry} */
    Entry entries(Budget budget) {
        return new Entry(this, entries, budget);
    }

    Abbreviations abbreviations() {
        return abbreviations;
    }

    int addressSize() {
        return addressSize;
    }

    /** {@return where in the section the unit begins, which most references count from} */
    int begin() {
        return begin;
    }

    /** {@return the path of a file, by its number in the unit's line table} */
    String path(long file) {
        return new LineTable(sections, (int) root.lineTable.value()).path((int) file);
    }

    String text(Entry.Value value) {
        return switch (value.form()) {
            case Forms.STRING -> new DwarfReader(sections.entries(), value.value()).text();
            case Forms.STRP -> new DwarfReader(sections.texts(), value.value()).text();
            case Forms.LINE_STRP -> new DwarfReader(sections.lineTexts(), value.value()).text();
            case Forms.STRX, Forms.STRX1, Forms.STRX2, Forms.STRX3, Forms.STRX4 -> {
                DwarfReader in = reader().at(sections.textOffsets(), root.textOffsetsBase.value(), value.value());
                yield new DwarfReader(sections.texts(), in.offset()).text();
            }
            default -> throw new DwarfException("no text has form " + value.form());
        };
    }

    /** {@return an address that is written out or an index} */
    long address(Entry.Value value) {
        return switch (value.form()) {
            case Forms.ADDR -> value.value();
            case Forms.ADDRX, Forms.ADDRX1, Forms.ADDRX2, Forms.ADDRX3, Forms.ADDRX4 -> addressAt(value.value());
            default -> throw new DwarfException("no address has form " + value.form());
        };
    }

    private long addressAt(long index) {
        long size = Math.max(1, addressSize);
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new DwarfException("no address " + index);
        }
        return new DwarfReader(sections.addresses(), root.addressBase.value() + index * size).unsigned(addressSize);
    }

    /** Finds the addresses that an entry covers. */
    void ranges(Entry entry, Budget budget, RangeConsumer action) {
        if (entry.ranges.isPresent()) {
            long base = root.lowPc.isPresent() ? address(root.lowPc) : 0;
            if (version < FIRST_WITH_TYPES) {
                plainRanges(entry.ranges.value(), base, budget, action);
            } else {
                rangeList(entry.ranges, base, budget, action);
            }
        } else if (entry.lowPc.isPresent() && entry.highPc.isPresent()) {
            long low = address(entry.lowPc);
            boolean isLength =
                    switch (entry.highPc.form()) {
                        case Forms.ADDR, Forms.ADDRX, Forms.ADDRX1, Forms.ADDRX2, Forms.ADDRX3, Forms.ADDRX4 -> false;
                        default -> true;
                    };
            action.accept(low, isLength ? low + entry.highPc.value() : address(entry.highPc));
        }
    }

    private void plainRanges(long offset, long firstBase, Budget budget, RangeConsumer action) {
        DwarfReader in = new DwarfReader(sections.ranges(), offset);
        long highest = addressSize >= Long.BYTES ? -1 : (1L << (Byte.SIZE * addressSize)) - 1;
        long base = firstBase;
        while (true) {
            budget.take();
            long from = in.unsigned(addressSize);
            long to = in.unsigned(addressSize);
            if (from == highest) {
                base = to;
            } else if (from == 0 && to == 0) {
                return;
            } else {
                action.accept(base + from, base + to);
            }
        }
    }

    private void rangeList(Entry.Value list, long firstBase, Budget budget, RangeConsumer action) {
        long offset = list.value();
        if (list.form() == Forms.RNGLISTX) {
            long start = root.rangeListsBase.value();
            offset = start + reader().at(sections.rangeLists(), start, offset).offset();
        }
        DwarfReader in = new DwarfReader(sections.rangeLists(), offset);
        long base = firstBase;
        while (true) {
            budget.take();
            int kind = in.u8();
            switch (kind) {
                case END_OF_LIST -> {
                    return;
                }
                case BASE_ADDRESSX -> base = addressAt(in.uleb());
                case BASE_ADDRESS -> base = in.unsigned(addressSize);
                case STARTX_ENDX -> action.accept(addressAt(in.uleb()), addressAt(in.uleb()));
                case STARTX_LENGTH -> {
                    long from = addressAt(in.uleb());
                    action.accept(from, from + in.uleb());
                }
                case OFFSET_PAIR -> action.accept(base + in.uleb(), base + in.uleb());
                case START_END -> action.accept(in.unsigned(addressSize), in.unsigned(addressSize));
                case START_LENGTH -> {
                    long from = in.unsigned(addressSize);
                    action.accept(from, from + in.uleb());
                }
                default -> throw new DwarfException("unknown entry of a range list: " + kind);
            }
        }
    }
}
