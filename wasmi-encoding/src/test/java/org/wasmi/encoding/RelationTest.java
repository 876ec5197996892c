package org.wasmi.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.numeric.Numerics;

/** Relations derived from others against what {@link Numerics} says of both. */
class RelationTest {
    private static final String NOT = "not_";
    private static final Map<SlotType, List<Object>> NUMBERS = Map.of(
            SlotType.I32, List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE),
            SlotType.I64, List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE),
            SlotType.F32, List.of(0.0f, -0.0f, 1.0f, Float.NaN, Float.NEGATIVE_INFINITY),
            SlotType.F64, List.of(0.0, -0.0, 1.0, Double.NaN, Double.NEGATIVE_INFINITY));

    @ParameterizedTest
    @EnumSource
    void derivedRelationsHoldJustWhenTheyShould(Relation relation) {
        List<SlotType> tested = new ArrayList<>();
        NUMBERS.forEach((type, numbers) -> {
            if (method(type, positive(relation)).isEmpty()) {
                return;
            }
            tested.add(type);
            for (Object a : numbers) {
                for (Object b : numbers) {
                    boolean holds = holds(type, relation, a, b);
                    assertThat(holds(type, relation.negation(), a, b)).isEqualTo(!holds);
                    assertThat(holds(type, relation.mirrored(), b, a)).isEqualTo(holds);
                }
            }
        });
        assertThat(tested).isNotEmpty();
    }

    private static boolean holds(SlotType type, Relation relation, Object a, Object b) {
        Optional<Method> method = method(type, relation);
        if (method.isEmpty()) {
            assertThat(relation.toString()).startsWith(NOT);
            return !holds(type, positive(relation), a, b);
        }
        try {
            return (boolean) method.get().invoke(null, a, b);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(relation.toString(), e);
        }
    }

    /** {@return the relation of Wasm's of which a relation is the negation, by name, or that itself} */
    private static Relation positive(Relation relation) {
        return Relation.valueOf(relation.name().replace(NOT.toUpperCase(Locale.ROOT), ""));
    }

    private static Optional<Method> method(SlotType type, Relation relation) {
        String name = (type + "_" + relation).replace("_", "");
        return Arrays.stream(Numerics.class.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(name))
                .findFirst();
    }
}
