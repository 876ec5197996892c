package org.wasmi.encoding.internal.dwarf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.source.GuestState;
import org.wasmi.encoding.source.SourceValue;

/** The value of a variable, or a part of it. */
final class DwarfValue implements SourceValue {
    private static final String UNAVAILABLE = "not available";

    /** Steps for a question. */
    private static final int MOST_STEPS = 1 << 16;

    private static final int MOST_MEMBERS = 1_000;
    private static final int MOST_SHOWN = 16;
    private static final int DEEPEST_SHOWN = 5;
    private static final int LONGEST_SHOWN = 400;
    private static final int LONGEST_TEXT = 200;
    private static final int LARGEST_NUMBER = 16;

    private final DwarfTypes types;
    private final GuestState state;
    private final String name;
    private final References.Attribute type;

    /** Where the value is, or null if it is not available. */
    private final @Nullable Storage storage;

    /** How many dimensions of an array the value is within already. */
    private final int dimension;

    DwarfValue(DwarfTypes types, GuestState state, String name, References.Attribute type, @Nullable Storage storage) {
        this(types, state, name, type, storage, 0);
    }

    private DwarfValue(
            DwarfTypes types,
            GuestState state,
            String name,
            References.Attribute type,
            @Nullable Storage storage,
            int dimension) {
        this.types = types;
        this.state = state;
        this.name = name;
        this.type = type;
        this.storage = storage;
        this.dimension = dimension;
    }

    private DwarfValue part(String part, References.Attribute itsType, @Nullable Storage where) {
        return new DwarfValue(types, state, part, itsType, where);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> type() {
        try {
            Budget budget = new Budget(MOST_STEPS);
            Optional<References.Target> target = types.resolve(type, budget);
            if (target.isPresent() && target.get().entry().tag() == Entry.ARRAY) {
                StringBuilder text = new StringBuilder(types.name(DwarfTypes.typeOf(target.get()), budget));
                long[] counts = types.counts(target.get(), budget);
                for (int i = dimension; i < counts.length; i++) {
                    text.append('[').append(counts[i]).append(']');
                }
                return Optional.of(text.toString());
            }
            return Optional.of(types.name(type, budget));
        } catch (DwarfException e) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong address() {
        try {
            if (storage == null) {
                return OptionalLong.empty();
            }
            Budget budget = new Budget(MOST_STEPS);
            Optional<References.Target> target = types.resolve(type, budget);
            return target.isPresent() && isPointer(target.get())
                    ? OptionalLong.of(pointer(target.get(), budget))
                    : storage.address();
        } catch (DwarfException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public String text() {
        try {
            return text(new Budget(MOST_STEPS), 0);
        } catch (DwarfException e) {
            return UNAVAILABLE;
        }
    }

    @Override
    public List<SourceValue> members() {
        try {
            return List.copyOf(members(new Budget(MOST_STEPS), MOST_MEMBERS));
        } catch (DwarfException e) {
            return List.of();
        }
    }

    // Texts.

    private String text(Budget budget, int depth) {
        Optional<References.Target> target = types.resolve(type, budget);
        if (target.isEmpty()) {
            return "void";
        }
        if (storage == null) {
            return UNAVAILABLE;
        }
        References.Target what = target.get();
        return switch (what.entry().tag()) {
            case Entry.BASE_TYPE -> number(what, budget);
            case Entry.ENUMERATION -> enumerator(what, budget);
            case Entry.POINTER, Entry.REFERENCE, Entry.RVALUE_REFERENCE -> {
                long pointer = pointer(what, budget);
                yield "0x" + Long.toHexString(pointer) + characters(what, pointer, budget);
            }
            case Entry.ARRAY -> array(what, budget, depth);
            case Entry.STRUCTURE, Entry.CLASS, Entry.UNION -> structure(what, budget, depth);
            default -> "a value of an unknown kind";
        };
    }

    private String number(References.Target what, Budget budget) {
        long size = types.size(what, budget);
        byte[] bytes = read(size);
        long bits = bits(bytes);
        int encoding = (int) what.entry().get(Entry.ENCODING).value();
        boolean isSigned = encoding == DwarfTypes.SIGNED || encoding == DwarfTypes.SIGNED_CHAR;
        if (encoding == DwarfTypes.FLOAT) {
            return switch (bytes.length) {
                case Float.BYTES -> Float.toString(Float.intBitsToFloat((int) bits));
                case Double.BYTES -> Double.toString(Double.longBitsToDouble(bits));
                default -> hex(bytes);
            };
        }
        if (bytes.length > Long.BYTES) {
            return hex(bytes);
        }
        if (encoding == DwarfTypes.BOOLEAN) {
            return bits == 0 ? "false" : bits == 1 ? "true" : Long.toUnsignedString(bits);
        }
        if (encoding == DwarfTypes.UTF) {
            return character(bits);
        }
        String text = isSigned ? Long.toString(signed(bits, bytes.length)) : Long.toUnsignedString(bits);
        return encoding == DwarfTypes.SIGNED_CHAR && bits >= ' ' && bits <= '~'
                ? text + " '" + (char) bits + "'"
                : text;
    }

    private static String character(long bits) {
        return Character.isValidCodePoint((int) bits) && bits == (int) bits
                ? "'" + escaped(Character.toString((int) bits)) + "'"
                : "0x" + Long.toHexString(bits);
    }

    private static long signed(long bits, int size) {
        int unused = Long.SIZE - Byte.SIZE * size;
        return size == 0 ? 0 : (bits << unused) >> unused;
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder("0x");
        for (int i = bytes.length - 1; i >= 0; i--) {
            text.append(String.format("%02x", bytes[i]));
        }
        return text.toString();
    }

    private String enumerator(References.Target what, Budget budget) {
        byte[] bytes = read(types.size(what, budget));
        long bits = bits(bytes);
        long value = signed(bits, Math.min(bytes.length, Long.BYTES));
        Entry each = what.cursor(budget);
        each.next();
        while (each.next() && each.depth() > 0) {
            long constant = each.get(Entry.CONST_VALUE).value();
            if (each.tag() == Entry.ENUMERATOR && (constant == bits || constant == value)) {
                return DwarfTypes.text(what.unit(), each).orElse("") + " (" + constant + ")";
            }
        }
        return Long.toString(value);
    }

    /** {@return the text that a pointer to characters leads to} */
    private String characters(References.Target what, long pointer, Budget budget) {
        Optional<References.Target> target = types.resolve(DwarfTypes.typeOf(what), budget);
        if (pointer == 0 || target.isEmpty() || !isCharacter(target.get(), budget)) {
            return "";
        }
        byte[] bytes = state.memory(pointer, LONGEST_TEXT);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return " " + quoted(Arrays.copyOf(bytes, end)) + (end == LONGEST_TEXT ? "..." : "");
    }

    private boolean isCharacter(References.Target what, Budget budget) {
        long encoding = what.entry().get(Entry.ENCODING).value();
        return what.entry().tag() == Entry.BASE_TYPE
                && encoding == DwarfTypes.SIGNED_CHAR // C's char; others are numbers most often
                && types.size(what, budget) == 1;
    }

    private static String quoted(byte[] utf8) {
        return '"' + escaped(new String(utf8, StandardCharsets.UTF_8)) + '"';
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '"', '\\' -> escaped.append('\\').append((char) each);
                default -> {
                    if (Character.isISOControl(each)) {
                        escaped.append(String.format("\\u%04x", each));
                    } else {
                        escaped.appendCodePoint(each);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private String array(References.Target what, Budget budget, int depth) {
        long[] counts = types.counts(what, budget);
        Optional<References.Target> element = types.resolve(DwarfTypes.typeOf(what), budget);
        if (dimension == counts.length - 1
                && storage != null
                && element.isPresent()
                && isCharacter(element.get(), budget)) {
            byte[] bytes = storage.read(0, (int) Math.min(counts[dimension], LONGEST_TEXT));
            if (bytes != null) {
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] == 0) {
                    end--;
                }
                return quoted(Arrays.copyOf(bytes, end)) + (bytes.length < counts[dimension] ? "..." : "");
            }
        }
        return list("[", "]", members(budget, MOST_SHOWN + 1), false, budget, depth);
    }

    private String structure(References.Target what, Budget budget, int depth) {
        List<DwarfValue> members = members(budget, MOST_SHOWN + 1);
        Optional<String> slice = slice(what, members, budget);
        if (slice.isPresent()) {
            return slice.get();
        }
        if (members.size() == 1
                && depth < DEEPEST_SHOWN
                && members.get(0).type().filter(members.get(0).name::equals).isPresent()) {
            // One of Rust's variants is a structure that is named as the variant.
            String value = members.get(0).text(budget, depth + 1);
            return members.get(0).name + (value.equals("{}") ? "" : value);
        }
        boolean isTuple = members.stream().allMatch(each -> each.name.matches("__\\d+"));
        if (members.isEmpty()) {
            return "{}";
        }
        return isTuple ? list("(", ")", members, false, budget, depth) : list("{", "}", members, true, budget, depth);
    }

    /** {@return the text of Rust's {@code &str}} */
    private Optional<String> slice(References.Target what, List<DwarfValue> members, Budget budget) {
        if (members.size() != 2
                || DwarfTypes.text(what.unit(), what.entry())
                        .filter("&str"::equals)
                        .isEmpty()) {
            return Optional.empty();
        }
        long pointer = members.get(0).bits(budget);
        long length = members.get(1).bits(budget);
        byte[] bytes = state.memory(pointer, (int) Math.max(0, Math.min(length, LONGEST_TEXT)));
        return Optional.of(quoted(bytes) + (bytes.length < length ? "..." : ""));
    }

    private static String list(
            String before, String behind, List<DwarfValue> members, boolean named, Budget budget, int depth) {
        if (depth == DEEPEST_SHOWN) {
            return before + "..." + behind;
        }
        StringBuilder text = new StringBuilder(before);
        int shown = 0;
        for (DwarfValue each : members) {
            text.append(shown == 0 ? "" : ", ");
            if (shown++ == MOST_SHOWN || text.length() > LONGEST_SHOWN) {
                return text + "..." + behind;
            }
            String value;
            try {
                value = each.text(budget, depth + 1);
            } catch (DwarfException e) {
                value = UNAVAILABLE;
            }
            text.append(named ? each.name + " = " : "").append(value);
        }
        return text + behind;
    }

    // Bytes.

    private byte[] read(long size) {
        byte[] bytes = storage == null || size > LARGEST_NUMBER ? null : storage.read(0, (int) size);
        if (bytes == null) {
            throw new DwarfException(UNAVAILABLE);
        }
        return bytes;
    }

    private static long bits(byte[] bytes) {
        long bits = 0;
        for (int i = Math.min(bytes.length, Long.BYTES) - 1; i >= 0; i--) {
            bits = (bits << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return bits;
    }

    /** {@return the bytes of a small value as a number, unsigned} */
    private long bits(Budget budget) {
        References.Target what = types.resolve(type, budget).orElseThrow(() -> new DwarfException("void"));
        return bits(read(types.size(what, budget)));
    }

    private static boolean isPointer(References.Target what) {
        return switch (what.entry().tag()) {
            case Entry.POINTER, Entry.REFERENCE, Entry.RVALUE_REFERENCE -> true;
            default -> false;
        };
    }

    private long pointer(References.Target what, Budget budget) {
        return bits(read(types.size(what, budget)));
    }

    // Parts.

    private List<DwarfValue> members(Budget budget, int most) {
        Optional<References.Target> target = types.resolve(type, budget);
        if (target.isEmpty() || storage == null) {
            return List.of();
        }
        References.Target what = target.get();
        return switch (what.entry().tag()) {
            case Entry.POINTER, Entry.REFERENCE, Entry.RVALUE_REFERENCE -> pointed(what, budget, most);
            case Entry.ARRAY -> elements(what, storage, budget, most);
            case Entry.STRUCTURE, Entry.CLASS, Entry.UNION -> members(what, storage, budget, most);
            default -> List.of();
        };
    }

    private List<DwarfValue> pointed(References.Target what, Budget budget, int most) {
        References.Attribute itsType = DwarfTypes.typeOf(what);
        Optional<References.Target> target = types.resolve(itsType, budget);
        long pointer = pointer(what, budget);
        if (target.isEmpty() || pointer == 0) {
            return List.of();
        }
        Storage there = new Storage.InMemory(state, pointer, what.unit().addressSize());
        return switch (target.get().entry().tag()) {
            case Entry.STRUCTURE, Entry.CLASS, Entry.UNION -> members(target.get(), there, budget, most);
            case Entry.BASE_TYPE, Entry.ENUMERATION, Entry.ARRAY, Entry.POINTER ->
                List.of(part("*" + name, itsType, there));
            default -> List.of();
        };
    }

    private List<DwarfValue> elements(References.Target what, Storage whole, Budget budget, int most) {
        long[] counts = types.counts(what, budget);
        if (dimension >= counts.length) {
            return List.of();
        }
        References.Attribute itsType = DwarfTypes.typeOf(what);
        References.Target element =
                types.resolve(itsType, budget).orElseThrow(() -> new DwarfException("an array of void"));
        long size = types.size(element, budget);
        for (int i = dimension + 1; i < counts.length; i++) {
            size *= counts[i];
        }
        boolean isLast = dimension == counts.length - 1;
        List<DwarfValue> elements = new ArrayList<>();
        for (int i = 0; i < counts[dimension] && i < most; i++) {
            Storage where = whole.at(i * size);
            String index = "[" + i + "]";
            elements.add(
                    isLast
                            ? part(index, itsType, where)
                            : new DwarfValue(types, state, index, type, where, dimension + 1));
        }
        return elements;
    }

    private List<DwarfValue> members(References.Target what, Storage whole, Budget budget, int most) {
        List<DwarfValue> members = new ArrayList<>();
        Entry each = what.cursor(budget);
        each.next();
        boolean more = each.next();
        while (more && each.depth() > 0 && members.size() < most) {
            if (each.depth() == 1 && each.tag() == Entry.VARIANT_PART) {
                more = variant(what.unit(), each, whole, budget, most, members);
                continue;
            }
            if (each.depth() == 1 && (each.tag() == Entry.MEMBER || each.tag() == Entry.INHERITANCE)) {
                members.add(member(what.unit(), each, whole, budget));
            }
            more = each.next(); // behind types and functions of the structure, too
        }
        return members;
    }

    /**
     * Adds the members of the variant that a value has: the one for its discriminant, or the one for all others.
     *
     * @param each the cursor at the variant part, which is moved behind it
     * @return whether an entry is there
     */
    private boolean variant(Unit unit, Entry each, Storage whole, Budget budget, int most, List<DwarfValue> members) {
        Entry.Value discriminant = each.get(Entry.DISCRIMINANT);
        long chosen = 0;
        long mask = -1;
        if (discriminant.isPresent()) {
            DwarfValue its =
                    member(unit, types.follow(unit, discriminant, budget).entry(), whole, budget);
            chosen = its.bits(budget);
            mask = its.mask(budget);
        }
        List<DwarfValue> ofOthers = new ArrayList<>();
        boolean found = false;
        boolean isChosen = false;
        boolean isOther = false;
        boolean more = each.next();
        while (more && each.depth() > 1) {
            if (each.depth() == 2) {
                Entry.Value value = each.get(Entry.DISCRIMINANT_VALUE);
                boolean isVariant = each.tag() == Entry.VARIANT;
                isChosen = isVariant && value.isPresent() && (value.value() & mask) == chosen;
                isOther = isVariant && !value.isPresent();
                found |= isChosen;
            } else if (each.depth() == 3 && each.tag() == Entry.MEMBER && (isChosen || isOther)) {
                List<DwarfValue> list = isChosen ? members : ofOthers;
                if (list.size() < most) {
                    list.add(member(unit, each, whole, budget));
                }
            }
            more = each.next();
        }
        if (!found) {
            members.addAll(ofOthers);
        }
        return more;
    }

    /** {@return the bits that a small number may have} */
    private long mask(Budget budget) {
        References.Target what = types.resolve(type, budget).orElseThrow(() -> new DwarfException("void"));
        long size = types.size(what, budget);
        return size < Long.BYTES ? (1L << (Byte.SIZE * size)) - 1 : -1;
    }

    private DwarfValue member(Unit unit, Entry entry, Storage whole, Budget budget) {
        References.Attribute itsType = new References.Attribute(unit, entry.get(Entry.TYPE));
        String itsName = DwarfTypes.text(unit, entry)
                .orElseGet(() -> entry.tag() == Entry.INHERITANCE ? types.name(itsType, budget) : "(unnamed)");
        Storage where;
        try {
            where = where(unit, entry, itsType, whole, budget);
        } catch (DwarfException e) {
            where = null;
        }
        return part(itsName, itsType, where);
    }

    private @Nullable Storage where(
            Unit unit, Entry entry, References.Attribute itsType, Storage whole, Budget budget) {
        Entry.Value location = entry.get(Entry.DATA_MEMBER_LOCATION);
        long offset = 0;
        if (Forms.isConstant(location.form())) {
            offset = location.value();
        } else if (location.isPresent()) {
            DwarfReader in = unit.location(location, 0, budget);
            if (in == null) {
                return null;
            }
            offset = new Expression(unit, state, OptionalLong.empty()).value(in, 0);
        }
        Entry.Value width = entry.get(Entry.BIT_SIZE);
        return width.isPresent() ? bitField(entry, itsType, whole.at(offset), budget) : whole.at(offset);
    }

    /** {@return a member of some bits} It is signed or not as its type is. */
    private @Nullable Storage bitField(Entry entry, References.Attribute itsType, Storage where, Budget budget) {
        References.Target what = types.resolve(itsType, budget).orElseThrow(() -> new DwarfException("bits of void"));
        long width = entry.get(Entry.BIT_SIZE).value();
        long begin = entry.get(Entry.DATA_BIT_OFFSET).value();
        Entry.Value fromTop = entry.get(Entry.BIT_OFFSET); // before DWARF 4
        if (fromTop.isPresent()) {
            begin = Byte.SIZE * types.size(what, budget) - fromTop.value() - width;
        }
        if (width < 1 || width > Long.SIZE || begin < 0) {
            return null;
        }
        int shift = (int) (begin % Byte.SIZE);
        byte[] bytes = where.read(begin / Byte.SIZE, (int) (shift + width + Byte.SIZE - 1) / Byte.SIZE);
        if (bytes == null) {
            return null;
        }
        long bits = bits(bytes) >>> shift;
        if (bytes.length > Long.BYTES) {
            bits |= (long) bytes[Long.BYTES] << (Long.SIZE - shift);
        }
        int unused = (int) (Long.SIZE - width);
        boolean isSigned = what.entry().get(Entry.ENCODING).value() == DwarfTypes.SIGNED;
        return Storage.InBytes.of(isSigned ? (bits << unused) >> unused : (bits << unused) >>> unused);
    }
}
