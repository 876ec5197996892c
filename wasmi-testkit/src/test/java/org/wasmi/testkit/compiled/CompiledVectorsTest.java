package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wasmi.exec.Value;

/** Vectors in compiled code: in two locals, in memory to the last byte, and as what functions take and return. */
class CompiledVectorsTest {

    /** Adds, for each vector of both arrays, products and what was there, and returns the sum of all lanes. */
    private static final String LOOP = """
            (module
              (memory 1 1)
              (func $fill (param $from i32) (param $to i32) (param $seed i32)
                (loop $more
                  (i32.store (local.get $from) (local.get $seed))
                  (local.set $seed (i32.add (i32.mul (local.get $seed) (i32.const 1103515245)) (i32.const 12345)))
                  (local.set $from (i32.add (local.get $from) (i32.const 4)))
                  (br_if $more (i32.lt_u (local.get $from) (local.get $to)))))
              (func $step (param $a v128) (param $b v128) (param $c v128) (result v128)
                (i32x4.add (i32x4.mul (local.get $a) (local.get $b)) (local.get $c)))
              (func (export "f") (param $seed i32) (result i32) (local $i i32) (local $sum v128)
                (call $fill (i32.const 0) (i32.const 49152) (local.get $seed))
                (loop $more
                  (v128.store offset=32768 (local.get $i)
                    (call $step (v128.load (local.get $i)) (v128.load offset=16384 (local.get $i))
                                (v128.load offset=32768 (local.get $i))))
                  (local.set $sum (i32x4.add (local.get $sum) (v128.load offset=32768 (local.get $i))))
                  (local.set $i (i32.add (local.get $i) (i32.const 16)))
                  (br_if $more (i32.lt_u (local.get $i) (i32.const 16384))))
                (i32.add (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
                         (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum))))))
            """;

    @Test
    void aLoopOnVectorsGivesWhatTheReferenceGives() {
        for (Guest guest : Guest.all(LOOP)) {
            for (int seed = 0; seed < 5; seed++) {
                Value argument = Value.i32(seed * 0x1234567);
                assertThat(guest.outcome("f", argument)).isEqualTo(guest.expected("f", argument));
            }
        }
    }

    /** Loads and stores of all widths, by their number; each returns what is in the last 32 bytes of the memory. */
    private static final String EDGES = """
            (module
              (memory 1 1)
              (global $kept (mut v128) (v128.const i32x4 1 2 3 4))
              (func (export "f") (param $way i32) (param $at i32) (result i64 i64 i64 i64)
                (local $v v128)
                (v128.store (i32.const 65504) (v128.const i64x2 0x0102030405060708 0x1112131415161718))
                (v128.store (i32.const 65520) (v128.const i64x2 0x2122232425262728 0x3132333435363738))
                (local.set $v (global.get $kept))
                (block $13 (block $12 (block $11 (block $10 (block $9 (block $8 (block $7 (block $6 (block $5
                (block $4 (block $3 (block $2 (block $1 (block $0
                  (br_table $0 $1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11 $12 $13 (local.get $way)))
                  (local.set $v (v128.load (local.get $at))) (br $13))
                  (local.set $v (v128.load offset=65504 (local.get $at))) (br $13))
                  (local.set $v (v128.load offset=0x7fffffff (local.get $at))) (br $13))
                  (local.set $v (v128.load32_zero offset=1 (local.get $at))) (br $13))
                  (local.set $v (v128.load64_zero offset=1 (local.get $at))) (br $13))
                  (local.set $v (v128.load16_splat (local.get $at))) (br $13))
                  (local.set $v (v128.load8_lane offset=1 11 (local.get $at) (local.get $v))) (br $13))
                  (local.set $v (v128.load64_lane 0 (local.get $at) (local.get $v))) (br $13))
                  (local.set $v (v128.load16x4_s (local.get $at))) (br $13))
                  (v128.store (local.get $at) (local.get $v)) (br $13))
                  (v128.store offset=9 (local.get $at) (local.get $v)) (br $13))
                  (v128.store32_lane offset=3 2 (local.get $at) (local.get $v)) (br $13))
                  (v128.store16_lane 7 (local.get $at) (v128.const i16x8 1 2 3 4 5 6 7 8)) (br $13))
                (global.set $kept (select (local.get $v) (global.get $kept) (local.get $way)))
                (i64x2.extract_lane 0 (local.get $v)) (i64x2.extract_lane 1 (local.get $v))
                (i64.load offset=65512 (i32.const 0)) (i64.load offset=65520 (i32.const 0)))
              (func (export "last") (result i64) (i64.load offset=65528 (i32.const 0))))
            """;

    @Test
    void accessesAreWithinTheMemoryToTheLastByte() {
        for (Guest guest : Guest.all(EDGES)) {
            for (int way = 0; way < 14; way++) {
                for (int at :
                        new int[] {0, 1, 65504, 65511, 65519, 65520, 65521, 65527, 65528, 65533, 65535, -1, -16}) {
                    Value[] arguments = {Value.i32(way), Value.i32(at)};
                    assertThat(guest.outcome("f", arguments))
                            .as("%d at %d", way, at)
                            .isEqualTo(guest.expected("f", arguments));
                    assertThat(guest.outcome("last")).isEqualTo(guest.expected("last"));
                }
            }
        }
    }

    /** {@return a function so long that it is cut, with vectors that are live where it is} */
    private static String large(int operators) {
        Random random = new Random(operators);
        String[] binary = {
            "i8x16.add",
            "i16x8.mul",
            "i32x4.sub",
            "i64x2.add",
            "v128.xor",
            "i8x16.min_u",
            "f32x4.max",
            "i32x4.gt_s",
            "i16x8.narrow_i32x4_s",
            "i32x4.extmul_high_i16x8_u",
            "i8x16.swizzle",
            "i64x2.mul",
            "i16x8.avgr_u"
        };
        StringBuilder text = new StringBuilder("""
                (module (func (export "f") (param $n i32) (result v128) (local $a v128) (local $b v128)
                  (local.set $a (i32x4.splat (local.get $n)))
                  (loop $more
                """);
        for (int i = 0; i < operators; i++) {
            String to = random.nextBoolean() ? "$a" : "$b";
            text.append("(local.set %s (%s (local.get $a) (local.get $b)))\n"
                    .formatted(to, binary[random.nextInt(binary.length)]));
            if (i % 7 == 0) {
                text.append(
                        "(if (i8x16.all_true (local.get %s)) (then (local.set $b (i16x8.shl (v128.not (local.get $b))"
                                        .formatted(to)
                                + " (local.get $n)))))\n");
                text.append("(local.set $a (i16x8.replace_lane %d (local.get $a) (local.get $n)))\n".formatted(i % 8));
            }
        }
        return text.append("""
                    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                    (br_if $more (local.get $n)))
                  (v128.bitselect (local.get $a) (local.get $b) (i8x16.shuffle 0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31
                    (local.get $a) (local.get $b)))))
                """).toString();
    }

    @Test
    void longFunctionsOnVectorsAreCutWithoutLoss() {
        for (int operators : new int[] {50, 1_000}) {
            for (Guest guest : Guest.all(large(operators))) {
                for (int n : new int[] {1, 2, 77}) {
                    assertThat(guest.outcome("f", Value.i32(n))).isEqualTo(guest.expected("f", Value.i32(n)));
                }
            }
        }
    }
}
