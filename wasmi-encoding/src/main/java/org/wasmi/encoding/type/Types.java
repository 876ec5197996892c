package org.wasmi.encoding.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types that a program defines, and the only implementation of matching (Wasm specification, 3.2 and 3.3
 * "Matching"). Immutable and safe to share between threads.
 *
 * <p>Types are defined in groups. Equal groups define the same types again: such types have different indices and the
 * same number, see {@link #number}. Each group is looked up by its {@link GroupKey} when it is added, in time linear in
 * its size, so types are never compared as a whole.
 *
 * <p>Type uses in arguments must be indices of existing types of this program. {@link DefinedType}s do not depend on a
 * program; {@link #NONE} suffices to compare them.
 */
public final class Types {

    /** No types. */
    public static final Types NONE = new Builder().build();

    /** The maximum depth of a chain of supertypes (JavaScript embedding, "Limits"). */
    public static final int MAX_DEPTH = 63;

    private static final int NO_TYPE = -1;

    private final int size;

    /** By index. These arrays may be longer than there are types. */
    private final CompositeType[] composites;

    /** By index: the index of the supertype, or {@link #NO_TYPE}. */
    private final int[] supertypes;

    private final BitSet finals;

    /** By index: that of the first type of the same group. */
    private final int[] groups;

    /** By index: the number of the type. */
    private final int[] numbers;

    /** By number: the number of the supertype, or {@link #NO_TYPE}. */
    private final int[] above;

    /** By number: how many supertypes are above one another. */
    private final byte[] depths;

    /** By number: the first index of the type. */
    private final int[] indices;

    /** Makes the types that a builder has so far, of which it then must not change any. */
    private Types(Builder builder) {
        size = builder.size;
        composites = builder.composites;
        supertypes = builder.supertypes;
        finals = builder.finals;
        groups = builder.groups;
        numbers = builder.numbers;
        above = builder.above;
        depths = builder.depths;
        indices = builder.indices;
    }

    /** {@return an empty builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the number of types} */
    public int size() {
        return size;
    }

    /** {@return the definition of a type} */
    public SubType get(int index) {
        Optional<TypeUse> supertype =
                supertypes[index] == NO_TYPE ? Optional.empty() : Optional.of(new TypeUse(supertypes[index]));
        return new SubType(finals.get(index), supertype, composites[index]);
    }

    /** {@return the function, structure or array type of a type} */
    public CompositeType composite(int index) {
        return composites[index];
    }

    /** {@return whether a type is a function type} */
    public boolean isFunction(int index) {
        return composites[index] instanceof FuncType;
    }

    /**
     * {@return a function type}
     *
     * @throws IllegalArgumentException if the type is not a function type
     */
    public FuncType function(int index) {
        if (composites[index] instanceof FuncType type) {
            return type;
        }
        throw new IllegalArgumentException("type " + index + " is " + composites[index]);
    }

    /** {@return the index of the first type of the group that a type belongs to} */
    public int groupStart(int index) {
        return groups[index];
    }

    /** {@return the group that begins with a type} */
    public RecGroup groupAt(int start) {
        List<SubType> types = new ArrayList<>();
        for (int i = start; i < size && groups[i] == start; i++) {
            types.add(get(i));
        }
        return new RecGroup(types);
    }

    /** {@return all groups, in order} */
    public List<RecGroup> groups() {
        List<RecGroup> list = new ArrayList<>();
        for (int start = 0; start < size(); ) {
            RecGroup group = groupAt(start);
            list.add(group);
            start += group.types().size();
        }
        return List.copyOf(list);
    }

    /** {@return a number, below {@link #size}, that two types share if and only if they are the same type} */
    public int number(int index) {
        return numbers[index];
    }

    /** {@return the first index of the type that has a number} */
    public int index(int number) {
        return indices[number];
    }

    /**
     * {@return whether a type is alone in its group, final and without a supertype, so that its composite type
     * identifies it} A {@link FuncType} alone stands for such a type.
     */
    public boolean isPlain(int index) {
        return finals.get(index)
                && supertypes[index] == NO_TYPE
                && groups[index] == index
                && (index + 1 == size || groups[index + 1] != index);
    }

    // Matching.

    /** {@return the top of the hierarchy that a type belongs to} */
    public AbstractHeapType top(HeapType type) {
        return switch (abstractType(type)) {
            case ANY, EQ, I31, STRUCT, ARRAY, NONE -> AbstractHeapType.ANY;
            case FUNC, NOFUNC -> AbstractHeapType.FUNC;
            case EXTERN, NOEXTERN -> AbstractHeapType.EXTERN;
            case EXN, NOEXN -> AbstractHeapType.EXN;
        };
    }

    /** {@return whether the type is the bottom of its hierarchy} */
    private static boolean isBottom(HeapType type) {
        return type == AbstractHeapType.NONE
                || type == AbstractHeapType.NOFUNC
                || type == AbstractHeapType.NOEXTERN
                || type == AbstractHeapType.NOEXN;
    }

    /** {@return the smallest abstract type that a type is a subtype of} */
    private AbstractHeapType abstractType(HeapType type) {
        if (type instanceof AbstractHeapType general) {
            return general;
        } else if (type instanceof DefinedType defined) {
            return defined.abstractType();
        }
        return composites[((TypeUse) type).index()].abstractType();
    }

    /** {@return whether one heap type is a subtype of another (Wasm specification, 3.3 "Heap types")} */
    public boolean isSubtype(HeapType type, HeapType of) {
        if (type.equals(of)) {
            return true;
        } else if (type instanceof TypeUse use && of instanceof TypeUse required) {
            return isDeclaredSubtype(numbers[use.index()], numbers[required.index()]);
        } else if (type instanceof DefinedType defined && of instanceof DefinedType required) {
            return defined.isSubtypeOf(required);
        } else if (isBottom(type)) {
            return top(type) == top(of);
        } else if (of instanceof AbstractHeapType general) {
            return isAbstractSubtype(abstractType(type), general);
        }
        return false;
    }

    private boolean isDeclaredSubtype(int number, int of) {
        int at = number;
        for (int depth = depths[number]; depth > depths[of]; depth--) {
            at = above[at];
        }
        return at == of;
    }

    /** {@return whether one abstract type that is not the least of its hierarchy is a subtype of another} */
    private static boolean isAbstractSubtype(AbstractHeapType type, AbstractHeapType of) {
        return switch (of) {
            case ANY -> type == of || isAbstractSubtype(type, AbstractHeapType.EQ);
            case EQ ->
                type == of
                        || type == AbstractHeapType.I31
                        || type == AbstractHeapType.STRUCT
                        || type == AbstractHeapType.ARRAY;
            default -> type == of;
        };
    }

    /** {@return whether one storage type is a subtype of another (Wasm specification, 3.3 "Field types" and before)} */
    public boolean isSubtype(StorageType type, StorageType of) {
        if (type instanceof RefType reference && of instanceof RefType required) {
            return (required.nullable() || !reference.nullable()) && isSubtype(reference.heap(), required.heap());
        }
        return type.equals(of);
    }

    /** {@return whether two value types are the same, even if they use different indices} */
    private boolean isSame(StorageType type, StorageType other) {
        return isSubtype(type, other) && isSubtype(other, type);
    }

    /**
     * {@return whether values of some types may be used where others are expected (Wasm specification, 3.3 "Result
     * types")}
     */
    public boolean isSubtype(List<ValType> types, List<ValType> of) {
        if (types.size() != of.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            if (!isSubtype(types.get(i), of.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether one field type is a subtype of another (Wasm specification, 3.3 "Field types")} */
    public boolean isSubtype(FieldType type, FieldType of) {
        return type.mutable() == of.mutable()
                && (type.mutable() ? isSame(type.storage(), of.storage()) : isSubtype(type.storage(), of.storage()));
    }

    /** {@return whether one composite type is a subtype of another (Wasm specification, 3.3 "Composite types")} */
    public boolean isSubtype(CompositeType type, CompositeType of) {
        if (type instanceof FuncType function && of instanceof FuncType required) {
            return isSubtype(required.params(), function.params()) && isSubtype(function.results(), required.results());
        } else if (type instanceof ArrayType array && of instanceof ArrayType required) {
            return isSubtype(array.element(), required.element());
        } else if (type instanceof StructType struct && of instanceof StructType required) {
            int fields = required.fields().size();
            if (struct.fields().size() < fields) {
                return false;
            }
            for (int i = 0; i < fields; i++) {
                if (!isSubtype(struct.fields().get(i), required.fields().get(i))) {
                    return false;
                }
            }
            return true;
        }
        return false;
    }

    /**
     * {@return whether an object of one type may be imported as another (Wasm specification, 3.3 "External types")} The
     * answer stays the same, since memories and tables only grow. A function type stands for a type of {@link
     * #isPlain}.
     */
    public boolean matches(ExternType type, ExternType of) {
        if (type instanceof GlobalType global && of instanceof GlobalType required) {
            return global.mutable() == required.mutable()
                    && (global.mutable()
                            ? isSame(global.type(), required.type())
                            : isSubtype(global.type(), required.type()));
        } else if (type instanceof TableType table && of instanceof TableType required) {
            return table.address() == required.address()
                    && table.limits().matches(required.limits())
                    && isSame(table.element(), required.element());
        } else if (type instanceof MemoryType memory && of instanceof MemoryType required) {
            return memory.address() == required.address()
                    && memory.pageShift() == required.pageShift()
                    && memory.shared() == required.shared()
                    && memory.limits().matches(required.limits());
        }
        return type.equals(of);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Types that && groups().equals(that.groups());
    }

    @Override
    public int hashCode() {
        return groups().hashCode();
    }

    /** {@return the groups in the text format} */
    @Override
    public String toString() {
        return groups().toString();
    }

    /** Collects the types of a program. Not thread-safe. */
    public static final class Builder {
        private final Map<GroupKey, Integer> known = new HashMap<>();
        private int size;
        private int count;

        private CompositeType[] composites = new CompositeType[8];
        private int[] supertypes = new int[8];
        private final BitSet finals = new BitSet();
        private int[] groups = new int[8];
        private int[] numbers = new int[8];
        private int[] above = new int[8];
        private byte[] depths = new byte[8];
        private int[] indices = new int[8];

        /** What was built last, unless a group has been added since. */
        private @Nullable Types built;

        private Builder() {}

        /** {@return the number of types so far} */
        public int size() {
            return size;
        }

        /** Adds a type that is alone in its group, final and without a supertype. */
        public Builder add(CompositeType type) {
            return add(RecGroup.of(type));
        }

        /**
         * Adds a group.
         *
         * @throws IllegalArgumentException if it is not valid (Wasm specification, 3.2 "Recursive types"); the builder
         *     cannot be used after that
         */
        public Builder add(RecGroup group) {
            built = null;
            int first = size;
            GroupKey key = GroupKey.numbered(group, first, index -> numbers[index]);
            for (SubType each : group.types()) {
                append(each, first);
            }
            Integer number = known.putIfAbsent(key, count);
            for (int i = first; i < size; i++) {
                numbers[i] = (number == null ? count : number) + i - first;
            }
            if (number == null) {
                for (int i = first; i < size; i++) {
                    define(i);
                }
                verify(first);
            }
            return this;
        }

        private void append(SubType type, int first) {
            if (size == composites.length) {
                composites = Arrays.copyOf(composites, size * 2);
                supertypes = Arrays.copyOf(supertypes, size * 2);
                groups = Arrays.copyOf(groups, size * 2);
                numbers = Arrays.copyOf(numbers, size * 2);
            }
            composites[size] = type.composite();
            supertypes[size] = type.supertype().map(TypeUse::index).orElse(NO_TYPE);
            finals.set(size, type.isFinal());
            groups[size] = first;
            size++;
        }

        /** Gives a type the next number. */
        private void define(int index) {
            if (count == above.length) {
                above = Arrays.copyOf(above, count * 2);
                depths = Arrays.copyOf(depths, count * 2);
                indices = Arrays.copyOf(indices, count * 2);
            }
            int supertype = supertypes[index];
            if (supertype >= index) {
                throw new IllegalArgumentException("unknown type " + supertype + " as a super type of type " + index);
            }
            above[count] = supertype == NO_TYPE ? NO_TYPE : numbers[supertype];
            depths[count] = (byte) (supertype == NO_TYPE ? 0 : depths[numbers[supertype]] + 1);
            indices[count] = index;
            if (depths[count] > MAX_DEPTH) {
                throw new IllegalArgumentException(
                        "type " + index + " has more than " + MAX_DEPTH + " super types above one another");
            }
            count++;
        }

        /** Checks that the types from an index on match the types that they are declared to be subtypes of. */
        private void verify(int first) {
            Types soFar = new Types(this);
            for (int i = first; i < size; i++) {
                int supertype = supertypes[i];
                if (supertype != NO_TYPE
                        && (finals.get(supertype) || !soFar.isSubtype(composites[i], composites[supertype]))) {
                    throw new IllegalArgumentException("sub type " + i + " does not match super type " + supertype);
                }
            }
        }

        /** {@return the types} */
        public Types build() {
            if (built == null) {
                built = new Types(trimmed());
            }
            return built;
        }

        private Builder trimmed() {
            Builder copy = new Builder();
            copy.size = size;
            copy.composites = Arrays.copyOf(composites, size);
            copy.supertypes = Arrays.copyOf(supertypes, size);
            copy.finals.or(finals);
            copy.groups = Arrays.copyOf(groups, size);
            copy.numbers = Arrays.copyOf(numbers, size);
            copy.above = Arrays.copyOf(above, count);
            copy.depths = Arrays.copyOf(depths, count);
            copy.indices = Arrays.copyOf(indices, count);
            return copy;
        }
    }
}
