package org.wasmi.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators of Wasm 3.0, of its proposals, and of legacy exceptions (Wasm specification, 5.4). This table is the
 * testkit's own, so that a mistake in the table of a translator shows.
 */
final class Operators {

    /**
     * Each line: the first code, the immediates, and the names of operators with consecutive codes. Immediates are a
     * letter each: b block type, e block type and clauses, t branch table, v value types, h heap type, x index, m
     * memory argument, s an integer, f and d a float, c a vector, l a lane, q the lanes of a shuffle, k flags of a
     * cast, a label and two heap types, z a byte that is zero.
     */
    private static final String TABLE = """
            00    -  unreachable nop
            02    b  block loop if
            05    -  else
            06    b  try
            07    x  catch throw rethrow
            0A    -  throw_ref
            0B    -  end
            0C    x  br br_if
            0E    t  br_table
            0F    -  return
            10    x  call
            11    xx call_indirect
            12    x  return_call
            13    xx return_call_indirect
            14    x  call_ref return_call_ref
            18    x  delegate
            19    -  catch_all
            1A    -  drop select
            1C    v  select_t
            1F    e  try_table
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
            D3    -  ref.eq ref.as_non_null
            D5    x  br_on_null br_on_non_null
            FB:00 x  struct.new struct.new_default
            FB:02 xx struct.get struct.get_s struct.get_u struct.set
            FB:06 x  array.new array.new_default
            FB:08 xx array.new_fixed array.new_data array.new_elem
            FB:0B x  array.get array.get_s array.get_u array.set
            FB:0F -  array.len
            FB:10 x  array.fill
            FB:11 xx array.copy array.init_data array.init_elem
            FB:14 h  ref.test ref.test_null ref.cast ref.cast_null
            FB:18 k  br_on_cast br_on_cast_fail
            FB:1A -  any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u
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
            FC:13 -  i64.add128 i64.sub128 i64.mul_wide_s i64.mul_wide_u
            """;

    private static final String VECTORS = """
            FD:00  m  v128.load v128.load8x8_s v128.load8x8_u v128.load16x4_s v128.load16x4_u v128.load32x2_s
            FD:06  m  v128.load32x2_u v128.load8_splat v128.load16_splat v128.load32_splat v128.load64_splat
            FD:0B  m  v128.store
            FD:0C  c  v128.const
            FD:0D  q  i8x16.shuffle
            FD:0E  -  i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat
            FD:15  l  i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane i16x8.extract_lane_s
            FD:19  l  i16x8.extract_lane_u i16x8.replace_lane i32x4.extract_lane i32x4.replace_lane
            FD:1D  l  i64x2.extract_lane i64x2.replace_lane f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane
            FD:22  l  f64x2.replace_lane
            FD:23  -  i8x16.eq i8x16.ne i8x16.lt_s i8x16.lt_u i8x16.gt_s i8x16.gt_u i8x16.le_s i8x16.le_u i8x16.ge_s
            FD:2C  -  i8x16.ge_u i16x8.eq i16x8.ne i16x8.lt_s i16x8.lt_u i16x8.gt_s i16x8.gt_u i16x8.le_s i16x8.le_u
            FD:35  -  i16x8.ge_s i16x8.ge_u i32x4.eq i32x4.ne i32x4.lt_s i32x4.lt_u i32x4.gt_s i32x4.gt_u i32x4.le_s
            FD:3E  -  i32x4.le_u i32x4.ge_s i32x4.ge_u f32x4.eq f32x4.ne f32x4.lt f32x4.gt f32x4.le f32x4.ge f64x2.eq
            FD:48  -  f64x2.ne f64x2.lt f64x2.gt f64x2.le f64x2.ge v128.not v128.and v128.andnot v128.or v128.xor
            FD:52  -  v128.bitselect v128.any_true
            FD:54  ml v128.load8_lane v128.load16_lane v128.load32_lane v128.load64_lane v128.store8_lane
            FD:59  ml v128.store16_lane v128.store32_lane v128.store64_lane
            FD:5C  m  v128.load32_zero v128.load64_zero
            FD:5E  -  f32x4.demote_f64x2_zero f64x2.promote_low_f32x4 i8x16.abs i8x16.neg i8x16.popcnt i8x16.all_true
            FD:64  -  i8x16.bitmask i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u f32x4.ceil f32x4.floor f32x4.trunc
            FD:6A  -  f32x4.nearest i8x16.shl i8x16.shr_s i8x16.shr_u i8x16.add i8x16.add_sat_s i8x16.add_sat_u
            FD:71  -  i8x16.sub i8x16.sub_sat_s i8x16.sub_sat_u f64x2.ceil f64x2.floor i8x16.min_s i8x16.min_u
            FD:78  -  i8x16.max_s i8x16.max_u f64x2.trunc i8x16.avgr_u i16x8.extadd_pairwise_i8x16_s
            FD:7D  -  i16x8.extadd_pairwise_i8x16_u i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u
            FD:80  -  i16x8.abs i16x8.neg i16x8.q15mulr_sat_s i16x8.all_true i16x8.bitmask i16x8.narrow_i32x4_s
            FD:86  -  i16x8.narrow_i32x4_u i16x8.extend_low_i8x16_s i16x8.extend_high_i8x16_s
            FD:89  -  i16x8.extend_low_i8x16_u i16x8.extend_high_i8x16_u i16x8.shl i16x8.shr_s i16x8.shr_u i16x8.add
            FD:8F  -  i16x8.add_sat_s i16x8.add_sat_u i16x8.sub i16x8.sub_sat_s i16x8.sub_sat_u f64x2.nearest
            FD:95  -  i16x8.mul i16x8.min_s i16x8.min_u i16x8.max_s i16x8.max_u
            FD:9B  -  i16x8.avgr_u i16x8.extmul_low_i8x16_s i16x8.extmul_high_i8x16_s i16x8.extmul_low_i8x16_u
            FD:9F  -  i16x8.extmul_high_i8x16_u i32x4.abs i32x4.neg
            FD:A3  -  i32x4.all_true i32x4.bitmask
            FD:A7  -  i32x4.extend_low_i16x8_s i32x4.extend_high_i16x8_s i32x4.extend_low_i16x8_u
            FD:AA  -  i32x4.extend_high_i16x8_u i32x4.shl i32x4.shr_s i32x4.shr_u i32x4.add
            FD:B1  -  i32x4.sub
            FD:B5  -  i32x4.mul i32x4.min_s i32x4.min_u i32x4.max_s i32x4.max_u i32x4.dot_i16x8_s
            FD:BC  -  i32x4.extmul_low_i16x8_s i32x4.extmul_high_i16x8_s i32x4.extmul_low_i16x8_u
            FD:BF  -  i32x4.extmul_high_i16x8_u i64x2.abs i64x2.neg
            FD:C3  -  i64x2.all_true i64x2.bitmask
            FD:C7  -  i64x2.extend_low_i32x4_s i64x2.extend_high_i32x4_s i64x2.extend_low_i32x4_u
            FD:CA  -  i64x2.extend_high_i32x4_u i64x2.shl i64x2.shr_s i64x2.shr_u i64x2.add
            FD:D1  -  i64x2.sub
            FD:D5  -  i64x2.mul i64x2.eq i64x2.ne i64x2.lt_s i64x2.gt_s i64x2.le_s i64x2.ge_s
            FD:DC  -  i64x2.extmul_low_i32x4_s i64x2.extmul_high_i32x4_s i64x2.extmul_low_i32x4_u
            FD:DF  -  i64x2.extmul_high_i32x4_u f32x4.abs f32x4.neg
            FD:E3  -  f32x4.sqrt f32x4.add f32x4.sub f32x4.mul f32x4.div f32x4.min f32x4.max f32x4.pmin f32x4.pmax
            FD:EC  -  f64x2.abs f64x2.neg
            FD:EF  -  f64x2.sqrt f64x2.add f64x2.sub f64x2.mul f64x2.div f64x2.min f64x2.max f64x2.pmin f64x2.pmax
            FD:F8  -  i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u
            FD:FC  -  i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero f64x2.convert_low_i32x4_s
            FD:FF  -  f64x2.convert_low_i32x4_u i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s
            FD:102 -  i32x4.relaxed_trunc_f32x4_u i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero
            FD:105 -  f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd
            FD:109 -  i8x16.relaxed_laneselect i16x8.relaxed_laneselect i32x4.relaxed_laneselect
            FD:10C -  i64x2.relaxed_laneselect f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min
            FD:110 -  f64x2.relaxed_max i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s
            FD:113 -  i32x4.relaxed_dot_i8x16_i7x16_add_s
            """;

    private static final String ATOMICS = """
            FE:00  m  memory.atomic.notify memory.atomic.wait32 memory.atomic.wait64
            FE:03  z  atomic.fence
            FE:10  m  i32.atomic.load i64.atomic.load i32.atomic.load8_u i32.atomic.load16_u i64.atomic.load8_u
            FE:15  m  i64.atomic.load16_u i64.atomic.load32_u i32.atomic.store i64.atomic.store i32.atomic.store8
            FE:1A  m  i32.atomic.store16 i64.atomic.store8 i64.atomic.store16 i64.atomic.store32
            FE:1E  m  i32.atomic.rmw.add i64.atomic.rmw.add i32.atomic.rmw8.add_u i32.atomic.rmw16.add_u
            FE:22  m  i64.atomic.rmw8.add_u i64.atomic.rmw16.add_u i64.atomic.rmw32.add_u
            FE:25  m  i32.atomic.rmw.sub i64.atomic.rmw.sub i32.atomic.rmw8.sub_u i32.atomic.rmw16.sub_u
            FE:29  m  i64.atomic.rmw8.sub_u i64.atomic.rmw16.sub_u i64.atomic.rmw32.sub_u
            FE:2C  m  i32.atomic.rmw.and i64.atomic.rmw.and i32.atomic.rmw8.and_u i32.atomic.rmw16.and_u
            FE:30  m  i64.atomic.rmw8.and_u i64.atomic.rmw16.and_u i64.atomic.rmw32.and_u
            FE:33  m  i32.atomic.rmw.or i64.atomic.rmw.or i32.atomic.rmw8.or_u i32.atomic.rmw16.or_u
            FE:37  m  i64.atomic.rmw8.or_u i64.atomic.rmw16.or_u i64.atomic.rmw32.or_u
            FE:3A  m  i32.atomic.rmw.xor i64.atomic.rmw.xor i32.atomic.rmw8.xor_u i32.atomic.rmw16.xor_u
            FE:3E  m  i64.atomic.rmw8.xor_u i64.atomic.rmw16.xor_u i64.atomic.rmw32.xor_u
            FE:41  m  i32.atomic.rmw.xchg i64.atomic.rmw.xchg i32.atomic.rmw8.xchg_u i32.atomic.rmw16.xchg_u
            FE:45  m  i64.atomic.rmw8.xchg_u i64.atomic.rmw16.xchg_u i64.atomic.rmw32.xchg_u
            FE:48  m  i32.atomic.rmw.cmpxchg i64.atomic.rmw.cmpxchg i32.atomic.rmw8.cmpxchg_u
            FE:4B  m  i32.atomic.rmw16.cmpxchg_u i64.atomic.rmw8.cmpxchg_u i64.atomic.rmw16.cmpxchg_u
            FE:4E  m  i64.atomic.rmw32.cmpxchg_u
            """;

    private static final Map<String, Operator> BY_NAME = parse(TABLE + VECTORS + ATOMICS);

    private Operators() {}

    /**
     * An operator.
     *
     * @param name its name in the text format; {@code select} with types is {@code select_t}
     * @param opcode the prefix, if any, and the code
     * @param immediates a letter for each immediate
     */
    record Operator(String name, List<Integer> opcode, String immediates) {

        /** {@return the opcode in the binary format} */
        byte[] bytes() {
            BinaryWriter out = new BinaryWriter().u8(opcode.get(0));
            opcode.subList(1, opcode.size()).forEach(out::u);
            return out.toByteArray();
        }

        /** {@return the alignment of a load or store that its width implies, as a power of two} */
        int naturalAlignment() {
            String width = name.replaceFirst(".*(load|store|rmw|wait)", "");
            if (name.equals("memory.atomic.notify")) {
                return Integer.numberOfTrailingZeros(Integer.BYTES);
            } else if (name.startsWith("v128") && width.contains("x")) { // extends half a vector
                return Integer.numberOfTrailingZeros(Long.BYTES);
            }
            String digits = width.replaceAll("\\D", "");
            int bits = Integer.parseInt(digits.isEmpty() ? name.replaceAll("\\D", "") : digits);
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

    private static Map<String, Operator> parse(String table) {
        Map<String, Operator> byName = new LinkedHashMap<>();
        for (String line : table.lines().toList()) {
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
