package org.wasmi.encoding.internal.dwarf;

import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

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

    private static final int LONGEST_CONSTANT = 1 << 12;

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
    private final Entry.Value lineTable;
    private final Entry.Value lowPc;
    private final long textOffsetsBase;
    private final long addressBase;
    private final long rangeListsBase;
    private final long locationListsBase;

    // What a location list has instead of the last three (7.7.3).
    private static final int DEFAULT_LOCATION = 5;
    private static final int LOCATION_BASE_ADDRESS = 6;
    private static final int LOCATION_START_END = 7;
    private static final int LOCATION_START_LENGTH = 8;

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
        Entry root = new Entry(this, entries, budget);
        if (!root.next()) {
            throw new DwarfException("a unit without entries");
        }
        lineTable = root.get(Entry.STMT_LIST);
        lowPc = root.get(Entry.LOW_PC);
        textOffsetsBase = root.get(Entry.STR_OFFSETS_BASE).value();
        addressBase = root.get(Entry.ADDR_BASE).value();
        rangeListsBase = root.get(Entry.RNGLISTS_BASE).value();
        locationListsBase = root.get(Entry.LOCLISTS_BASE).value();
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
        return new LineTable(sections, (int) lineTable.value()).path((int) file);
    }

    String text(Entry.Value value) {
        return switch (value.form()) {
            case Forms.STRING -> new DwarfReader(sections.entries(), value.value()).text();
            case Forms.STRP -> new DwarfReader(sections.texts(), value.value()).text();
            case Forms.LINE_STRP -> new DwarfReader(sections.lineTexts(), value.value()).text();
            case Forms.STRX, Forms.STRX1, Forms.STRX2, Forms.STRX3, Forms.STRX4 -> {
                DwarfReader in = reader().at(sections.textOffsets(), textOffsetsBase, value.value());
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

    /** {@return an address of the table of addresses} */
    long addressAt(long index) {
        long size = Math.max(1, addressSize);
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new DwarfException("no address " + index);
        }
        return new DwarfReader(sections.addresses(), addressBase + index * size).unsigned(addressSize);
    }

    /** {@return whether an entry covers an address} */
    boolean covers(Entry entry, long address, Budget budget) {
        boolean[] covers = {false};
        ranges(entry, budget, (from, to) -> covers[0] |= from <= address && address < to);
        return covers[0];
    }

    /** Finds the addresses that an entry covers. */
    void ranges(Entry entry, Budget budget, RangeConsumer action) {
        Entry.Value ranges = entry.get(Entry.RANGES);
        if (ranges.isPresent()) {
            if (version < FIRST_WITH_TYPES) {
                plainRanges(ranges.value(), base(), budget, action);
            } else {
                rangeList(ranges, base(), budget, action);
            }
            return;
        }
        Entry.Value first = entry.get(Entry.LOW_PC);
        Entry.Value last = entry.get(Entry.HIGH_PC);
        if (first.isPresent() && last.isPresent()) {
            long low = address(first);
            boolean isLength =
                    switch (last.form()) {
                        case Forms.ADDR, Forms.ADDRX, Forms.ADDRX1, Forms.ADDRX2, Forms.ADDRX3, Forms.ADDRX4 -> false;
                        default -> true;
                    };
            action.accept(low, isLength ? low + last.value() : address(last));
        }
    }

    /** {@return the address that addresses in lists count from, unless these tell} */
    private long base() {
        return lowPc.isPresent() ? address(lowPc) : 0;
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
            offset = rangeListsBase
                    + reader().at(sections.rangeLists(), rangeListsBase, offset).offset();
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

    /**
     * {@return the expression that tells where a variable is at an address of the code (DWARF 5, 2.6), or null if it is
     * nowhere}
     *
     * @param location an expression, or a list of those that hold for ranges of the code
     */
    @Nullable
    DwarfReader location(Entry.Value location, long address, Budget budget) {
        return switch (location.form()) {
            case Forms.EXPRLOC, Forms.BLOCK, Forms.BLOCK1, Forms.BLOCK2, Forms.BLOCK4 -> block(location);
            case Forms.LOCLISTX -> {
                long offset = reader().at(sections.locationLists(), locationListsBase, location.value())
                        .offset();
                yield locationList(locationListsBase + offset, address, budget);
            }
            case Forms.SEC_OFFSET, Forms.DATA4, Forms.DATA8 ->
                version < FIRST_WITH_TYPES
                        ? plainLocations(location.value(), address, budget)
                        : locationList(location.value(), address, budget);
            default -> null;
        };
    }

    /** {@return a reader of the bytes of a block} */
    DwarfReader block(Entry.Value block) {
        DwarfReader in = reader(block.value());
        long length =
                switch (block.form()) {
                    case Forms.BLOCK1 -> in.u8();
                    case Forms.BLOCK2 -> in.unsigned(Short.BYTES);
                    case Forms.BLOCK4 -> in.unsigned(Integer.BYTES);
                    case Forms.DATA16 -> 2 * Long.BYTES;
                    default -> in.uleb();
                };
        in.limit(length);
        return in;
    }

    /** {@return a value that an attribute gives as a number, a text or bytes} */
    Storage constant(Entry.Value value) {
        if (Forms.isConstant(value.form())) {
            return Storage.InBytes.of(value.value());
        }
        return switch (value.form()) {
            case Forms.BLOCK, Forms.BLOCK1, Forms.BLOCK2, Forms.BLOCK4, Forms.DATA16 -> {
                DwarfReader in = block(value);
                byte[] bytes = new byte[Math.min(in.end() - in.position(), LONGEST_CONSTANT)];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) in.u8();
                }
                yield Storage.InBytes.of(bytes);
            }
            default -> Storage.InBytes.of(text(value).getBytes(StandardCharsets.UTF_8));
        };
    }

    private @Nullable DwarfReader plainLocations(long offset, long address, Budget budget) {
        DwarfReader in = new DwarfReader(sections.locations(), offset);
        long highest = addressSize >= Long.BYTES ? -1 : (1L << (Byte.SIZE * addressSize)) - 1;
        long base = base();
        while (true) {
            budget.take();
            long from = in.unsigned(addressSize);
            long to = in.unsigned(addressSize);
            if (from == highest) {
                base = to;
            } else if (from == 0 && to == 0) {
                return null;
            } else {
                long length = in.unsigned(Short.BYTES);
                if (base + from <= address && address < base + to) {
                    in.limit(length);
                    return in;
                }
                in.skip(length);
            }
        }
    }

    private @Nullable DwarfReader locationList(long offset, long address, Budget budget) {
        DwarfReader in = new DwarfReader(sections.locationLists(), offset);
        long base = base();
        while (true) {
            budget.take();
            int kind = in.u8();
            long from = 0;
            long to = 0;
            switch (kind) {
                case END_OF_LIST -> {
                    return null;
                }
                case BASE_ADDRESSX -> {
                    base = addressAt(in.uleb());
                    continue;
                }
                case LOCATION_BASE_ADDRESS -> {
                    base = in.unsigned(addressSize);
                    continue;
                }
                case STARTX_ENDX -> {
                    from = addressAt(in.uleb());
                    to = addressAt(in.uleb());
                }
                case STARTX_LENGTH -> {
                    from = addressAt(in.uleb());
                    to = from + in.uleb();
                }
                case OFFSET_PAIR -> {
                    from = base + in.uleb();
                    to = base + in.uleb();
                }
                case DEFAULT_LOCATION -> to = Long.MAX_VALUE;
                case LOCATION_START_END -> {
                    from = in.unsigned(addressSize);
                    to = in.unsigned(addressSize);
                }
                case LOCATION_START_LENGTH -> {
                    from = in.unsigned(addressSize);
                    to = from + in.uleb();
                }
                default -> throw new DwarfException("unknown entry of a location list: " + kind);
            }
            long length = in.uleb();
            if (from <= address && address < to) {
                in.limit(length);
                return in;
            }
            in.skip(length);
        }
    }
}
