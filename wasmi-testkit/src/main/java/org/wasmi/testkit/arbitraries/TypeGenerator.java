package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/**
 * Generates groups of types: structures, arrays and functions, which refer to each other and are subtypes of others. A
 * field that cannot be null refers to a type with a smaller index, so that there are structures of each type.
 */
final class TypeGenerator {
    private static final int MAX_TYPES = 8;

    private final Choice choice;
    private final List<RecGroup> groups = new ArrayList<>();
    private final List<SubType> types = new ArrayList<>();

    TypeGenerator(Choice choice) {
        this.choice = choice;
    }

    List<RecGroup> generate() {
        for (int i = choice.between(1, 4); i > 0 && types.size() < MAX_TYPES; i--) {
            if (!groups.isEmpty() && choice.percent(15)) {
                twin();
            } else {
                group(choice.weighted(0, 5, 3, 2));
            }
        }
        return groups;
    }

    private void group(int size) {
        int start = types.size();
        for (int i = 0; i < size; i++) {
            types.add(type(start + size));
        }
        groups.add(new RecGroup(types.subList(start, start + size)));
    }

    /** Adds a group that is equal to an earlier one, so that their types are the same. */
    private void twin() {
        int number = choice.below(groups.size());
        int first = groups.subList(0, number).stream()
                .mapToInt(each -> each.types().size())
                .sum();
        int distance = types.size() - first;
        RecGroup twin = TypeUses.renumbered(groups.get(number), i -> i >= first ? i + distance : i);
        groups.add(twin);
        types.addAll(twin.types());
    }

    private SubType type(int end) {
        boolean isFinal = choice.percent(35);
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (!types.get(i).isFinal()) {
                open.add(i);
            }
        }
        if (!open.isEmpty() && choice.percent(50)) {
            int above = choice.of(open);
            return new SubType(
                    isFinal,
                    Optional.of(new TypeUse(above)),
                    narrowed(types.get(above).composite(), end));
        }
        CompositeType type =
                switch (choice.weighted(5, 3, 2)) {
                    case 0 -> new StructType(fields(choice.between(0, 4), end));
                    case 1 -> new ArrayType(field(end));
                    default -> new FuncType(values(choice.below(3), end), values(choice.weighted(2, 6, 2), end));
                };
        return new SubType(isFinal, Optional.empty(), type);
    }

    /** {@return a type that matches another one: with more fields, or a result that is never null} */
    private CompositeType narrowed(CompositeType above, int end) {
        if (above instanceof StructType struct) {
            List<FieldType> fields = new ArrayList<>(struct.fields());
            fields.addAll(fields(choice.below(3), end));
            return new StructType(fields);
        } else if (above instanceof FuncType function
                && choice.percent(50)
                && function.results().stream().anyMatch(TypeGenerator::canBeNarrowed)) {
            List<ValType> results = function.results().stream()
                    .<ValType>map(each -> canBeNarrowed(each) ? new RefType(false, ((RefType) each).heap()) : each)
                    .toList();
            return new FuncType(function.params(), results);
        }
        return above;
    }

    private static boolean canBeNarrowed(ValType type) {
        return type instanceof RefType reference && reference.heap() == AbstractHeapType.I31;
    }

    private List<FieldType> fields(int count, int end) {
        List<FieldType> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(field(end));
        }
        return fields;
    }

    private FieldType field(int end) {
        StorageType storage =
                switch (choice.weighted(3, 3, 5)) {
                    case 0 -> choice.of(List.of(PackedType.values()));
                    case 1 -> choice.of(TypePool.BASE.subList(0, 8));
                    default -> (StorageType) reference(end);
                };
        return new FieldType(storage, choice.percent(70));
    }

    private List<ValType> values(int count, int end) {
        List<ValType> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(choice.percent(50) ? choice.of(TypePool.BASE) : reference(end));
        }
        return values;
    }

    /** {@return a type of references, to a type of the group or before it, or to no defined type} */
    private ValType reference(int end) {
        List<Integer> made = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (!(types.get(i).composite() instanceof FuncType)) {
                made.add(i);
            }
        }
        return switch (choice.weighted(3, 5, made.isEmpty() ? 0 : 2, 1)) {
            case 0 ->
                new RefType(
                        true,
                        choice.of(List.of(
                                AbstractHeapType.ANY,
                                AbstractHeapType.EQ,
                                AbstractHeapType.I31,
                                AbstractHeapType.FUNC,
                                AbstractHeapType.EXTERN)));
            case 1 -> new RefType(true, new TypeUse(choice.below(end)));
            case 2 -> new RefType(false, new TypeUse(choice.of(made)));
            default -> new RefType(false, AbstractHeapType.I31);
        };
    }
}
