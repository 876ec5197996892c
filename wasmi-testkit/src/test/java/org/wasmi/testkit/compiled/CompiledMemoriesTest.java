package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.exec.Value;

/** Memories that compiled code reaches by their index: 64-bit ones and all but the first. */
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
        "(memory i64 1 3), '', i64, 0xffffffffffffffff",
        "(memory 1 1) (memory i64 1 3), 1, i64, 0x7fffffffffffffff",
        "(memory 1 1) (memory 1 3), 1, i32, 0xffffffff",
    })
    void accessesAreThoseOfTheReference(String memories, String memory, String address, String offset) {
        for (Guest guest : Guest.all(accesses(memories, memory, address, offset))) {
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
}
