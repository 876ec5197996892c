package org.wasmi.encoding.program;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A function type (Wasm specification, 2.3.6). Equality is structural.
 *
 * @param params the types of the parameters, first to last
 * @param results the types of the results, first to last
 */
public record FuncType(List<ValType> params, List<ValType> results) implements ExternType {

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

    /** {@return the type as {@code (i32, i64) -> (f32)}} */
    @Override
    public String toString() {
        return list(params) + " -> " + list(results);
    }

    private static String list(List<ValType> types) {
        return types.stream().map(ValType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
