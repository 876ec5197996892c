package org.wasmi.encoding.type;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A function type (Wasm specification, 2.3.6). Equality is structural; {@link Types} decides whether types that
 * programs define are equal.
 *
 * <p>Guests can choose types with equal hash codes. Types have an order, so that a look-up in a hash table of such
 * types takes logarithmic time, not linear time.
 *
 * @param params the types of the parameters, first to last
 * @param results the types of the results, first to last
 */
public record FuncType(List<ValType> params, List<ValType> results)
        implements ExternType, CompositeType, Comparable<FuncType> {

    private static final long FIRST_HEAP_TYPE = 0x100;
    private static final long FIRST_TYPE_USE = 0x200;
    private static final long FIRST_DEFINED_TYPE = 1L << Integer.SIZE;

    /** Copies both lists. */
    public FuncType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    /** {@return the number of frame slots that the parameters take} */
    public int paramSlots() {
        return slots(params);
    }

    /** {@return the number of frame slots that the results take} */
    public int resultSlots() {
        return slots(results);
    }

    private static int slots(List<ValType> types) {
        int slots = 0;
        for (ValType type : types) {
            slots += type.slots();
        }
        return slots;
    }

    /**
     * Orders types by their numbers of parameters and results, then by the parameters and results. Consistent with
     * equality.
     */
    @Override
    public int compareTo(FuncType other) {
        int order = compare(params, other.params);
        return order != 0 ? order : compare(results, other.results);
    }

    private static int compare(List<ValType> a, List<ValType> b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Long.compare(rank(a.get(i)), rank(b.get(i)));
        }
        return order;
    }

    @Override
    public FuncType closed(IntFunction<? extends DefinedType> defined) {
        return isClosed() ? this : new FuncType(closed(params, defined), closed(results, defined));
    }

    private static List<ValType> closed(List<ValType> types, IntFunction<? extends DefinedType> defined) {
        return types.stream().map(each -> each.closed(defined)).toList();
    }

    /** {@return whether it is independent of a program: it contains no {@link TypeUse}} */
    public boolean isClosed() {
        return isClosed(params) && isClosed(results);
    }

    private static boolean isClosed(List<ValType> types) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i) instanceof RefType reference && reference.heap() instanceof TypeUse) {
                return false;
            }
        }
        return true;
    }

    /** {@return the rank of a type in the order} */
    private static long rank(ValType type) {
        if (type instanceof NumType number) {
            return number.code();
        } else if (type instanceof RefType reference) {
            return 2 * rank(reference.heap()) + (reference.nullable() ? 1 : 0);
        }
        return VecType.V128.code();
    }

    private static long rank(HeapType type) {
        if (type instanceof AbstractHeapType general) {
            return FIRST_HEAP_TYPE + general.code();
        } else if (type instanceof TypeUse use) {
            return FIRST_TYPE_USE + use.index();
        }
        return FIRST_DEFINED_TYPE + ((DefinedType) type).serial();
    }

    /** {@return the type as {@code (i32, i64) -> (f32)}} */
    @Override
    public String toString() {
        return list(params) + " -> " + list(results);
    }

    private static String list(List<ValType> types) {
        return types.stream().map(ValType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
