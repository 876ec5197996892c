package org.wasmi.encoding.type;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * What a group of types is, whatever their indices: references within the group are counted from its beginning, and others
 * are numbers of types (Wasm specification, 2.3 "Recursive types", "rolling up"). Two groups define the same types exactly
 * if their keys are equal, provided that both took the numbers from the same place. Immutable.
 *
 * <p>Guests can choose groups with equal hash codes. Keys have an order, so that a hash table of many such keys takes
 * logarithmic time for each, not linear time.
 */
public final class GroupKey implements Comparable<GroupKey> {
    private static final int ABSTRACT = 0x100;
    private static final int INNER = 0x200;
    private static final int OUTER = 0x300;
    private static final int NULLABLE = 0x80;

    private final long[] words;
    private final int hash;

    private GroupKey(long[] words) {
        this.words = words;
        hash = Arrays.hashCode(words);
    }

    /**
     * {@return the key of a group}
     *
     * @param group the group
     * @param first the index of its first type
     * @param defined for each type that comes before the group, what stands for all equal types
     * @throws IllegalArgumentException if the group refers to a type that comes after it
     */
    public static GroupKey of(RecGroup group, int first, IntFunction<? extends DefinedType> defined) {
        return numbered(group, first, index -> defined.apply(index).serial());
    }

    /** {@return the key of a group, given, for each type that comes before it, a number that equal types share} */
    static GroupKey numbered(RecGroup group, int first, IntToLongFunction numbers) {
        Writer writer = new Writer(first, first + group.types().size(), numbers);
        writer.group(group);
        return new GroupKey(Arrays.copyOf(writer.words, writer.size));
    }

    /** Writes words. Each alternative begins with a word of its own, and each list with its size. */
    private static final class Writer {
        private final int first;
        private final int end;
        private final IntToLongFunction numbers;
        private long[] words = new long[16];
        private int size;

        Writer(int first, int end, IntToLongFunction numbers) {
            this.first = first;
            this.end = end;
            this.numbers = numbers;
        }

        private void word(long word) {
            if (size == words.length) {
                words = Arrays.copyOf(words, size * 2);
            }
            words[size++] = word;
        }

        void group(RecGroup group) {
            word(group.types().size());
            for (SubType each : group.types()) {
                word(each.isFinal() ? 1 : 0);
                word(each.supertype().isPresent() ? 1 : 0);
                if (each.supertype().isPresent()) {
                    heap(each.supertype().get(), 0);
                }
                composite(each.composite());
            }
        }

        private void composite(CompositeType type) {
            word(type.abstractType().code());
            if (type instanceof FuncType function) {
                values(function.params());
                values(function.results());
            } else if (type instanceof StructType struct) {
                word(struct.fields().size());
                for (FieldType each : struct.fields()) {
                    field(each);
                }
            } else if (type instanceof ArrayType array) {
                field(array.element());
            }
        }

        private void values(List<ValType> types) {
            word(types.size());
            for (int i = 0; i < types.size(); i++) {
                storage(types.get(i));
            }
        }

        private void field(FieldType type) {
            word(type.mutable() ? 1 : 0);
            storage(type.storage());
        }

        private void storage(StorageType type) {
            if (type instanceof NumType number) {
                word(number.code());
            } else if (type instanceof RefType reference) {
                heap(reference.heap(), reference.nullable() ? NULLABLE : 0);
            } else if (type instanceof PackedType packed) {
                word(packed.code());
            } else {
                word(VecType.V128.code());
            }
        }

        private void heap(HeapType type, int nullable) {
            if (type instanceof AbstractHeapType general) {
                word((ABSTRACT + nullable) | general.code());
            } else if (type instanceof DefinedType defined) {
                word(OUTER + nullable);
                word(defined.serial());
            } else if (type instanceof TypeUse use) {
                int index = use.index();
                if (index >= end) {
                    throw new IllegalArgumentException("unknown type " + index);
                }
                word((index < first ? OUTER : INNER) + nullable);
                word(index < first ? numbers.applyAsLong(index) : index - first);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupKey that && hash == that.hash && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Orders keys, consistently with equality. */
    @Override
    public int compareTo(GroupKey other) {
        return Arrays.compare(words, other.words);
    }
}
