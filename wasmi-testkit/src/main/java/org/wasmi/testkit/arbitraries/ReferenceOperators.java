package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.I32;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.arbitraries.TypePool.Field;

/**
 * Generates the operators on typed references, structures, arrays and small integers. References are seldom null and
 * indices mostly within bounds.
 */
final class ReferenceOperators {
    private static final RefType EQUAL = new RefType(true, AbstractHeapType.EQ);
    private static final RefType ANY = new RefType(true, AbstractHeapType.ANY);
    private static final RefType SMALL = new RefType(true, AbstractHeapType.I31);
    private static final RefType ARRAY = new RefType(true, AbstractHeapType.ARRAY);

    private final Choice choice;
    private final Environment environment;
    private final TypePool pool;
    private final FunctionGenerator values;
    private final ReferenceConstants constants;

    ReferenceOperators(
            Choice choice, Environment environment, TypePool pool, int functionCount, FunctionGenerator values) {
        this.choice = choice;
        this.environment = environment;
        this.pool = pool;
        this.values = values;
        constants = new ReferenceConstants(choice, pool, functionCount, values::constant);
    }

    /** {@return a constant of a type, null at times; what traps if there is none} */
    Node constant(RefType wanted) {
        return constants.of(wanted);
    }

    /** {@return a reference that an operator gives} */
    Node operator(RefType wanted, List<Long> emptyLabels) {
        List<ValType> types = List.of(wanted);
        boolean loose = pool.top(wanted.heap()) == AbstractHeapType.ANY;
        switch (choice.weighted(8, loose ? 3 : 0, 5, 5, 2, wanted.nullable() ? 0 : 6, 3)) {
            case 1 -> {
                return newFromSegment(wanted).orElseGet(() -> made(wanted));
            }
            case 2 -> {
                return field(wanted, false).orElseGet(() -> made(wanted));
            }
            case 3 -> {
                return cast(wanted);
            }
            case 4 -> {
                if (wanted.nullable() && wanted.heap() == AbstractHeapType.ANY) {
                    return Node.of("any.convert_extern", types, values.expression(RefType.EXTERNREF));
                } else if (wanted.equals(RefType.EXTERNREF) && pool.hasReferences()) {
                    return Node.of("extern.convert_any", types, values.expression(ANY));
                }
                return made(wanted);
            }
            case 5 -> {
                Node value = values.expression(new RefType(true, wanted.heap()));
                return emptyLabels.isEmpty() || choice.percent(50)
                        ? Node.of("ref.as_non_null", types, value)
                        : Node.of("br_on_null", List.of(choice.of(emptyLabels)), types, value);
            }
            case 6 -> {
                return field(wanted, true).orElseGet(() -> made(wanted));
            }
            default -> {
                return made(wanted);
            }
        }
    }

    private Node made(RefType wanted) {
        return constants.of(wanted, values::expression);
    }

    private Node cast(RefType wanted) {
        AbstractHeapType top = pool.top(wanted.heap());
        if (top == AbstractHeapType.EXN && !wanted.nullable()) {
            return Node.zero(wanted);
        }
        // A cast from the type itself succeeds, unless null gets in the way.
        RefType from = choice.percent(55) ? new RefType(wanted.nullable(), wanted.heap()) : new RefType(true, top);
        return Node.of(
                wanted.nullable() ? "ref.cast_null" : "ref.cast",
                List.of(TypeUses.immediate(wanted.heap())),
                List.of(wanted),
                values.expression(from));
    }

    /** {@return a branch on a cast that leaves a reference of a type, if a label and what it takes allow that} */
    Optional<Node> branchOnCast(RefType wanted, long label, RefType taken) {
        if (choice.percent(50)) {
            // On success, to a subtype of both.
            if (!pool.isSubtype(taken, wanted)) {
                return Optional.empty();
            }
            return Optional.of(branch("br_on_cast", label, wanted, taken, wanted));
        }
        return pool.isSubtype(wanted, taken)
                ? Optional.of(branch("br_on_cast_fail", label, taken, wanted, wanted))
                : Optional.empty();
    }

    private Node branch(String operator, long label, RefType from, RefType to, RefType wanted) {
        long flags = (from.nullable() ? 1 : 0) | (to.nullable() ? 2 : 0);
        return Node.of(
                operator,
                List.of(label, flags, TypeUses.immediate(from.heap()), TypeUses.immediate(to.heap())),
                List.of(wanted),
                values.expression(from));
    }

    // Reading

    /** {@return a number or vector that comes from an object, or a test of a reference} */
    Node number(ValType wanted) {
        if (wanted == I32 && choice.percent(55)) {
            return test();
        }
        Optional<Node> read = choice.percent(50) ? field(wanted, true) : field(wanted, false);
        return read.orElseGet(() -> wanted == I32 ? test() : values.leaf(wanted));
    }

    private Node test() {
        List<ValType> types = List.of(I32);
        switch (choice.weighted(3, 3, 4, 2, 2)) {
            case 0 -> {
                Node first = choice.percent(40) ? values.leaf(EQUAL) : values.expression(EQUAL);
                boolean again =
                        first.operator().equals("local.get") || first.operator().equals("global.get");
                return Node.of("ref.eq", types, first, again && choice.percent(50) ? first : values.expression(EQUAL));
            }
            case 1 -> {
                return Node.of(
                        choice.percent(50) ? "i31.get_s" : "i31.get_u",
                        types,
                        values.expression(choice.percent(60) ? new RefType(false, AbstractHeapType.I31) : SMALL));
            }
            case 2 -> {
                RefType tested = pool.reference(choice);
                AbstractHeapType top = pool.top(tested.heap());
                HeapType to = choice.of(pool.heaps(top));
                return Node.of(
                        choice.percent(50) ? "ref.test" : "ref.test_null",
                        List.of(TypeUses.immediate(to)),
                        types,
                        values.expression(tested));
            }
            case 3 -> {
                List<Field> arrays = pool.fields(Field::isElement);
                RefType array = arrays.isEmpty() || choice.percent(20)
                        ? ARRAY
                        : new RefType(false, new TypeUse(choice.of(arrays).type()));
                return Node.of("array.len", types, values.expression(array));
            }
            default -> {
                return Node.of("ref.is_null", types, values.expression(pool.nullable(choice)));
            }
        }
    }

    /** {@return what reads a field or an element that holds values of a type, if there are such} */
    private Optional<Node> field(ValType wanted, boolean elements) {
        List<Field> candidates = pool.fields(each -> each.isElement() == elements
                && pool.isSubtype(each.of().storage().unpacked(), wanted));
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Field field = choice.of(candidates);
        boolean packed = field.of().storage() instanceof PackedType;
        String ending = !packed ? "" : choice.percent(50) ? "_s" : "_u";
        return Optional.of(
                elements
                        ? Node.of(
                                "array.get" + ending,
                                List.of((long) field.type()),
                                List.of(wanted),
                                holder(field),
                                index())
                        : Node.of(
                                "struct.get" + ending,
                                List.of((long) field.type(), (long) field.number()),
                                List.of(wanted),
                                holder(field)));
    }

    private Node holder(Field field) {
        RefType type = field.holder();
        return values.expression(choice.percent(75) ? new RefType(false, type.heap()) : type);
    }

    private Node index() {
        return switch (choice.weighted(75, 15, 10)) {
            case 0 -> Node.i32(choice.weighted(6, 3, 1));
            case 1 -> Node.of("i32.and", List.of(I32), values.expression(I32), Node.i32(1));
            default -> values.leaf(I32);
        };
    }

    private Node length() {
        return choice.percent(92) ? Node.i32(choice.weighted(3, 4, 2, 1)) : values.leaf(I32);
    }

    // Segments

    /** {@return a new array of a part of a segment} */
    private Optional<Node> newFromSegment(RefType wanted) {
        List<Integer> arrays = pool.subtypes(wanted.heap()).stream()
                .filter(each -> pool.composite(each) instanceof ArrayType)
                .toList();
        if (arrays.isEmpty()) {
            return Optional.empty();
        }
        int type = choice.of(arrays);
        FieldType element = ((ArrayType) pool.composite(type)).element();
        return segment(element)
                .map(segment -> Node.of(
                        element.storage() instanceof RefType ? "array.new_elem" : "array.new_data",
                        List.of((long) type, segment),
                        List.of(wanted),
                        index(),
                        length()));
    }

    /** {@return a segment with what elements of arrays may be} */
    private Optional<Long> segment(FieldType element) {
        if (!(element.storage() instanceof RefType type)) {
            return Optional.of((long) choice.below(environment.data().size()));
        }
        List<Long> candidates = new ArrayList<>();
        for (int i = 0; i < environment.elements().size(); i++) {
            if (pool.isSubtype(environment.elements().get(i).type(), type)) {
                candidates.add((long) i);
            }
        }
        return candidates.isEmpty() ? Optional.empty() : Optional.of(choice.of(candidates));
    }

    // Writing

    /** {@return a statement that changes an object, or drops something if there is none} */
    Node write() {
        boolean elements = choice.percent(55);
        List<Field> candidates =
                pool.fields(each -> each.isElement() == elements && each.of().mutable());
        if (candidates.isEmpty()) {
            return Node.drop(number(I32));
        }
        Field field = choice.of(candidates);
        ValType unpacked = field.of().storage().unpacked();
        List<Long> type = List.of((long) field.type());
        if (!elements) {
            List<Long> place = List.of((long) field.type(), (long) field.number());
            return Node.of("struct.set", place, List.of(), holder(field), values.expression(unpacked));
        }
        switch (choice.weighted(4, 3, 3, 3)) {
            case 0 -> {
                return Node.of("array.set", type, List.of(), holder(field), index(), values.expression(unpacked));
            }
            case 1 -> {
                return Node.of(
                        "array.fill", type, List.of(), holder(field), index(), values.expression(unpacked), length());
            }
            case 2 -> {
                Field source = choice.of(pool.fields(each -> each.isElement() && copies(each.of(), field.of())));
                return Node.of(
                        "array.copy",
                        List.of((long) field.type(), (long) source.type()),
                        List.of(),
                        holder(field),
                        index(),
                        holder(source),
                        index(),
                        length());
            }
            default -> {
                Optional<Long> segment = segment(field.of());
                if (segment.isEmpty()) {
                    return Node.drop(number(I32));
                }
                return Node.of(
                        field.of().storage() instanceof RefType ? "array.init_elem" : "array.init_data",
                        List.of((long) field.type(), segment.get()),
                        List.of(),
                        holder(field),
                        index(),
                        index(),
                        length());
            }
        }
    }

    private boolean copies(FieldType source, FieldType target) {
        return pool.isSubtype(source.storage(), target.storage());
    }
}
