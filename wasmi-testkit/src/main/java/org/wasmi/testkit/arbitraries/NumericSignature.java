package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmi.encoding.type.NumType;

/**
 * A numeric operator as the generator sees it.
 *
 * @param name its name in the text format
 * @param params the types of its operands
 * @param result the type of its result
 */
record NumericSignature(String name, List<NumType> params, NumType result) {

    private static final String INTEGER_TESTS = "eqz";
    private static final String INTEGER_COMPARISONS = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
    private static final String INTEGER_UNARY = "clz ctz popcnt extend8_s extend16_s";
    private static final String INTEGER_BINARY =
            "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr";
    private static final String FLOAT_COMPARISONS = "eq ne lt gt le ge";
    private static final String FLOAT_UNARY = "abs neg ceil floor trunc nearest sqrt";
    private static final String FLOAT_BINARY = "add sub mul div min max copysign";

    private static final String CONVERSIONS = """
            i32.wrap_i64 i64.extend_i32_s i64.extend_i32_u
            i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u
            i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u
            i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u
            i64.trunc_sat_f32_s i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u
            f32.convert_i32_s f32.convert_i32_u f32.convert_i64_s f32.convert_i64_u f32.demote_f64
            f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s f64.convert_i64_u f64.promote_f32
            i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64
            """;

    /** All numeric operators but constants. */
    static final List<NumericSignature> ALL = all();

    private static List<NumericSignature> all() {
        List<NumericSignature> list = new ArrayList<>();
        for (NumType type : List.of(NumType.I32, NumType.I64)) {
            add(list, type, 1, NumType.I32, INTEGER_TESTS);
            add(list, type, 2, NumType.I32, INTEGER_COMPARISONS);
            add(list, type, 1, type, INTEGER_UNARY);
            add(list, type, 2, type, INTEGER_BINARY);
        }
        add(list, NumType.I64, 1, NumType.I64, "extend32_s");
        for (NumType type : List.of(NumType.F32, NumType.F64)) {
            add(list, type, 2, NumType.I32, FLOAT_COMPARISONS);
            add(list, type, 1, type, FLOAT_UNARY);
            add(list, type, 2, type, FLOAT_BINARY);
        }
        Pattern operandType = Pattern.compile("_([if](?:32|64))");
        for (String name : CONVERSIONS.strip().split("\\s+")) {
            Matcher matcher = operandType.matcher(name);
            if (!matcher.find()) {
                throw new LinkageError(name);
            }
            list.add(new NumericSignature(name, List.of(type(matcher.group(1))), type(name.substring(0, 3))));
        }
        return List.copyOf(list);
    }

    private static void add(List<NumericSignature> list, NumType type, int arity, NumType result, String names) {
        List<NumType> params = arity == 1 ? List.of(type) : List.of(type, type);
        Arrays.stream(names.split(" "))
                .forEach(name -> list.add(new NumericSignature(type + "." + name, params, result)));
    }

    private static NumType type(String name) {
        return NumType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** {@return whether it is an integer comparison or {@code eqz}, or a float comparison} */
    boolean isTest() {
        return name.substring(4).matches("eqz|(eq|ne|lt|gt|le|ge)(_[su])?");
    }

    /** {@return whether it may trap} */
    boolean mayTrap() {
        return name.contains(".div_") || name.contains(".rem_") || name.contains(".trunc_f");
    }

    /** {@return whether an operand's bits show in the result, be it a NaN} */
    boolean showsBits(int operand) {
        return name.contains(".reinterpret_f") || (name.endsWith(".copysign") && operand == 1);
    }
}
