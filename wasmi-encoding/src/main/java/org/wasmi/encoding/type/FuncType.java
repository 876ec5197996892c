package org.wasmi.encoding.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A function type (Wasm specification, 2.3.6). Equality is structural.
 *
 * <p>Guests can choose types with equal hash codes. Types have an order, so that a hash table of many such types takes
 * logarithmic time for each, not linear time.
 *
 * @param params the types of the parameters, first to last
 * @param results the types of the results, first to last
 */
public record FuncType(List<ValType> params, List<ValType> results) implements ExternType, Comparable<FuncType> {

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

    /** Orders types by their numbers of parameters and results, then by these themselves. Consistent with equality. */
    @Override
    public int compareTo(FuncType other) {
        int order = compare(params, other.params);
        return order != 0 ? order : compare(results, other.results);
    }

    private static int compare(List<ValType> a, List<ValType> b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Integer.compare(rank(a.get(i)), rank(b.get(i)));
        }
        return order;
    }

    /** {@return the number of a type in the binary format, twice, and 1 more for references that are not null} */
    private static int rank(ValType type) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> 2 * 0x7F;
                case I64 -> 2 * 0x7E;
                case F32 -> 2 * 0x7D;
                case F64 -> 2 * 0x7C;
            };
        } else if (type instanceof RefType reference) {
            int heap =
                    switch (reference.heap()) {
                        case FUNC -> 0x70;
                        case EXTERN -> 0x6F;
                    };
            return 2 * heap + (reference.nullable() ? 0 : 1);
        }
        return 2 * 0x7B;
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
