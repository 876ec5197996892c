package org.wasmi.encoding.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/** Ties the methods of {@link Numerics} to the operators of {@link Op} and of the specification. */
class NumericsNamesTest {

    private static final String INTEGER_OPERATORS = """
            add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr clz ctz popcnt extend8_s extend16_s
            eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u
            trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u
            trunc_sat_f32_s trunc_sat_f32_u trunc_sat_f64_s trunc_sat_f64_u
            """;

    private static final String FLOAT_OPERATORS = """
            add sub mul div min max copysign abs neg ceil floor trunc nearest sqrt eq ne lt gt le ge
            convert_i32_s convert_i32_u convert_i64_s convert_i64_u
            """;

    /** Ours, for branches on a negated comparison. */
    private static final String NEGATED_COMPARISONS = "not_lt not_le";

    private static final Map<SlotType, Class<?>> JAVA_TYPES = Map.of(
            SlotType.I32, int.class, SlotType.I64, long.class, SlotType.F32, float.class, SlotType.F64, double.class);

    private static final Map<String, Method> METHODS = Arrays.stream(Numerics.class.getDeclaredMethods())
            .filter(each -> Modifier.isPublic(each.getModifiers()))
            .collect(Collectors.toMap(Method::getName, Function.identity()));

    @Test
    void eachNumericOperatorOfTheSpecificationHasItsMethodAndThereAreNoOthers() {
        Set<String> names = new TreeSet<>();
        for (String type : List.of("i32", "i64")) {
            words(INTEGER_OPERATORS).forEach(each -> names.add(camelCase(type + "." + each)));
        }
        for (String type : List.of("f32", "f64")) {
            words(FLOAT_OPERATORS + NEGATED_COMPARISONS).forEach(each -> names.add(camelCase(type + "." + each)));
        }
        Stream.of(
                        "i64.extend32_s",
                        "i32.wrap_i64",
                        "i64.extend_i32_s",
                        "i64.extend_i32_u",
                        "f32.demote_f64",
                        "f64.promote_f32",
                        "i32.reinterpret_f32",
                        "i64.reinterpret_f64",
                        "f32.reinterpret_i32",
                        "f64.reinterpret_i64")
                .forEach(each -> names.add(camelCase(each)));

        for (String each : List.of("i64.add128", "i64.sub128", "i64.mul_wide_s", "i64.mul_wide_u")) {
            names.add(camelCase(each + "_low"));
            names.add(camelCase(each + "_high"));
        }
        names.add(camelCase("i32.saturate_i64_u")); // ours, for indices of tables
        for (String type : List.of("f32", "f64")) { // ours, for two instructions in one
            words("mul_add mul_sub sub_mul").forEach(each -> names.add(camelCase(type + "." + each)));
        }
        words("i32.add_shl i32.xor_shl i32.xor_shr_u i32.xor_rotl i64.xor_rotl")
                .forEach(each -> names.add(camelCase(each)));

        assertThat(METHODS.keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("numericOps")
    void theMethodOfAnInstructionTakesAndGivesItsTypes(Op op) {
        if (op.results().size() == 2) {
            checkMethod(op, op.operator() + "_low");
            checkMethod(op, op.operator() + "_high");
        } else {
            checkMethod(op, op.operator());
        }
    }

    private static void checkMethod(Op op, String operator) {
        String name = camelCase(operator);
        Method method = Optional.ofNullable(METHODS.get(name))
                .orElseThrow(() -> new AssertionError("Numerics." + name + " is missing"));

        assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
        assertThat(method.getParameterTypes()).containsExactly(parameterTypes(op));
        switch (op.format()) {
            case BSS, BSI, RSSSS, RSSSI -> assertThat(method.getReturnType()).isEqualTo(boolean.class);
            default ->
                assertThat(JAVA_TYPES.get(op.results().get(0)))
                        .isEqualTo(method.getReturnType() == boolean.class ? int.class : method.getReturnType());
        }
    }

    static Stream<Op> numericOps() {
        return Arrays.stream(Op.values()).filter(Op::isNumeric);
    }

    private static Class<?>[] parameterTypes(Op op) {
        int skipped = isChoice(op.format()) ? 2 : 0;
        return op.inputs().stream().skip(skipped).map(JAVA_TYPES::get).toArray(Class<?>[]::new);
    }

    /** Whether two values to choose from come before the operands of the comparison. */
    private static boolean isChoice(Format format) {
        return format == Format.RSSSS || format == Format.RSSSI;
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"));
    }

    private static String camelCase(String operator) {
        String[] parts = operator.split("[._]");
        return parts[0]
                + Arrays.stream(parts)
                        .skip(1)
                        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                        .collect(Collectors.joining());
    }
}
