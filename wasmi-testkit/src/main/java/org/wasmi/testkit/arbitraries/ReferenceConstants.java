package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.I32;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/** Generates references: nulls, functions, new objects and small integers, also as constant expressions. */
final class ReferenceConstants {
    private static final int MAX_DEPTH = 2;

    private final Choice choice;
    private final TypePool pool;
    private final int functionCount;

    /** Makes the value of a field that holds no reference. */
    private final Function<ValType, Node> numbers;

    private int depth;

    ReferenceConstants(Choice choice, TypePool pool, int functionCount, Function<ValType, Node> numbers) {
        this.choice = choice;
        this.pool = pool;
        this.functionCount = functionCount;
        this.numbers = numbers;
    }

    /** {@return a constant expression of a type, if there is one; otherwise what traps} */
    Node of(RefType wanted) {
        return of(wanted, this::value);
    }

    private Node value(ValType type) {
        return type instanceof RefType reference ? of(reference) : numbers.apply(type);
    }

    /** {@return a reference of a type; new objects have the values of a function} */
    Node of(RefType wanted, Function<ValType, Node> values) {
        if (wanted.nullable() && (depth > MAX_DEPTH || choice.percent(25))) {
            return nullOf(wanted);
        }
        depth++;
        Node node = wanted.heap() instanceof TypeUse
                ? ofDefined(wanted, values)
                : ofGeneral(wanted, (AbstractHeapType) wanted.heap(), values);
        depth--;
        return node;
    }

    private Node nullOf(RefType wanted) {
        AbstractHeapType bottom =
                switch (pool.top(wanted.heap())) {
                    case FUNC -> AbstractHeapType.NOFUNC;
                    case EXTERN -> AbstractHeapType.NOEXTERN;
                    case EXN -> AbstractHeapType.NOEXN;
                    default -> AbstractHeapType.NONE;
                };
        return choice.percent(80)
                ? Node.zero(wanted)
                : Node.of("ref.null", List.of(TypeUses.immediate(bottom)), List.of(wanted));
    }

    private Node ofDefined(RefType wanted, Function<ValType, Node> values) {
        if (pool.top(wanted.heap()) == AbstractHeapType.FUNC) {
            List<Integer> functions = pool.functionsOf(wanted.heap());
            return functions.isEmpty() ? Node.zero(wanted) : function(choice.of(functions), wanted);
        }
        // What a field of the type itself refers to has a smaller index; a subtype may have to hold one of its own
        // kind.
        int type = depth > MAX_DEPTH ? ((TypeUse) wanted.heap()).index() : choice.of(pool.subtypes(wanted.heap()));
        return made(type, wanted, values);
    }

    private static Node function(int index, ValType wanted) {
        return Node.of("ref.func", List.of((long) index), List.of(wanted));
    }

    private Node ofGeneral(RefType wanted, AbstractHeapType heap, Function<ValType, Node> values) {
        List<Integer> subtypes = pool.subtypes(heap);
        return switch (heap) {
            case FUNC -> functionCount == 0 ? Node.zero(wanted) : function(choice.below(functionCount), wanted);
            case EXTERN ->
                wanted.nullable() ? converted("extern.convert_any", AbstractHeapType.ANY, wanted) : trap(wanted);
            case I31 -> small(wanted, values);
            case STRUCT, ARRAY -> subtypes.isEmpty() ? Node.zero(wanted) : made(choice.of(subtypes), wanted, values);
            case ANY, EQ -> {
                if (heap == AbstractHeapType.ANY && wanted.nullable() && choice.percent(20)) {
                    yield converted("any.convert_extern", AbstractHeapType.EXTERN, wanted);
                }
                yield subtypes.isEmpty() || choice.percent(40)
                        ? small(wanted, values)
                        : made(choice.of(subtypes), wanted, values);
            }
            default -> Node.zero(wanted);
        };
    }

    private static Node trap(ValType wanted) {
        return Node.of("unreachable", List.of(wanted));
    }

    private Node converted(String operator, HeapType from, RefType wanted) {
        return Node.of(operator, List.of(wanted), of(new RefType(true, from)));
    }

    private Node small(RefType wanted, Function<ValType, Node> values) {
        return Node.of("ref.i31", List.of(wanted), values.apply(I32));
    }

    /** {@return a new object of a defined type that is no function} */
    private Node made(int type, RefType wanted, Function<ValType, Node> values) {
        List<Long> immediates = List.of((long) type);
        List<ValType> types = List.of(wanted);
        if (pool.composite(type) instanceof StructType struct) {
            if (struct.fields().stream().allMatch(ReferenceConstants::hasDefault) && choice.percent(40)) {
                return Node.of("struct.new_default", immediates, types);
            }
            List<Node> fields = struct.fields().stream()
                    .map(each -> values.apply(each.storage().unpacked()))
                    .toList();
            return new Node("struct.new", immediates, types, fields, List.of());
        } else if (pool.composite(type) instanceof FuncType) {
            return Node.zero(wanted);
        }
        FieldType element = ((ArrayType) pool.composite(type)).element();
        ValType unpacked = element.storage().unpacked();
        switch (choice.weighted(hasDefault(element) ? 3 : 0, 3, 4)) {
            case 0 -> {
                return Node.of("array.new_default", immediates, types, Node.i32(choice.below(6)));
            }
            case 1 -> {
                return Node.of("array.new", immediates, types, values.apply(unpacked), Node.i32(choice.below(6)));
            }
            default -> {
                List<Node> elements = new ArrayList<>();
                for (int i = choice.below(4); i > 0; i--) {
                    elements.add(values.apply(unpacked));
                }
                return new Node(
                        "array.new_fixed", List.of((long) type, (long) elements.size()), types, elements, List.of());
            }
        }
    }

    private static boolean hasDefault(FieldType field) {
        return !(field.storage() instanceof RefType reference) || reference.nullable();
    }
}
