package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;

/** Types of random groups, against the definitions of the specification followed word by word. */
class TypesProperties {
    private static final int GROUPS = 8;
    private static final List<AbstractHeapType> ABSTRACT = List.of(AbstractHeapType.values());

    /** Generates groups of few shapes, so that many are equal. */
    private static final class Generator {
        private final Random random;
        private final List<SubType> types = new ArrayList<>();

        Generator(long seed) {
            random = new Random(seed);
        }

        Types generate() {
            Types.Builder builder = Types.builder();
            for (int i = 0; i < GROUPS; i++) {
                builder.add(group());
            }
            return builder.build();
        }

        private RecGroup group() {
            int first = types.size();
            int size = 1 + random.nextInt(2);
            for (int i = 0; i < size; i++) {
                types.add(type(first + size));
            }
            return new RecGroup(types.subList(first, first + size));
        }

        /** A type that may refer to those below an index. */
        private SubType type(int end) {
            boolean isFinal = random.nextInt(4) == 0;
            int above = types.isEmpty() ? 0 : random.nextInt(types.size());
            if (random.nextBoolean() && !types.isEmpty() && !types.get(above).isFinal()) {
                CompositeType composite = below(types.get(above).composite(), end);
                return new SubType(isFinal, Optional.of(new TypeUse(above)), composite);
            }
            CompositeType composite =
                    switch (random.nextInt(3)) {
                        case 0 -> new StructType(List.of(field(end)));
                        case 1 -> new ArrayType(field(end));
                        default -> new FuncType(random.nextBoolean() ? List.of() : List.of(reference(end)), List.of());
                    };
            return new SubType(isFinal, Optional.empty(), composite);
        }

        private CompositeType below(CompositeType type, int end) {
            if (type instanceof StructType struct && random.nextBoolean()) {
                List<FieldType> fields = new ArrayList<>(struct.fields());
                fields.add(field(end));
                return new StructType(fields);
            }
            return type;
        }

        private FieldType field(int end) {
            StorageType storage =
                    switch (random.nextInt(4)) {
                        case 0 -> NumType.I32;
                        case 1 -> PackedType.I8;
                        default -> reference(end);
                    };
            return new FieldType(storage, random.nextInt(3) == 0);
        }

        private RefType reference(int end) {
            HeapType heap = random.nextInt(4) == 0
                    ? ABSTRACT.get(random.nextInt(ABSTRACT.size()))
                    : new TypeUse(random.nextInt(end));
            return new RefType(random.nextBoolean(), heap);
        }
    }

    /** Equality of types as the specification defines it: group by group, with no memory of what was compared. */
    private static final class Definition {
        private final Types types;

        Definition(Types types) {
            this.types = types;
        }

        boolean same(int a, int b) {
            int first = types.groupStart(a);
            int second = types.groupStart(b);
            List<SubType> group = types.groupAt(first).types();
            List<SubType> other = types.groupAt(second).types();
            if (a - first != b - second || group.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < group.size(); i++) {
                if (!rolled(group.get(i), first).equals(rolled(other.get(i), second))) {
                    return false;
                }
            }
            return true;
        }

        /** In place of indices: within the group those from its beginning, else the least of an equal type. */
        private SubType rolled(SubType type, int first) {
            IntUnaryOperator change = index -> index >= first ? 1_000 + index - first : least(index);
            return changed(type, change);
        }

        private int least(int index) {
            int least = 0;
            while (least < index && !same(least, index)) {
                least++;
            }
            return least;
        }

        boolean isSubtype(int type, int of) {
            return same(type, of)
                    || types.get(type)
                            .supertype()
                            .filter(above -> isSubtype(above.index(), of))
                            .isPresent();
        }
    }

    private static SubType changed(SubType type, IntUnaryOperator change) {
        return new SubType(
                type.isFinal(),
                type.supertype().map(use -> new TypeUse(change.applyAsInt(use.index()))),
                changed(type.composite(), change));
    }

    private static CompositeType changed(CompositeType type, IntUnaryOperator change) {
        if (type instanceof FuncType function) {
            return new FuncType(changed(function.params(), change), changed(function.results(), change));
        } else if (type instanceof StructType struct) {
            return new StructType(
                    struct.fields().stream().map(each -> changed(each, change)).toList());
        }
        return new ArrayType(changed(((ArrayType) type).element(), change));
    }

    private static List<ValType> changed(List<ValType> types, IntUnaryOperator change) {
        return types.stream().map(each -> (ValType) changed(each, change)).toList();
    }

    private static FieldType changed(FieldType type, IntUnaryOperator change) {
        return new FieldType(changed(type.storage(), change), type.mutable());
    }

    private static StorageType changed(StorageType type, IntUnaryOperator change) {
        return type instanceof RefType reference && reference.heap() instanceof TypeUse use
                ? new RefType(reference.nullable(), new TypeUse(change.applyAsInt(use.index())))
                : type;
    }

    private static List<HeapType> heapTypes(Types types) {
        List<HeapType> all = new ArrayList<>(ABSTRACT);
        for (int i = 0; i < types.size(); i++) {
            all.add(new TypeUse(i));
        }
        return all;
    }

    @Property(tries = 300)
    void typesAreSameAndSubtypesAsDefined(@ForAll long seed) {
        Types types = new Generator(seed).generate();
        Definition definition = new Definition(types);
        for (int a = 0; a < types.size(); a++) {
            for (int b = 0; b < types.size(); b++) {
                assertThat(types.number(a) == types.number(b))
                        .as("%s: %d and %d", types, a, b)
                        .isEqualTo(definition.same(a, b));
                assertThat(types.isSubtype(new TypeUse(a), new TypeUse(b)))
                        .as("%s: %d of %d", types, a, b)
                        .isEqualTo(definition.isSubtype(a, b));
            }
        }
    }

    @Property(tries = 300)
    void subtypingIsAPartialOrder(@ForAll long seed) {
        Types types = new Generator(seed).generate();
        List<HeapType> all = heapTypes(types);
        for (HeapType a : all) {
            assertThat(types.isSubtype(a, a)).isTrue();
            assertThat(types.isSubtype(a, types.top(a))).isTrue();
            for (HeapType b : all) {
                boolean both = types.isSubtype(a, b) && types.isSubtype(b, a);
                boolean same = a.equals(b);
                if (a instanceof TypeUse first && b instanceof TypeUse second) {
                    same = types.number(first.index()) == types.number(second.index());
                }
                assertThat(both).as("%s: %s and %s", types, a, b).isEqualTo(same);
                if (types.isSubtype(a, b)) {
                    assertThat(types.top(a)).isEqualTo(types.top(b));
                    for (HeapType c : all) {
                        assertThat(!types.isSubtype(b, c) || types.isSubtype(a, c))
                                .as("%s: %s of %s of %s", types, a, b, c)
                                .isTrue();
                    }
                }
            }
        }
    }

    /** Each group is in its place by chance, behind all that it refers to. */
    @Property(tries = 300)
    void theOrderOfGroupsDoesNotMatter(@ForAll long seed) {
        Types types = new Generator(seed).generate();
        Random random = new Random(~seed);
        int[] places = new int[types.size()];
        Types.Builder builder = Types.builder();
        List<Integer> left = new ArrayList<>();
        for (int start = 0;
                start < types.size();
                start += types.groupAt(start).types().size()) {
            left.add(start);
        }
        while (!left.isEmpty()) {
            List<Integer> ready = left.stream()
                    .filter(start -> left.stream().noneMatch(other -> other < start && refersTo(types, start, other)))
                    .toList();
            Integer start = ready.get(random.nextInt(ready.size()));
            left.remove(start);
            RecGroup group = types.groupAt(start);
            for (int i = 0; i < group.types().size(); i++) {
                places[start + i] = builder.size() + i;
            }
            builder.add(new RecGroup(group.types().stream()
                    .map(each -> changed(each, index -> places[index]))
                    .toList()));
        }
        Types moved = builder.build();
        for (int a = 0; a < types.size(); a++) {
            for (int b = 0; b < types.size(); b++) {
                assertThat(moved.number(places[a]) == moved.number(places[b]))
                        .isEqualTo(types.number(a) == types.number(b));
                assertThat(moved.isSubtype(new TypeUse(places[a]), new TypeUse(places[b])))
                        .isEqualTo(types.isSubtype(new TypeUse(a), new TypeUse(b)));
            }
        }
    }

    private static boolean refersTo(Types types, int start, int other) {
        boolean[] found = new boolean[1];
        for (SubType each : types.groupAt(start).types()) {
            changed(each, index -> {
                found[0] |= types.groupStart(index) == other;
                return index;
            });
        }
        return found[0];
    }

    @Property(tries = 100)
    void typesAreStored(@ForAll long seed) {
        Program.Builder program = Program.builder();
        new Generator(seed).generate().groups().forEach(program::types);
        Program original = program.build();

        assertThat(StoredPrograms.read(StoredPrograms.write(original)).types()).isEqualTo(original.types());
    }
}
