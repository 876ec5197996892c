package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.translate.Wasm;

class VectorOperatorsTest {

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void constantsAndShufflesHaveSixteenBytes() {
        assertCode("-> v128", "v128.const i32x4 0x03020100 0x07060504 0x0b0a0908 0x0f0e0d0c", """
                v128.const s0, 506097522914230528, 1084818905618843912
                return_span s0, count 2
                """);
        assertCode(
                "v128 v128 -> v128",
                "local.get 0 local.get 1 i8x16.shuffle 31 30 29 28 27 26 25 24 7 6 5 4 3 2 1 0",
                """
                i8x16.shuffle s4, s0, s2, 1736447835066146335, 283686952306183
                return_span s4, count 2
                """);
    }

    @Test
    void lanesAreImmediates() {
        assertCode("v128 i32 -> i32", "local.get 0 local.get 1 i8x16.replace_lane 15 i16x8.extract_lane_s 7", """
                i8x16.replace_lane s3, s0, s2, lane 15
                i16x8.extract_lane_s s3, s3, lane 7
                return_s s3
                """);
    }

    @Test
    void lanesOfFloatsAreThoseOfIntegers() {
        assertCode("f32 -> f32", "local.get 0 f32x4.splat f32x4.extract_lane 3", """
                i32x4.splat s1, s0
                i32x4.extract_lane s1, s1, lane 3
                return_s s1
                """);
        assertCode("v128 f64 -> v128", "local.get 0 local.get 1 f64x2.replace_lane 1", """
                i64x2.replace_lane s3, s0, s2, lane 1
                return_span s3, count 2
                """);
    }

    @Test
    void accessesToMemory0AndOthers() {
        assertCode("i32 -> v128", "local.get 0 v128.load offset=16 align=1", """
                v128.load s1, s0, +16
                return_span s1, count 2
                """);
        assertCode("i32 v128 ->", "local.get 0 local.get 1 v128.store 1 offset=4294967295", """
                v128.store_m s0, +4294967295, s1, memory 1
                return
                """);
        assertCode("i32 v128 -> v128", "local.get 0 local.get 1 v128.load8_lane offset=2 15", """
                v128.load8_lane s3, s0, +2, s1, lane 15
                return_span s3, count 2
                """);
        assertCode("i32 v128 ->", "local.get 0 local.get 1 v128.store64_lane 1 offset=2 1", """
                v128.store64_lane_m s0, +2, s1, lane 1, memory 1
                return
                """);
    }

    @Test
    void greaterIsLessTheOtherWayRound() {
        assertCode("v128 v128 -> v128", "local.get 0 local.get 1 i8x16.gt_u", """
                i8x16.lt_u_ss s4, s2, s0
                return_span s4, count 2
                """);
        assertCode("v128 v128 -> v128", "local.get 0 local.get 1 f64x2.ge", """
                f64x2.le_ss s4, s2, s0
                return_span s4, count 2
                """);
    }

    @Test
    void relaxedOperatorsHaveTheResultsOfOthers() {
        assertCode("v128 v128 v128 -> v128", "local.get 0 local.get 1 local.get 2 i16x8.relaxed_laneselect", """
                v128.bitselect s6, s0, s2, s4
                return_span s6, count 2
                """);
        assertCode("v128 -> v128", "local.get 0 i32x4.relaxed_trunc_f64x2_u_zero", """
                i32x4.trunc_sat_f64x2_u_zero s2, s0
                return_span s2, count 2
                """);
    }

    @Test
    void aResultGoesStraightToALocal() {
        assertCode(
                "v128 i32 ->;v128",
                "local.get 0 local.get 1 i32x4.shl local.tee 2 drop local.get 0 local.get 2 local.get 2 i32x4.add "
                        + "local.set 0 drop",
                """
                i32x4.shl_ss s3, s0, s2
                copy2 s5, s0, s1
                i32x4.add_ss s0, s3, s3
                return
                """);
    }

    @Test
    void whatOnlyComputesADroppedVectorIsNotDone() {
        assertCode("v128 ->", "local.get 0 local.get 0 f32x4.mul drop", "return");
        assertCode("i32 ->", "local.get 0 v128.load drop", """
                v128.load s1, s0, +0
                return
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v128 -> | local.get 0 i8x16.extract_lane_s 16 drop | invalid lane index 16",
                "v128 -> | local.get 0 i16x8.extract_lane_u 8 drop | invalid lane index 8",
                "v128 -> | local.get 0 f32x4.extract_lane 4 drop | invalid lane index 4",
                "v128 -> | local.get 0 i64x2.extract_lane 255 drop | invalid lane index 255",
                "i32 v128 -> | local.get 0 local.get 1 v128.load8_lane 16 drop | invalid lane index 16",
                "i32 v128 -> | local.get 0 local.get 1 v128.store32_lane 4 | invalid lane index 4",
                "v128 -> | local.get 0 local.get 0 i8x16.shuffle 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 32 drop "
                        + "| invalid lane index 32",
                "i32 -> | local.get 0 v128.load align=32 drop | alignment must not be larger than natural",
                "i32 -> | local.get 0 v128.load32x2_u align=16 drop | alignment must not be larger than natural",
                "i32 -> | local.get 0 v128.load16_splat align=4 drop | alignment must not be larger than natural",
                "i32 v128 -> | local.get 0 local.get 1 v128.load32_lane align=8 0 drop "
                        + "| alignment must not be larger than natural",
                "i32 -> | local.get 0 v128.load 2 drop | unknown memory 2",
                "i32 -> | local.get 0 i8x16.neg drop | type mismatch: expected v128, found i32",
                "v128 -> | local.get 0 i32.eqz drop | type mismatch: expected i32, found v128",
                "v128 i64 -> | local.get 0 local.get 1 i64x2.shl drop | type mismatch: expected i32, found i64",
                "v128 -> | local.get 0 local.get 0 v128.bitselect drop | type mismatch: an operand is missing",
                "v128 i32 -> | local.get 0 local.get 1 i32.const 0 select drop | type mismatch: select of v128 or i32",
                "v128 -> i64 | local.get 0 | type mismatch: expected i64, found v128"
            })
    void whatIsNotValidIsRefused(String signature, String operators, String message) {
        assertThatThrownBy(() -> TestFunction.of(signature).validate(operators))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("at byte");
    }

    @ParameterizedTest
    @CsvSource({"fd", "fd0c00", "fd0d000102030405060708090a0b0c0d0e", "fd15", "fd00", "fd0004", "fd540000"})
    void immediatesThatEndTooEarlyAreMalformed(String operators) {
        byte[] bytes = HexFormat.of().parseHex(operators);
        assertThatThrownBy(() -> TestFunction.of("v128 ->").translateBody(Wasm.join(Wasm.bytes(0), bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("unexpected end");
    }

    @ParameterizedTest
    @CsvSource({"fd9a01", "fda201", "fdbb01", "fdc201", "fdee01", "fd9402", "fdffffffff0f"})
    void codesThatNoOperatorHasAreMalformed(String operators) {
        byte[] bytes = HexFormat.of().parseHex(operators);
        assertThatThrownBy(() -> TestFunction.of("v128 ->").translateBody(Wasm.join(Wasm.bytes(0), bytes)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void codesOfVectorsMayBeLongerThanNeedBe() {
        byte[] body = Wasm.join(Wasm.bytes(0, 0x20, 0, 0xFD, 0xCD, 0x80, 0x80, 0x80, 0x00), Wasm.bytes(0x1A, 0x0B));
        assertThat(TestFunction.lines(TestFunction.of("v128 ->").translateBody(body)))
                .isEqualTo("return");
    }
}
