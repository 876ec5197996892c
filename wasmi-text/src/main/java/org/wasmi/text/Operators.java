package org.wasmi.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operators of Wasm 3.0 (Wasm specification, 5.4 and 6.5) and of the proposals that the text format covers. A row
 * has the bytes of the opcode, the name, the numbers of operands and results or "-" if they depend on the module or the
 * block, the immediates, and for accesses of memory the natural alignment as a power of two.
 */
final class Operators {
    private static final String TABLE = """
            00      unreachable                             0>0 NONE
            01      nop                                     0>0 NONE
            02      block                                   -   BLOCK
            03      loop                                    -   BLOCK
            04      if                                      -   BLOCK
            05      else                                    -   STRUCTURE
            06      try                                     -   BLOCK
            07      catch                                   -   STRUCTURE
            08      throw                                   -   TAG
            09      rethrow                                 0>0 LABEL
            0a      throw_ref                               1>0 NONE
            0b      end                                     -   STRUCTURE
            0c      br                                      -   LABEL
            0d      br_if                                   -   LABEL
            0e      br_table                                -   LABELS
            0f      return                                  -   NONE
            10      call                                    -   FUNC
            11      call_indirect                           -   CALL_INDIRECT
            12      return_call                             -   FUNC
            13      return_call_indirect                    -   CALL_INDIRECT
            14      call_ref                                -   TYPE
            15      return_call_ref                         -   TYPE
            18      delegate                                -   STRUCTURE
            19      catch_all                               -   STRUCTURE
            1a      drop                                    1>0 NONE
            1b      select                                  3>1 SELECT
            1f      try_table                               -   TRY_TABLE
            20      local.get                               0>1 LOCAL
            21      local.set                               1>0 LOCAL
            22      local.tee                               1>1 LOCAL
            23      global.get                              0>1 GLOBAL
            24      global.set                              1>0 GLOBAL
            25      table.get                               1>1 TABLE
            26      table.set                               2>0 TABLE
            28      i32.load                                1>1 MEMARG 2
            29      i64.load                                1>1 MEMARG 3
            2a      f32.load                                1>1 MEMARG 2
            2b      f64.load                                1>1 MEMARG 3
            2c      i32.load8_s                             1>1 MEMARG 0
            2d      i32.load8_u                             1>1 MEMARG 0
            2e      i32.load16_s                            1>1 MEMARG 1
            2f      i32.load16_u                            1>1 MEMARG 1
            30      i64.load8_s                             1>1 MEMARG 0
            31      i64.load8_u                             1>1 MEMARG 0
            32      i64.load16_s                            1>1 MEMARG 1
            33      i64.load16_u                            1>1 MEMARG 1
            34      i64.load32_s                            1>1 MEMARG 2
            35      i64.load32_u                            1>1 MEMARG 2
            36      i32.store                               2>0 MEMARG 2
            37      i64.store                               2>0 MEMARG 3
            38      f32.store                               2>0 MEMARG 2
            39      f64.store                               2>0 MEMARG 3
            3a      i32.store8                              2>0 MEMARG 0
            3b      i32.store16                             2>0 MEMARG 1
            3c      i64.store8                              2>0 MEMARG 0
            3d      i64.store16                             2>0 MEMARG 1
            3e      i64.store32                             2>0 MEMARG 2
            3f      memory.size                             0>1 MEMORY
            40      memory.grow                             1>1 MEMORY
            41      i32.const                               0>1 I32
            42      i64.const                               0>1 I64
            43      f32.const                               0>1 F32
            44      f64.const                               0>1 F64
            45      i32.eqz                                 1>1 NONE
            46      i32.eq                                  2>1 NONE
            47      i32.ne                                  2>1 NONE
            48      i32.lt_s                                2>1 NONE
            49      i32.lt_u                                2>1 NONE
            4a      i32.gt_s                                2>1 NONE
            4b      i32.gt_u                                2>1 NONE
            4c      i32.le_s                                2>1 NONE
            4d      i32.le_u                                2>1 NONE
            4e      i32.ge_s                                2>1 NONE
            4f      i32.ge_u                                2>1 NONE
            50      i64.eqz                                 1>1 NONE
            51      i64.eq                                  2>1 NONE
            52      i64.ne                                  2>1 NONE
            53      i64.lt_s                                2>1 NONE
            54      i64.lt_u                                2>1 NONE
            55      i64.gt_s                                2>1 NONE
            56      i64.gt_u                                2>1 NONE
            57      i64.le_s                                2>1 NONE
            58      i64.le_u                                2>1 NONE
            59      i64.ge_s                                2>1 NONE
            5a      i64.ge_u                                2>1 NONE
            5b      f32.eq                                  2>1 NONE
            5c      f32.ne                                  2>1 NONE
            5d      f32.lt                                  2>1 NONE
            5e      f32.gt                                  2>1 NONE
            5f      f32.le                                  2>1 NONE
            60      f32.ge                                  2>1 NONE
            61      f64.eq                                  2>1 NONE
            62      f64.ne                                  2>1 NONE
            63      f64.lt                                  2>1 NONE
            64      f64.gt                                  2>1 NONE
            65      f64.le                                  2>1 NONE
            66      f64.ge                                  2>1 NONE
            67      i32.clz                                 1>1 NONE
            68      i32.ctz                                 1>1 NONE
            69      i32.popcnt                              1>1 NONE
            6a      i32.add                                 2>1 NONE
            6b      i32.sub                                 2>1 NONE
            6c      i32.mul                                 2>1 NONE
            6d      i32.div_s                               2>1 NONE
            6e      i32.div_u                               2>1 NONE
            6f      i32.rem_s                               2>1 NONE
            70      i32.rem_u                               2>1 NONE
            71      i32.and                                 2>1 NONE
            72      i32.or                                  2>1 NONE
            73      i32.xor                                 2>1 NONE
            74      i32.shl                                 2>1 NONE
            75      i32.shr_s                               2>1 NONE
            76      i32.shr_u                               2>1 NONE
            77      i32.rotl                                2>1 NONE
            78      i32.rotr                                2>1 NONE
            79      i64.clz                                 1>1 NONE
            7a      i64.ctz                                 1>1 NONE
            7b      i64.popcnt                              1>1 NONE
            7c      i64.add                                 2>1 NONE
            7d      i64.sub                                 2>1 NONE
            7e      i64.mul                                 2>1 NONE
            7f      i64.div_s                               2>1 NONE
            80      i64.div_u                               2>1 NONE
            81      i64.rem_s                               2>1 NONE
            82      i64.rem_u                               2>1 NONE
            83      i64.and                                 2>1 NONE
            84      i64.or                                  2>1 NONE
            85      i64.xor                                 2>1 NONE
            86      i64.shl                                 2>1 NONE
            87      i64.shr_s                               2>1 NONE
            88      i64.shr_u                               2>1 NONE
            89      i64.rotl                                2>1 NONE
            8a      i64.rotr                                2>1 NONE
            8b      f32.abs                                 1>1 NONE
            8c      f32.neg                                 1>1 NONE
            8d      f32.ceil                                1>1 NONE
            8e      f32.floor                               1>1 NONE
            8f      f32.trunc                               1>1 NONE
            90      f32.nearest                             1>1 NONE
            91      f32.sqrt                                1>1 NONE
            92      f32.add                                 2>1 NONE
            93      f32.sub                                 2>1 NONE
            94      f32.mul                                 2>1 NONE
            95      f32.div                                 2>1 NONE
            96      f32.min                                 2>1 NONE
            97      f32.max                                 2>1 NONE
            98      f32.copysign                            2>1 NONE
            99      f64.abs                                 1>1 NONE
            9a      f64.neg                                 1>1 NONE
            9b      f64.ceil                                1>1 NONE
            9c      f64.floor                               1>1 NONE
            9d      f64.trunc                               1>1 NONE
            9e      f64.nearest                             1>1 NONE
            9f      f64.sqrt                                1>1 NONE
            a0      f64.add                                 2>1 NONE
            a1      f64.sub                                 2>1 NONE
            a2      f64.mul                                 2>1 NONE
            a3      f64.div                                 2>1 NONE
            a4      f64.min                                 2>1 NONE
            a5      f64.max                                 2>1 NONE
            a6      f64.copysign                            2>1 NONE
            a7      i32.wrap_i64                            1>1 NONE
            a8      i32.trunc_f32_s                         1>1 NONE
            a9      i32.trunc_f32_u                         1>1 NONE
            aa      i32.trunc_f64_s                         1>1 NONE
            ab      i32.trunc_f64_u                         1>1 NONE
            ac      i64.extend_i32_s                        1>1 NONE
            ad      i64.extend_i32_u                        1>1 NONE
            ae      i64.trunc_f32_s                         1>1 NONE
            af      i64.trunc_f32_u                         1>1 NONE
            b0      i64.trunc_f64_s                         1>1 NONE
            b1      i64.trunc_f64_u                         1>1 NONE
            b2      f32.convert_i32_s                       1>1 NONE
            b3      f32.convert_i32_u                       1>1 NONE
            b4      f32.convert_i64_s                       1>1 NONE
            b5      f32.convert_i64_u                       1>1 NONE
            b6      f32.demote_f64                          1>1 NONE
            b7      f64.convert_i32_s                       1>1 NONE
            b8      f64.convert_i32_u                       1>1 NONE
            b9      f64.convert_i64_s                       1>1 NONE
            ba      f64.convert_i64_u                       1>1 NONE
            bb      f64.promote_f32                         1>1 NONE
            bc      i32.reinterpret_f32                     1>1 NONE
            bd      i64.reinterpret_f64                     1>1 NONE
            be      f32.reinterpret_i32                     1>1 NONE
            bf      f64.reinterpret_i64                     1>1 NONE
            c0      i32.extend8_s                           1>1 NONE
            c1      i32.extend16_s                          1>1 NONE
            c2      i64.extend8_s                           1>1 NONE
            c3      i64.extend16_s                          1>1 NONE
            c4      i64.extend32_s                          1>1 NONE
            d0      ref.null                                0>1 HEAP_TYPE
            d1      ref.is_null                             1>1 NONE
            d2      ref.func                                0>1 FUNC
            d3      ref.eq                                  2>1 NONE
            d4      ref.as_non_null                         1>1 NONE
            d5      br_on_null                              -   LABEL
            d6      br_on_non_null                          -   LABEL
            fb 00   struct.new                              -   TYPE
            fb 01   struct.new_default                      0>1 TYPE
            fb 02   struct.get                              1>1 TYPE_FIELD
            fb 03   struct.get_s                            1>1 TYPE_FIELD
            fb 04   struct.get_u                            1>1 TYPE_FIELD
            fb 05   struct.set                              2>0 TYPE_FIELD
            fb 06   array.new                               2>1 TYPE
            fb 07   array.new_default                       1>1 TYPE
            fb 08   array.new_fixed                         -   TYPE_COUNT
            fb 09   array.new_data                          2>1 TYPE_DATA
            fb 0a   array.new_elem                          2>1 TYPE_ELEM
            fb 0b   array.get                               2>1 TYPE
            fb 0c   array.get_s                             2>1 TYPE
            fb 0d   array.get_u                             2>1 TYPE
            fb 0e   array.set                               3>0 TYPE
            fb 0f   array.len                               1>1 NONE
            fb 10   array.fill                              4>0 TYPE
            fb 11   array.copy                              5>0 TYPE_TYPE
            fb 12   array.init_data                         4>0 TYPE_DATA
            fb 13   array.init_elem                         4>0 TYPE_ELEM
            fb 14   ref.test                                1>1 REF_TYPE
            fb 16   ref.cast                                1>1 REF_TYPE
            fb 18   br_on_cast                              -   CAST
            fb 19   br_on_cast_fail                         -   CAST
            fb 1a   any.convert_extern                      1>1 NONE
            fb 1b   extern.convert_any                      1>1 NONE
            fb 1c   ref.i31                                 1>1 NONE
            fb 1d   i31.get_s                               1>1 NONE
            fb 1e   i31.get_u                               1>1 NONE
            fb 20   struct.new_desc                         -   TYPE
            fb 21   struct.new_default_desc                 1>1 TYPE
            fb 22   ref.get_desc                            1>1 TYPE
            fb 23   ref.cast_desc_eq                        2>1 REF_TYPE
            fb 25   br_on_cast_desc_eq                      -   CAST
            fb 26   br_on_cast_desc_eq_fail                 -   CAST
            fc 00   i32.trunc_sat_f32_s                     1>1 NONE
            fc 01   i32.trunc_sat_f32_u                     1>1 NONE
            fc 02   i32.trunc_sat_f64_s                     1>1 NONE
            fc 03   i32.trunc_sat_f64_u                     1>1 NONE
            fc 04   i64.trunc_sat_f32_s                     1>1 NONE
            fc 05   i64.trunc_sat_f32_u                     1>1 NONE
            fc 06   i64.trunc_sat_f64_s                     1>1 NONE
            fc 07   i64.trunc_sat_f64_u                     1>1 NONE
            fc 08   memory.init                             3>0 DATA_MEMORY
            fc 09   data.drop                               0>0 DATA
            fc 0a   memory.copy                             3>0 MEMORY_MEMORY
            fc 0b   memory.fill                             3>0 MEMORY
            fc 0c   table.init                              3>0 ELEM_TABLE
            fc 0d   elem.drop                               0>0 ELEM
            fc 0e   table.copy                              3>0 TABLE_TABLE
            fc 0f   table.grow                              2>1 TABLE
            fc 10   table.size                              0>1 TABLE
            fc 11   table.fill                              3>0 TABLE
            fc 13   i64.add128                              4>2 NONE
            fc 14   i64.sub128                              4>2 NONE
            fc 15   i64.mul_wide_s                          2>2 NONE
            fc 16   i64.mul_wide_u                          2>2 NONE
            fd 00   v128.load                               1>1 MEMARG 4
            fd 01   v128.load8x8_s                          1>1 MEMARG 3
            fd 02   v128.load8x8_u                          1>1 MEMARG 3
            fd 03   v128.load16x4_s                         1>1 MEMARG 3
            fd 04   v128.load16x4_u                         1>1 MEMARG 3
            fd 05   v128.load32x2_s                         1>1 MEMARG 3
            fd 06   v128.load32x2_u                         1>1 MEMARG 3
            fd 07   v128.load8_splat                        1>1 MEMARG 0
            fd 08   v128.load16_splat                       1>1 MEMARG 1
            fd 09   v128.load32_splat                       1>1 MEMARG 2
            fd 0a   v128.load64_splat                       1>1 MEMARG 3
            fd 0b   v128.store                              2>0 MEMARG 4
            fd 0c   v128.const                              0>1 V128
            fd 0d   i8x16.shuffle                           2>1 LANES
            fd 0e   i8x16.swizzle                           2>1 NONE
            fd 0f   i8x16.splat                             1>1 NONE
            fd 10   i16x8.splat                             1>1 NONE
            fd 11   i32x4.splat                             1>1 NONE
            fd 12   i64x2.splat                             1>1 NONE
            fd 13   f32x4.splat                             1>1 NONE
            fd 14   f64x2.splat                             1>1 NONE
            fd 15   i8x16.extract_lane_s                    1>1 LANE
            fd 16   i8x16.extract_lane_u                    1>1 LANE
            fd 17   i8x16.replace_lane                      2>1 LANE
            fd 18   i16x8.extract_lane_s                    1>1 LANE
            fd 19   i16x8.extract_lane_u                    1>1 LANE
            fd 1a   i16x8.replace_lane                      2>1 LANE
            fd 1b   i32x4.extract_lane                      1>1 LANE
            fd 1c   i32x4.replace_lane                      2>1 LANE
            fd 1d   i64x2.extract_lane                      1>1 LANE
            fd 1e   i64x2.replace_lane                      2>1 LANE
            fd 1f   f32x4.extract_lane                      1>1 LANE
            fd 20   f32x4.replace_lane                      2>1 LANE
            fd 21   f64x2.extract_lane                      1>1 LANE
            fd 22   f64x2.replace_lane                      2>1 LANE
            fd 23   i8x16.eq                                2>1 NONE
            fd 24   i8x16.ne                                2>1 NONE
            fd 25   i8x16.lt_s                              2>1 NONE
            fd 26   i8x16.lt_u                              2>1 NONE
            fd 27   i8x16.gt_s                              2>1 NONE
            fd 28   i8x16.gt_u                              2>1 NONE
            fd 29   i8x16.le_s                              2>1 NONE
            fd 2a   i8x16.le_u                              2>1 NONE
            fd 2b   i8x16.ge_s                              2>1 NONE
            fd 2c   i8x16.ge_u                              2>1 NONE
            fd 2d   i16x8.eq                                2>1 NONE
            fd 2e   i16x8.ne                                2>1 NONE
            fd 2f   i16x8.lt_s                              2>1 NONE
            fd 30   i16x8.lt_u                              2>1 NONE
            fd 31   i16x8.gt_s                              2>1 NONE
            fd 32   i16x8.gt_u                              2>1 NONE
            fd 33   i16x8.le_s                              2>1 NONE
            fd 34   i16x8.le_u                              2>1 NONE
            fd 35   i16x8.ge_s                              2>1 NONE
            fd 36   i16x8.ge_u                              2>1 NONE
            fd 37   i32x4.eq                                2>1 NONE
            fd 38   i32x4.ne                                2>1 NONE
            fd 39   i32x4.lt_s                              2>1 NONE
            fd 3a   i32x4.lt_u                              2>1 NONE
            fd 3b   i32x4.gt_s                              2>1 NONE
            fd 3c   i32x4.gt_u                              2>1 NONE
            fd 3d   i32x4.le_s                              2>1 NONE
            fd 3e   i32x4.le_u                              2>1 NONE
            fd 3f   i32x4.ge_s                              2>1 NONE
            fd 40   i32x4.ge_u                              2>1 NONE
            fd 41   f32x4.eq                                2>1 NONE
            fd 42   f32x4.ne                                2>1 NONE
            fd 43   f32x4.lt                                2>1 NONE
            fd 44   f32x4.gt                                2>1 NONE
            fd 45   f32x4.le                                2>1 NONE
            fd 46   f32x4.ge                                2>1 NONE
            fd 47   f64x2.eq                                2>1 NONE
            fd 48   f64x2.ne                                2>1 NONE
            fd 49   f64x2.lt                                2>1 NONE
            fd 4a   f64x2.gt                                2>1 NONE
            fd 4b   f64x2.le                                2>1 NONE
            fd 4c   f64x2.ge                                2>1 NONE
            fd 4d   v128.not                                1>1 NONE
            fd 4e   v128.and                                2>1 NONE
            fd 4f   v128.andnot                             2>1 NONE
            fd 50   v128.or                                 2>1 NONE
            fd 51   v128.xor                                2>1 NONE
            fd 52   v128.bitselect                          3>1 NONE
            fd 53   v128.any_true                           1>1 NONE
            fd 54   v128.load8_lane                         2>1 MEMARG_LANE 0
            fd 55   v128.load16_lane                        2>1 MEMARG_LANE 1
            fd 56   v128.load32_lane                        2>1 MEMARG_LANE 2
            fd 57   v128.load64_lane                        2>1 MEMARG_LANE 3
            fd 58   v128.store8_lane                        2>0 MEMARG_LANE 0
            fd 59   v128.store16_lane                       2>0 MEMARG_LANE 1
            fd 5a   v128.store32_lane                       2>0 MEMARG_LANE 2
            fd 5b   v128.store64_lane                       2>0 MEMARG_LANE 3
            fd 5c   v128.load32_zero                        1>1 MEMARG 2
            fd 5d   v128.load64_zero                        1>1 MEMARG 3
            fd 5e   f32x4.demote_f64x2_zero                 1>1 NONE
            fd 5f   f64x2.promote_low_f32x4                 1>1 NONE
            fd 60   i8x16.abs                               1>1 NONE
            fd 61   i8x16.neg                               1>1 NONE
            fd 62   i8x16.popcnt                            1>1 NONE
            fd 63   i8x16.all_true                          1>1 NONE
            fd 64   i8x16.bitmask                           1>1 NONE
            fd 65   i8x16.narrow_i16x8_s                    2>1 NONE
            fd 66   i8x16.narrow_i16x8_u                    2>1 NONE
            fd 67   f32x4.ceil                              1>1 NONE
            fd 68   f32x4.floor                             1>1 NONE
            fd 69   f32x4.trunc                             1>1 NONE
            fd 6a   f32x4.nearest                           1>1 NONE
            fd 6b   i8x16.shl                               2>1 NONE
            fd 6c   i8x16.shr_s                             2>1 NONE
            fd 6d   i8x16.shr_u                             2>1 NONE
            fd 6e   i8x16.add                               2>1 NONE
            fd 6f   i8x16.add_sat_s                         2>1 NONE
            fd 70   i8x16.add_sat_u                         2>1 NONE
            fd 71   i8x16.sub                               2>1 NONE
            fd 72   i8x16.sub_sat_s                         2>1 NONE
            fd 73   i8x16.sub_sat_u                         2>1 NONE
            fd 74   f64x2.ceil                              1>1 NONE
            fd 75   f64x2.floor                             1>1 NONE
            fd 76   i8x16.min_s                             2>1 NONE
            fd 77   i8x16.min_u                             2>1 NONE
            fd 78   i8x16.max_s                             2>1 NONE
            fd 79   i8x16.max_u                             2>1 NONE
            fd 7a   f64x2.trunc                             1>1 NONE
            fd 7b   i8x16.avgr_u                            2>1 NONE
            fd 7c   i16x8.extadd_pairwise_i8x16_s           1>1 NONE
            fd 7d   i16x8.extadd_pairwise_i8x16_u           1>1 NONE
            fd 7e   i32x4.extadd_pairwise_i16x8_s           1>1 NONE
            fd 7f   i32x4.extadd_pairwise_i16x8_u           1>1 NONE
            fd 80   i16x8.abs                               1>1 NONE
            fd 81   i16x8.neg                               1>1 NONE
            fd 82   i16x8.q15mulr_sat_s                     2>1 NONE
            fd 83   i16x8.all_true                          1>1 NONE
            fd 84   i16x8.bitmask                           1>1 NONE
            fd 85   i16x8.narrow_i32x4_s                    2>1 NONE
            fd 86   i16x8.narrow_i32x4_u                    2>1 NONE
            fd 87   i16x8.extend_low_i8x16_s                1>1 NONE
            fd 88   i16x8.extend_high_i8x16_s               1>1 NONE
            fd 89   i16x8.extend_low_i8x16_u                1>1 NONE
            fd 8a   i16x8.extend_high_i8x16_u               1>1 NONE
            fd 8b   i16x8.shl                               2>1 NONE
            fd 8c   i16x8.shr_s                             2>1 NONE
            fd 8d   i16x8.shr_u                             2>1 NONE
            fd 8e   i16x8.add                               2>1 NONE
            fd 8f   i16x8.add_sat_s                         2>1 NONE
            fd 90   i16x8.add_sat_u                         2>1 NONE
            fd 91   i16x8.sub                               2>1 NONE
            fd 92   i16x8.sub_sat_s                         2>1 NONE
            fd 93   i16x8.sub_sat_u                         2>1 NONE
            fd 94   f64x2.nearest                           1>1 NONE
            fd 95   i16x8.mul                               2>1 NONE
            fd 96   i16x8.min_s                             2>1 NONE
            fd 97   i16x8.min_u                             2>1 NONE
            fd 98   i16x8.max_s                             2>1 NONE
            fd 99   i16x8.max_u                             2>1 NONE
            fd 9b   i16x8.avgr_u                            2>1 NONE
            fd 9c   i16x8.extmul_low_i8x16_s                2>1 NONE
            fd 9d   i16x8.extmul_high_i8x16_s               2>1 NONE
            fd 9e   i16x8.extmul_low_i8x16_u                2>1 NONE
            fd 9f   i16x8.extmul_high_i8x16_u               2>1 NONE
            fd a0   i32x4.abs                               1>1 NONE
            fd a1   i32x4.neg                               1>1 NONE
            fd a3   i32x4.all_true                          1>1 NONE
            fd a4   i32x4.bitmask                           1>1 NONE
            fd a7   i32x4.extend_low_i16x8_s                1>1 NONE
            fd a8   i32x4.extend_high_i16x8_s               1>1 NONE
            fd a9   i32x4.extend_low_i16x8_u                1>1 NONE
            fd aa   i32x4.extend_high_i16x8_u               1>1 NONE
            fd ab   i32x4.shl                               2>1 NONE
            fd ac   i32x4.shr_s                             2>1 NONE
            fd ad   i32x4.shr_u                             2>1 NONE
            fd ae   i32x4.add                               2>1 NONE
            fd b1   i32x4.sub                               2>1 NONE
            fd b5   i32x4.mul                               2>1 NONE
            fd b6   i32x4.min_s                             2>1 NONE
            fd b7   i32x4.min_u                             2>1 NONE
            fd b8   i32x4.max_s                             2>1 NONE
            fd b9   i32x4.max_u                             2>1 NONE
            fd ba   i32x4.dot_i16x8_s                       2>1 NONE
            fd bc   i32x4.extmul_low_i16x8_s                2>1 NONE
            fd bd   i32x4.extmul_high_i16x8_s               2>1 NONE
            fd be   i32x4.extmul_low_i16x8_u                2>1 NONE
            fd bf   i32x4.extmul_high_i16x8_u               2>1 NONE
            fd c0   i64x2.abs                               1>1 NONE
            fd c1   i64x2.neg                               1>1 NONE
            fd c3   i64x2.all_true                          1>1 NONE
            fd c4   i64x2.bitmask                           1>1 NONE
            fd c7   i64x2.extend_low_i32x4_s                1>1 NONE
            fd c8   i64x2.extend_high_i32x4_s               1>1 NONE
            fd c9   i64x2.extend_low_i32x4_u                1>1 NONE
            fd ca   i64x2.extend_high_i32x4_u               1>1 NONE
            fd cb   i64x2.shl                               2>1 NONE
            fd cc   i64x2.shr_s                             2>1 NONE
            fd cd   i64x2.shr_u                             2>1 NONE
            fd ce   i64x2.add                               2>1 NONE
            fd d1   i64x2.sub                               2>1 NONE
            fd d5   i64x2.mul                               2>1 NONE
            fd d6   i64x2.eq                                2>1 NONE
            fd d7   i64x2.ne                                2>1 NONE
            fd d8   i64x2.lt_s                              2>1 NONE
            fd d9   i64x2.gt_s                              2>1 NONE
            fd da   i64x2.le_s                              2>1 NONE
            fd db   i64x2.ge_s                              2>1 NONE
            fd dc   i64x2.extmul_low_i32x4_s                2>1 NONE
            fd dd   i64x2.extmul_high_i32x4_s               2>1 NONE
            fd de   i64x2.extmul_low_i32x4_u                2>1 NONE
            fd df   i64x2.extmul_high_i32x4_u               2>1 NONE
            fd e0   f32x4.abs                               1>1 NONE
            fd e1   f32x4.neg                               1>1 NONE
            fd e3   f32x4.sqrt                              1>1 NONE
            fd e4   f32x4.add                               2>1 NONE
            fd e5   f32x4.sub                               2>1 NONE
            fd e6   f32x4.mul                               2>1 NONE
            fd e7   f32x4.div                               2>1 NONE
            fd e8   f32x4.min                               2>1 NONE
            fd e9   f32x4.max                               2>1 NONE
            fd ea   f32x4.pmin                              2>1 NONE
            fd eb   f32x4.pmax                              2>1 NONE
            fd ec   f64x2.abs                               1>1 NONE
            fd ed   f64x2.neg                               1>1 NONE
            fd ef   f64x2.sqrt                              1>1 NONE
            fd f0   f64x2.add                               2>1 NONE
            fd f1   f64x2.sub                               2>1 NONE
            fd f2   f64x2.mul                               2>1 NONE
            fd f3   f64x2.div                               2>1 NONE
            fd f4   f64x2.min                               2>1 NONE
            fd f5   f64x2.max                               2>1 NONE
            fd f6   f64x2.pmin                              2>1 NONE
            fd f7   f64x2.pmax                              2>1 NONE
            fd f8   i32x4.trunc_sat_f32x4_s                 1>1 NONE
            fd f9   i32x4.trunc_sat_f32x4_u                 1>1 NONE
            fd fa   f32x4.convert_i32x4_s                   1>1 NONE
            fd fb   f32x4.convert_i32x4_u                   1>1 NONE
            fd fc   i32x4.trunc_sat_f64x2_s_zero            1>1 NONE
            fd fd   i32x4.trunc_sat_f64x2_u_zero            1>1 NONE
            fd fe   f64x2.convert_low_i32x4_s               1>1 NONE
            fd ff   f64x2.convert_low_i32x4_u               1>1 NONE
            fd 100  i8x16.relaxed_swizzle                   2>1 NONE
            fd 101  i32x4.relaxed_trunc_f32x4_s             1>1 NONE
            fd 102  i32x4.relaxed_trunc_f32x4_u             1>1 NONE
            fd 103  i32x4.relaxed_trunc_f64x2_s_zero        1>1 NONE
            fd 104  i32x4.relaxed_trunc_f64x2_u_zero        1>1 NONE
            fd 105  f32x4.relaxed_madd                      3>1 NONE
            fd 106  f32x4.relaxed_nmadd                     3>1 NONE
            fd 107  f64x2.relaxed_madd                      3>1 NONE
            fd 108  f64x2.relaxed_nmadd                     3>1 NONE
            fd 109  i8x16.relaxed_laneselect                3>1 NONE
            fd 10a  i16x8.relaxed_laneselect                3>1 NONE
            fd 10b  i32x4.relaxed_laneselect                3>1 NONE
            fd 10c  i64x2.relaxed_laneselect                3>1 NONE
            fd 10d  f32x4.relaxed_min                       2>1 NONE
            fd 10e  f32x4.relaxed_max                       2>1 NONE
            fd 10f  f64x2.relaxed_min                       2>1 NONE
            fd 110  f64x2.relaxed_max                       2>1 NONE
            fd 111  i16x8.relaxed_q15mulr_s                 2>1 NONE
            fd 112  i16x8.relaxed_dot_i8x16_i7x16_s         2>1 NONE
            fd 113  i32x4.relaxed_dot_i8x16_i7x16_add_s     3>1 NONE
            fe 00   memory.atomic.notify                    2>1 MEMARG 2
            fe 01   memory.atomic.wait32                    3>1 MEMARG 2
            fe 02   memory.atomic.wait64                    3>1 MEMARG 3
            fe 03   atomic.fence                            0>0 FENCE
            fe 10   i32.atomic.load                         1>1 MEMARG 2
            fe 11   i64.atomic.load                         1>1 MEMARG 3
            fe 12   i32.atomic.load8_u                      1>1 MEMARG 0
            fe 13   i32.atomic.load16_u                     1>1 MEMARG 1
            fe 14   i64.atomic.load8_u                      1>1 MEMARG 0
            fe 15   i64.atomic.load16_u                     1>1 MEMARG 1
            fe 16   i64.atomic.load32_u                     1>1 MEMARG 2
            fe 17   i32.atomic.store                        2>0 MEMARG 2
            fe 18   i64.atomic.store                        2>0 MEMARG 3
            fe 19   i32.atomic.store8                       2>0 MEMARG 0
            fe 1a   i32.atomic.store16                      2>0 MEMARG 1
            fe 1b   i64.atomic.store8                       2>0 MEMARG 0
            fe 1c   i64.atomic.store16                      2>0 MEMARG 1
            fe 1d   i64.atomic.store32                      2>0 MEMARG 2
            fe 1e   i32.atomic.rmw.add                      2>1 MEMARG 2
            fe 1f   i64.atomic.rmw.add                      2>1 MEMARG 3
            fe 20   i32.atomic.rmw8.add_u                   2>1 MEMARG 0
            fe 21   i32.atomic.rmw16.add_u                  2>1 MEMARG 1
            fe 22   i64.atomic.rmw8.add_u                   2>1 MEMARG 0
            fe 23   i64.atomic.rmw16.add_u                  2>1 MEMARG 1
            fe 24   i64.atomic.rmw32.add_u                  2>1 MEMARG 2
            fe 25   i32.atomic.rmw.sub                      2>1 MEMARG 2
            fe 26   i64.atomic.rmw.sub                      2>1 MEMARG 3
            fe 27   i32.atomic.rmw8.sub_u                   2>1 MEMARG 0
            fe 28   i32.atomic.rmw16.sub_u                  2>1 MEMARG 1
            fe 29   i64.atomic.rmw8.sub_u                   2>1 MEMARG 0
            fe 2a   i64.atomic.rmw16.sub_u                  2>1 MEMARG 1
            fe 2b   i64.atomic.rmw32.sub_u                  2>1 MEMARG 2
            fe 2c   i32.atomic.rmw.and                      2>1 MEMARG 2
            fe 2d   i64.atomic.rmw.and                      2>1 MEMARG 3
            fe 2e   i32.atomic.rmw8.and_u                   2>1 MEMARG 0
            fe 2f   i32.atomic.rmw16.and_u                  2>1 MEMARG 1
            fe 30   i64.atomic.rmw8.and_u                   2>1 MEMARG 0
            fe 31   i64.atomic.rmw16.and_u                  2>1 MEMARG 1
            fe 32   i64.atomic.rmw32.and_u                  2>1 MEMARG 2
            fe 33   i32.atomic.rmw.or                       2>1 MEMARG 2
            fe 34   i64.atomic.rmw.or                       2>1 MEMARG 3
            fe 35   i32.atomic.rmw8.or_u                    2>1 MEMARG 0
            fe 36   i32.atomic.rmw16.or_u                   2>1 MEMARG 1
            fe 37   i64.atomic.rmw8.or_u                    2>1 MEMARG 0
            fe 38   i64.atomic.rmw16.or_u                   2>1 MEMARG 1
            fe 39   i64.atomic.rmw32.or_u                   2>1 MEMARG 2
            fe 3a   i32.atomic.rmw.xor                      2>1 MEMARG 2
            fe 3b   i64.atomic.rmw.xor                      2>1 MEMARG 3
            fe 3c   i32.atomic.rmw8.xor_u                   2>1 MEMARG 0
            fe 3d   i32.atomic.rmw16.xor_u                  2>1 MEMARG 1
            fe 3e   i64.atomic.rmw8.xor_u                   2>1 MEMARG 0
            fe 3f   i64.atomic.rmw16.xor_u                  2>1 MEMARG 1
            fe 40   i64.atomic.rmw32.xor_u                  2>1 MEMARG 2
            fe 41   i32.atomic.rmw.xchg                     2>1 MEMARG 2
            fe 42   i64.atomic.rmw.xchg                     2>1 MEMARG 3
            fe 43   i32.atomic.rmw8.xchg_u                  2>1 MEMARG 0
            fe 44   i32.atomic.rmw16.xchg_u                 2>1 MEMARG 1
            fe 45   i64.atomic.rmw8.xchg_u                  2>1 MEMARG 0
            fe 46   i64.atomic.rmw16.xchg_u                 2>1 MEMARG 1
            fe 47   i64.atomic.rmw32.xchg_u                 2>1 MEMARG 2
            fe 48   i32.atomic.rmw.cmpxchg                  3>1 MEMARG 2
            fe 49   i64.atomic.rmw.cmpxchg                  3>1 MEMARG 3
            fe 4a   i32.atomic.rmw8.cmpxchg_u               3>1 MEMARG 0
            fe 4b   i32.atomic.rmw16.cmpxchg_u              3>1 MEMARG 1
            fe 4c   i64.atomic.rmw8.cmpxchg_u               3>1 MEMARG 0
            fe 4d   i64.atomic.rmw16.cmpxchg_u              3>1 MEMARG 1
            fe 4e   i64.atomic.rmw32.cmpxchg_u              3>1 MEMARG 2
            """;

    private static final List<Operator> ALL = TABLE.lines().map(Operators::row).toList();
    private static final Map<String, Operator> BY_NAME = new HashMap<>();
    private static final @Nullable Operator[][] BY_CODE = new @Nullable Operator[256][];

    static {
        for (Operator each : ALL) {
            BY_NAME.put(each.name(), each);
            int page = each.prefix() < 0 ? 0 : each.prefix();
            if (BY_CODE[page] == null) {
                BY_CODE[page] = new @Nullable Operator[512];
            }
            BY_CODE[page][each.code()] = each;
        }
    }

    private Operators() {}

    private static Operator row(String line) {
        String code = line.substring(0, 8).strip();
        String[] columns = line.substring(8).strip().split(" +");
        boolean prefixed = code.length() > 2;
        String[] arity = columns[1].equals("-") ? new String[] {"-1", "-1"} : columns[1].split(">");
        return new Operator(
                columns[0],
                prefixed ? Integer.parseInt(code.substring(0, 2), 16) : -1,
                Integer.parseInt(prefixed ? code.substring(3) : code, 16),
                Integer.parseInt(arity[0]),
                Integer.parseInt(arity[1]),
                Immediate.valueOf(columns[2]),
                columns.length > 3 ? Integer.parseInt(columns[3]) : 0);
    }

    /** {@return all operators in the order of their opcodes} */
    static Stream<Operator> all() {
        return ALL.stream();
    }

    /** {@return the operator with a name, or null if none has it} */
    static @Nullable Operator named(String name) {
        return BY_NAME.get(name);
    }

    /**
     * {@return the operator with an opcode, or null if none has it}
     *
     * @param prefix the first byte of an opcode of two parts, 0 for others
     * @param code the opcode, or what follows the prefix
     */
    static @Nullable Operator coded(int prefix, int code) {
        @Nullable Operator[] page = BY_CODE[prefix];
        return page == null || code < 0 || code >= page.length ? null : page[code];
    }
}
