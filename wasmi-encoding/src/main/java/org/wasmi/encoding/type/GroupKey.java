package org.wasmi.encoding.type;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * The identity of a group of types, independent of indices. References within the group count from its first type;
 * other references are numbers of types (Wasm specification, 2.3 "Recursive types", "rolling up"). Two groups define
 * the same types if and only if their keys are equal, provided that the numbers are from the same source. Immutable.
 *
 * <p>Guests can choose groups with equal hash codes. Keys have an order, so that a look-up in a hash table of such keys
 * takes logarithmic time, not linear time.
 */
public final class GroupKey implements Comparable<GroupKey> {
    // What references begin with. Those to an abstract type that may be null are the code of that type alone.
    private static final int ABSTRACT = 1;
    private static final int INNER = 2;
    private static final int INNER_OR_NULL = 3;
    private static final int OUTER = 4;
    private static final int OUTER_OR_NULL = 5;

    private final byte[] bytes;
    private final int hash;

    private GroupKey(byte[] bytes) {
        this.bytes = bytes;
        hash = Arrays.hashCode(bytes);
    }

    /**
     * {@return the key of a group}
     *
     * @param group the group
     * @param first the index of its first type
     * @param defined for each type before the group, the object that represents all equal types
     * @throws IllegalArgumentException if the group refers to a type that comes after it
     */
    public static GroupKey of(RecGroup group, int first, IntFunction<? extends DefinedType> defined) {
        return numbered(group, first, index -> defined.apply(index).serial());
    }

    /** {@return the key of a group, given, for each type that comes before it, a number that equal types share} */
    static GroupKey numbered(RecGroup group, int first, IntToLongFunction numbers) {
        Writer writer = new Writer(first, first + group.types().size(), numbers);
        writer.group(group);
        return new GroupKey(Arrays.copyOf(writer.bytes, writer.size));
    }

    /** Writes numbers as LEB128. Each alternative begins with a number of its own, and each list with its size. */
    private static final class Writer {
        private final int first;
        private final int end;
        private final IntToLongFunction numbers;
        private byte[] bytes = new byte[32];
        private int size;

        Writer(int first, int end, IntToLongFunction numbers) {
            this.first = first;
            this.end = end;
            this.numbers = numbers;
        }

        private void number(long number) {
            long rest = number;
            while (rest >>> 7 != 0) {
                write((int) rest | 0x80);
                rest >>>= 7;
            }
            write((int) rest);
        }

        private void write(int value) {
            if (size == bytes.length) {
                bytes = Arrays.copyOf(bytes, size * 2);
            }
            bytes[size++] = (byte) value;
        }

        void group(RecGroup group) {
            number(group.types().size());
            for (SubType each : group.types()) {
                number(each.isFinal() ? 1 : 0);
                number(each.supertype().isPresent() ? 1 : 0);
                if (each.supertype().isPresent()) {
                    heap(each.supertype().get(), false);
                }
                composite(each.composite());
            }
        }

        private void composite(CompositeType type) {
            number(type.abstractType().code());
            if (type instanceof FuncType function) {
                values(function.params());
                values(function.results());
            } else if (type instanceof StructType struct) {
                number(struct.fields().size());
                for (FieldType each : struct.fields()) {
                    field(each);
                }
            } else if (type instanceof ArrayType array) {
                field(array.element());
            }
        }

        private void values(List<ValType> types) {
            number(types.size());
            for (int i = 0; i < types.size(); i++) {
                storage(types.get(i));
            }
        }

        private void field(FieldType type) {
            number(type.mutable() ? 1 : 0);
            storage(type.storage());
        }

        private void storage(StorageType type) {
            if (type instanceof NumType number) {
                number(number.code());
            } else if (type instanceof RefType reference) {
                heap(reference.heap(), reference.nullable());
            } else if (type instanceof PackedType packed) {
                number(packed.code());
            } else {
                number(VecType.V128.code());
            }
        }

        private void heap(HeapType type, boolean nullable) {
            if (type instanceof AbstractHeapType general) {
                if (!nullable) {
                    number(ABSTRACT);
                }
                number(general.code());
            } else if (type instanceof DefinedType defined) {
                number(nullable ? OUTER_OR_NULL : OUTER);
                number(defined.serial());
            } else if (type instanceof TypeUse use) {
                use(use.index(), nullable);
            }
        }

        private void use(int index, boolean nullable) {
            if (index >= end) {
                throw new IllegalArgumentException("unknown type " + index);
            } else if (index >= first) {
                number(nullable ? INNER_OR_NULL : INNER);
                number(index - first);
            } else {
                number(nullable ? OUTER_OR_NULL : OUTER);
                number(numbers.applyAsLong(index));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupKey that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Orders keys, consistently with equality. */
    @Override
    public int compareTo(GroupKey other) {
        return Arrays.compare(bytes, other.bytes);
    }
}
