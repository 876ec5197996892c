package org.wasmi.testkit.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The types of a module, by index, read from its type section. Two are the same if they are at the same place in equal
 * groups (Wasm specification, 3.1.2 "Type Equivalence"); groups are equal if their texts are, in which a type of the
 * group is its place in it, and another one the first index of a type that is the same.
 */
final class OracleTypes {
    private static final int NO_SUPERTYPE = -1;

    private final List<OracleType> list = new ArrayList<>();
    private final List<Integer> supertypes = new ArrayList<>();

    /** By index: the first index of a type that is the same. */
    private final List<Integer> first = new ArrayList<>();

    private final Map<String, Integer> groups = new HashMap<>();

    /** The text of the group that is being read, and the index of its first type. */
    private final StringBuilder text = new StringBuilder();

    private int start;

    OracleType get(int index) {
        return list.get(index);
    }

    FunctionType function(int index) {
        return (FunctionType) list.get(index);
    }

    ObjectType object(int index) {
        return (ObjectType) list.get(index);
    }

    /** {@return whether a type is another, or declared to be a subtype of it} */
    boolean isSubtype(int type, int of) {
        return Stream.iterate(type, i -> i != NO_SUPERTYPE, supertypes::get)
                .anyMatch(i -> first.get(i).equals(first.get(of)));
    }

    /** Reads a group of types, or one type that is alone. */
    void read(Reader in) {
        start = list.size();
        text.setLength(0);
        int count = 1;
        if (in.peek() == 0x4E) {
            in.u8();
            count = in.u32();
        }
        for (int i = 0; i < count; i++) {
            subtype(in);
        }
        int equal = groups.computeIfAbsent(text.toString(), key -> start);
        for (int i = 0; i < count; i++) {
            first.add(equal + i);
        }
    }

    private void subtype(Reader in) {
        int supertype = NO_SUPERTYPE;
        boolean isFinal = true;
        if (in.peek() == 0x50 || in.peek() == 0x4F) {
            isFinal = in.u8() == 0x4F;
            if (in.u32() > 0) {
                supertype = in.u32();
            }
        }
        text.append(isFinal ? " final " : " open ");
        use(supertype);
        int kind = in.u8();
        text.append(' ').append(kind);
        supertypes.add(supertype);
        list.add(
                switch (kind) {
                    case 0x5E -> new ObjectType(true, List.of(field(in)));
                    case 0x5F -> new ObjectType(false, fields(in));
                    default -> new FunctionType(valueTypes(in), valueTypes(in));
                });
    }

    private List<Integer> fields(Reader in) {
        List<Integer> fields = new ArrayList<>();
        for (int i = in.u32(); i > 0; i--) {
            fields.add(field(in));
        }
        return fields;
    }

    private int field(Reader in) {
        int storage = valueType(in);
        text.append(in.u8() == 0 ? "" : " mut");
        return storage;
    }

    private List<Integer> valueTypes(Reader in) {
        List<Integer> types = new ArrayList<>();
        for (int i = in.u32(); i > 0; i--) {
            types.add(valueType(in));
        }
        text.append(';');
        return types;
    }

    private int valueType(Reader in) {
        int type = in.u8();
        text.append(' ').append(type);
        if (type == 0x63 || type == 0x64) {
            use((int) in.s64());
        }
        return type;
    }

    /** Appends what stands for a heap type, which is the index of a type if it is not negative. */
    private void use(int heap) {
        text.append(' ');
        if (heap < 0) {
            text.append(heap);
        } else if (heap >= start) {
            text.append("rec.").append(heap - start);
        } else {
            text.append('$').append(first.get(heap));
        }
    }
}
