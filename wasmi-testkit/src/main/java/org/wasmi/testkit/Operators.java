package org.wasmi.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators of Wasm 2.0 without SIMD, and tail calls (Wasm specification, 5.4). This table is the testkit's own, so
 * that a mistake in the table of a translator shows.
 */
final class Operators {

    /**
     * Each line: the first code, the immediates, and the names of operators with consecutive codes. Immediates are a letter
     * each: b block type, t branch table, v value types, h heap type, x index, m memory argument, s an integer, f and d a float.
     */
    private static final String TABLE = """
            00    -  unreachable nop
            02    b  block loop if
            05    -  else
            0B    -  end
            0C    x  br br_if
            0E    t  br_table
            0F    -  return
            10    x  call
            11    xx call_indirect
            12    x  return_call
            13    xx return_call_indirect
            1A    -  drop select
            1C    v  select_t
            20    x  local.get local.set local.tee global.get global.set table.get table.set
            28    m  i32.load i64.load f32.load f64.load
            2C    m  i32.load8_s i32.load8_u i32.load16_s i32.load16_u
            30    m  i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u
            36    m  i32.store i64.store f32.store f64.store
            3A    m  i32.store8 i32.store16 i64.store8 i64.store16 i64.store32
            3F    x  memory.size memory.grow
            41    s  i32.const i64.const
            43    f  f32.const
            44    d  f64.const
            45    -  i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u i32.le_s i32.le_u i32.ge_s i32.ge_u
            50    -  i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u i64.le_s i64.le_u i64.ge_s i64.ge_u
            5B    -  f32.eq f32.ne f32.lt f32.gt f32.le f32.ge f64.eq f64.ne f64.lt f64.gt f64.le f64.ge
            67    -  i32.clz i32.ctz i32.popcnt i32.add i32.sub i32.mul i32.div_s i32.div_u i32.rem_s i32.rem_u
            71    -  i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr
            79    -  i64.clz i64.ctz i64.popcnt i64.add i64.sub i64.mul i64.div_s i64.div_u i64.rem_s i64.rem_u
            83    -  i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr
            8B    -  f32.abs f32.neg f32.ceil f32.floor f32.trunc f32.nearest f32.sqrt
            92    -  f32.add f32.sub f32.mul f32.div f32.min f32.max f32.copysign
            99    -  f64.abs f64.neg f64.ceil f64.floor f64.trunc f64.nearest f64.sqrt
            A0    -  f64.add f64.sub f64.mul f64.div f64.min f64.max f64.copysign
            A7    -  i32.wrap_i64 i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u
            AC    -  i64.extend_i32_s i64.extend_i32_u i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u
            B2    -  f32.convert_i32_s f32.convert_i32_u f32.convert_i64_s f32.convert_i64_u f32.demote_f64
            B7    -  f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s f64.convert_i64_u f64.promote_f32
            BC    -  i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64
            C0    -  i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s
            D0    h  ref.null
            D1    -  ref.is_null
            D2    x  ref.func
            FC:00 -  i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u
            FC:04 -  i64.trunc_sat_f32_s i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u
            FC:08 xx memory.init
            FC:09 x  data.drop
            FC:0A xx memory.copy
            FC:0B x  memory.fill
            FC:0C xx table.init
            FC:0D x  elem.drop
            FC:0E xx table.copy
            FC:0F x  table.grow table.size table.fill
            """;

    private static final Map<String, Operator> BY_NAME = parse();

    private Operators() {}

    /**
     * An operator.
     *
     * @param name its name in the text format; {@code select} with types is {@code select_t}
     * @param opcode the prefix, if any, and the code
     * @param immediates a letter for each immediate
     */
    record Operator(String name, List<Integer> opcode, String immediates) {

        /** {@return the alignment of a load or store that its width implies, as a power of two} */
        int naturalAlignment() {
            String width = name.replaceFirst(".*(load|store)", "").replaceAll("\\D", "");
            int bits = Integer.parseInt(width.isEmpty() ? name.substring(1, 3) : width);
            return Integer.numberOfTrailingZeros(bits / 8);
        }
    }

    /**
     * {@return the operator of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    static Operator named(String name) {
        Operator operator = BY_NAME.get(name);
        if (operator == null) {
            throw new IllegalArgumentException("no operator is named '" + name + "'");
        }
        return operator;
    }

    /** {@return all operators, in the order of the table} */
    static List<Operator> all() {
        return List.copyOf(BY_NAME.values());
    }

    private static Map<String, Operator> parse() {
        Map<String, Operator> byName = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] fields = line.split(" +", -1);
            String[] code = fields[0].split(":", -1);
            int last = Integer.parseInt(code[code.length - 1], 16);
            for (int i = 2; i < fields.length; i++) {
                List<Integer> opcode = code.length == 1 ? List.of(last) : List.of(Integer.parseInt(code[0], 16), last);
                byName.put(fields[i], new Operator(fields[i], opcode, fields[1].replace("-", "")));
                last++;
            }
        }
        return byName;
    }
}
