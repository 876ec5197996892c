package org.wasmi.encoding.internal.dwarf;

import java.util.Optional;

/** Reads the types of values (DWARF 5, chapter 5). Immutable. */
final class DwarfTypes {
    // Encodings of base types (7.8).
    static final int BOOLEAN = 0x02;
    static final int FLOAT = 0x04;
    static final int SIGNED = 0x05;
    static final int SIGNED_CHAR = 0x06;
    static final int UTF = 0x10;

    /** How many types a type is taken from: more are a circle. */
    private static final int DEEPEST = 32;

    private final References references;

    DwarfTypes(References references) {
        this.references = references;
    }

    /**
     * {@return what a value is, behind typedefs and qualifiers; nothing for {@code void}}
     *
     * @param type the type as an attribute tells it
     */
    Optional<References.Target> resolve(References.Attribute type, Budget budget) {
        References.Attribute each = type;
        for (int i = 0; i < DEEPEST; i++) {
            if (!each.value().isPresent()) {
                return Optional.empty();
            }
            References.Target target = references.follow(each.unit(), each.value(), budget);
            switch (target.entry().tag()) {
                case Entry.TYPEDEF, Entry.CONST, Entry.VOLATILE, Entry.RESTRICT, Entry.ATOMIC -> each = typeOf(target);
                default -> {
                    return Optional.of(target);
                }
            }
        }
        throw new DwarfException("a type of itself");
    }

    /** {@return the type that an entry has} */
    static References.Attribute typeOf(References.Target target) {
        return new References.Attribute(target.unit(), target.entry().get(Entry.TYPE));
    }

    /** {@return the entry that a reference of another one leads to} */
    References.Target follow(Unit unit, Entry.Value reference, Budget budget) {
        return references.follow(unit, reference, budget);
    }

    /** {@return the name of a type, much as the source has it} */
    String name(References.Attribute type, Budget budget) {
        StringBuilder behind = new StringBuilder();
        References.Attribute each = type;
        for (int i = 0; i < DEEPEST && each.value().isPresent(); i++) {
            References.Target target = references.follow(each.unit(), each.value(), budget);
            Optional<String> name = text(target.unit(), target.entry());
            if (name.isPresent()) {
                return name.get() + behind;
            }
            switch (target.entry().tag()) {
                case Entry.POINTER -> behind.insert(0, behind.indexOf("*") == 0 ? "*" : " *");
                case Entry.REFERENCE -> behind.insert(0, " &");
                case Entry.RVALUE_REFERENCE -> behind.insert(0, " &&");
                case Entry.ARRAY -> behind.insert(0, "[]");
                case Entry.STRUCTURE, Entry.CLASS -> {
                    return "struct {...}" + behind;
                }
                case Entry.UNION -> {
                    return "union {...}" + behind;
                }
                case Entry.ENUMERATION -> {
                    return "enum {...}" + behind;
                }
                case Entry.CONST, Entry.VOLATILE, Entry.RESTRICT, Entry.ATOMIC, Entry.TYPEDEF -> {
                    // Only what they stand before is named.
                }
                default -> {
                    return "function" + behind;
                }
            }
            each = typeOf(target);
        }
        return "void" + behind;
    }

    /** {@return the name that an entry has} */
    static Optional<String> text(Unit unit, Entry entry) {
        Entry.Value name = entry.get(Entry.NAME);
        return name.isPresent() ? Optional.of(unit.text(name)) : Optional.empty();
    }

    /** {@return how many bytes a value of a type has} */
    long size(References.Target type, Budget budget) {
        References.Target each = type;
        long times = 1;
        for (int i = 0; i < DEEPEST; i++) {
            Entry.Value size = each.entry().get(Entry.BYTE_SIZE);
            if (size.isPresent()) {
                return product(times, size.value());
            }
            switch (each.entry().tag()) {
                case Entry.POINTER, Entry.REFERENCE, Entry.RVALUE_REFERENCE -> {
                    return product(times, each.unit().addressSize());
                }
                case Entry.ARRAY -> {
                    for (long count : counts(each, budget)) {
                        times = product(times, count);
                    }
                    each = resolve(typeOf(each), budget).orElseThrow(() -> new DwarfException("an array of void"));
                }
                default -> throw new DwarfException("a type without a size");
            }
        }
        throw new DwarfException("a type of itself");
    }

    private static long product(long one, long other) {
        if (one < 0 || other < 0 || Math.multiplyHigh(one, other) != 0 || one * other < 0) {
            throw new DwarfException("a size beyond all memories");
        }
        return one * other;
    }

    /** {@return the lengths of an array in its dimensions, 0 where they are not known} */
    long[] counts(References.Target array, Budget budget) {
        long[] counts = new long[DEEPEST];
        int dimensions = 0;
        Entry each = array.cursor(budget);
        each.next();
        while (each.next() && each.depth() > 0 && dimensions < DEEPEST) {
            if (each.tag() == Entry.SUBRANGE && each.depth() == 1) {
                Entry.Value count = each.get(Entry.COUNT);
                Entry.Value last = each.get(Entry.UPPER_BOUND);
                long length = 0;
                if (count.isPresent() && Forms.isConstant(count.form())) {
                    length = count.value();
                } else if (last.isPresent() && Forms.isConstant(last.form())) {
                    length = last.value() + 1;
                }
                counts[dimensions++] = Math.max(0, length);
            }
        }
        return java.util.Arrays.copyOf(counts, dimensions);
    }
}
