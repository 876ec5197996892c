package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.exec.Value;

/** Memories that compiled code reaches by their index: 64-bit ones, all but the first, and that if it is no array. */
class CompiledMemoriesTest {

    /** Stores a value by all widths at an address and reads it back by all, some of it behind an offset. */
    private static String accesses(String memories, String memory, String address, String offset) {
        return """
                (module
                  %1$s
                  (func (export "store") (param $at %3$s) (param $v i64)
                    (i64.store8 %2$s (local.get $at) (local.get $v))
                    (i64.store16 %2$s offset=1 (local.get $at) (local.get $v))
                    (i64.store32 %2$s offset=3 (local.get $at) (local.get $v))
                    (i64.store %2$s offset=7 (local.get $at) (local.get $v))
                    (v128.store %2$s offset=15 (local.get $at) (i64x2.splat (local.get $v)))
                    (v128.store16_lane %2$s offset=31 3 (local.get $at) (i64x2.splat (local.get $v))))
                  (func (export "load") (param $at %3$s) (result i64)
                    (i64.add (i64.add (i64.load8_s %2$s (local.get $at)) (i64.load8_u %2$s offset=1 (local.get $at)))
                      (i64.add
                        (i64.add (i64.load16_s %2$s offset=2 (local.get $at))
                                 (i64.extend_i32_u (i32.load16_u %2$s (local.get $at))))
                        (i64.add
                          (i64.add (i64.load32_s %2$s offset=1 (local.get $at))
                                   (i64.load32_u %2$s offset=3 (local.get $at)))
                          (i64.add
                            (i64.load %2$s offset=7 (local.get $at))
                            (i64x2.extract_lane 1
                              (i64x2.add (v128.load %2$s offset=13 (local.get $at))
                                         (v128.load8x8_s %2$s offset=17 (local.get $at)))))))))
                  (func (export "move") (param $at %3$s)
                    (i64.store %2$s (local.get $at) (i64.load %2$s offset=7 (local.get $at)))
                    (f64.store %2$s offset=20 (local.get $at) (f64.load %2$s offset=9 (local.get $at))))
                  (func (export "far") (param $at %3$s) (result i32) (i32.load %2$s offset=%4$s (local.get $at)))
                  (func (export "grow") (result %3$s) (memory.grow %2$s (%3$s.const 1))))
                """.formatted(memories, memory, address, offset);
    }

    @ParameterizedTest
    @CsvSource({
        "(memory i64 1 3), '', i64, 0xffffffffffffffff, false",
        "(memory 1 1) (memory i64 1 3), 1, i64, 0x7fffffffffffffff, false",
        "(memory 1 1) (memory 1 3), 1, i32, 0xffffffff, false",
        "(memory 1 3), '', i32, 0xffffffff, true",
        "(memory i64 1 3), '', i64, 0xffffffffffffffff, true",
        "(memory 1 3 shared), '', i32, 0xffffffff, false",
    })
    void accessesAreThoseOfTheReference(
            String memories, String memory, String address, String offset, boolean chunked) {
        for (Guest guest : Guest.all(accesses(memories, memory, address, offset), chunked)) {
            for (int round = 0; round < 2; round++) {
                for (long at : new long[] {0, 1, 100, 65503, 65504, 65535, 65536, 131039, 131040, 1L << 31, -1, -40}) {
                    Value place = address.equals("i64") ? Value.i64(at) : Value.i32((int) at);
                    Value value = Value.i64(0x8182838485868788L * (at | 1));
                    assertThat(guest.outcome("store", place, value)).isEqualTo(guest.expected("store", place, value));
                    assertThat(guest.outcome("load", place)).as("at %d", at).isEqualTo(guest.expected("load", place));
                    assertThat(guest.outcome("move", place)).isEqualTo(guest.expected("move", place));
                    assertThat(guest.outcome("load", place)).as("at %d", at).isEqualTo(guest.expected("load", place));
                    assertThat(guest.outcome("far", place)).isEqualTo(guest.expected("far", place));
                }
                assertThat(guest.outcome("grow")).isEqualTo(guest.expected("grow"));
            }
        }
    }

    /** Bulk instructions, immediates, atomics and calls of functions that have not been called before. */
    private static final String ALL = """
            (module
              (memory 2 5%s)
              (data $d "0123456789")
              (func $callee (param i32) (result i32)
                (i32.store8 offset=70000 (local.get 0) (i32.const 200))
                (i32.load8_s offset=70000 (local.get 0)))
              (func (export "f") (param i32 i32) (result i64) (local i32 i64)
                (memory.fill (local.get 0) (i32.const 17) (local.get 1))
                (memory.init $d (i32.add (local.get 0) (i32.const 5)) (i32.const 2) (i32.const 6))
                (memory.copy (i32.add (local.get 0) (i32.const 3)) (local.get 0) (local.get 1))
                (loop $more
                  (i64.store (i32.add (local.get 0) (i32.mul (local.get 2) (i32.const 8))) (i64.const 99))
                  (local.set 3 (i64.add (i64.mul (local.get 3) (i64.const 31)) (i64.extend_i32_s (i32.add
                    (call $callee (local.get 2))
                    (i32.atomic.rmw.add (i32.const 64) (i32.load (i32.add (local.get 0) (local.get 2))))))))
                  (drop (i32.atomic.rmw8.cmpxchg_u (i32.const 65) (i32.const 3) (local.get 2)))
                  (local.set 3 (i64.add (local.get 3) (i64.atomic.load (i32.const 64))))
                  (drop (memory.grow (i32.const 1)))
                  (br_if $more (i32.lt_u (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (i32.const 30))))
                (local.get 3)))
            """;

    @ParameterizedTest
    @CsvSource({"'', false", "'', true", "' shared', false"})
    void memoryZeroIsThatOfTheReferenceWhereverItIs(String shared, boolean chunked) {
        for (Guest guest : Guest.all(ALL.formatted(shared), chunked)) {
            for (int at : new int[] {0, 1000, 65530, 131060, -5, 200_000}) {
                for (int n : new int[] {0, 10, 70_000, -1}) {
                    Value[] arguments = {Value.i32(at), Value.i32(n)};
                    assertThat(guest.outcome("f", arguments))
                            .as("%d bytes at %d", n, at)
                            .isEqualTo(guest.expected("f", arguments));
                }
            }
        }
    }
}
