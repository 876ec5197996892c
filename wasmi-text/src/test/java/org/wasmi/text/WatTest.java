package org.wasmi.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatTest {
    private static final String HEADER = "0061736d01000000";

    private static String hex(String text) {
        return HexFormat.of().formatHex(Wat.parse(text));
    }

    @Test
    void anEmptyModuleIsItsHeader() {
        assertThat(hex("")).isEqualTo(HEADER);
        assertThat(hex("(module)")).isEqualTo(HEADER);
        assertThat(hex("(; a (; b ;) ;) ;; c\n(module (@any (thing) \"x\"))")).isEqualTo(HEADER);
    }

    @Test
    void aFunctionHasItsTypeItsExportAndItsCode() {
        assertThat(hex("(func (export \"add\") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)"))
                .isEqualTo(HEADER
                        + "0107" + "01" + "60027f7f017f"
                        + "0302" + "01" + "00"
                        + "0707" + "01" + "03616464" + "0000"
                        + "0a09" + "01" + "07" + "00" + "20002001" + "6a" + "0b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(func (result i32) (i32.add (i32.const 1) (i32.const 2)))",
                "(func (result i32) (i32.const 1) (i32.const 2) i32.add)",
                "(func (result i32) i32.const 0x1 i32.const +2 (i32.add))",
                "(type (func (result i32))) (func (type 0) i32.const 1 i32.const 2 i32.add)",
                "(module (func (result i32) i32.const 1 (;x;) i32.const 2 i32.add))",
            })
    void abbreviationsMeanTheSame(String text) {
        assertThat(hex(text)).isEqualTo(hex("(func (result i32) i32.const 1 i32.const 2 i32.add)"));
    }

    @Test
    void foldedIfsAreFlatIfs() {
        String folded = "(func (param i32) (result i32) (if $l (result i32) (local.get 0)"
                + " (then (br $l (i32.const 1))) (else (i32.const 2))))";
        String flat = "(func (param i32) (result i32) local.get 0 if $l (result i32)"
                + " i32.const 1 br $l else $l i32.const 2 end $l)";
        assertThat(hex(folded)).isEqualTo(hex(flat));
    }

    @Test
    void theInnermostOfEqualLabelsIsMeantUntilItEnds() {
        assertThat(hex("(func block $a block $a br $a end br $a end)"))
                .isEqualTo(hex("(func block $a block $a br 0 end br 0 end)"));
    }

    @ParameterizedTest
    @CsvSource({
        "1e38, 9976967e",
        "0x1p-149, 01000000",
        "-0, 00000080",
        "nan, 0000c07f",
        "nan:0x1, 0100807f",
        "-inf, 000080ff",
        "3.4028235e38, ffff7f7f",
        "0x1.fffffep127, ffff7f7f",
        "1_0.5, 00002841",
        "16777217, 0000804b",
        "0x1.000001p0, 0000803f",
        "0x1.000003p0, 0200803f",
    })
    void floatsAreRoundedToTheNearest(String literal, String bits) {
        assertThat(hex("(global f32 (f32.const " + literal + "))")).contains("43" + bits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (func i32.ad)                       | 1:7  | did you mean i32.add?
            (func (local.get $x))               | 1:18 | unknown local $x
            (func (call $f) (br $l))            | 1:13 | unknown function $f
            (func block)                        | 1:12 | expected an instruction or end
            (func (i32.const 4294967296))       | 1:18 | i32 constant out of range
            (func (i32.load align=3))           | 1:17 | alignment must be a power of two
            (func (f32.const 1e39))             | 1:18 | f32 constant out of range
            (func (f32.const nan:0x0))          | 1:18 | f32 constant out of range
            (func (v128.const i32x4 1 2 3))     | 1:30 | wrong number of lane literals: expected 4, found 3
            (func) (import "m" "n" (func))      | 1:9  | import after function
            (func $f) (func $f)                 | 1:17 | duplicate function $f
            (func                               | 1:1  | unclosed parenthesis
            (data "abc                          | 1:7  | unclosed string
            (data "\\xy")                       | 1:8  | illegal escape in a string
            (type (func)) (func (type 0) (param i32)) | 1:21 | inline function type does not match type 0
            (func block $a end $b)              | 1:20 | mismatching label $b
            (start 0) (start 0)                 | 1:18 | multiple start sections
            (func) )                            | 1:8  | unexpected token: )
            (;                                  | 1:1  | unclosed comment
            """)
    void errorsSayWhereAndWhat(String text, String position, String message) {
        String input = text.replace("\\\\", "\\");
        assertThatThrownBy(() -> Wat.parse(input)).isInstanceOfSatisfying(TextException.class, e -> {
            TextError error = e.errors().get(0);
            assertThat(error.line() + ":" + error.column()).isEqualTo(position);
            assertThat(error.message()).contains(message);
            assertThat(error.source()).isEqualTo(input);
        });
    }

    @Test
    void independentErrorsAreReportedTogether() {
        assertThatThrownBy(() ->
                        Wat.parse("(func i32.adq)\n(func (call $g) (local.get $x))\n  (global i33 (i32.const 0))\n"))
                .isInstanceOfSatisfying(TextException.class, e -> assertThat(e.errors())
                        .extracting(error -> error.line() + ":" + error.column() + " " + error.message())
                        .containsExactly(
                                "1:7 unknown operator i32.adq, did you mean i32.add?",
                                "2:13 unknown function $g",
                                "2:28 unknown local $x",
                                "3:11 unexpected token i33, expected a value type"))
                .hasMessageContaining("\n    (func (call $g) (local.get $x))\n                ^");
    }

    @Test
    void aTextFullOfErrorsReportsSomeOfThem() {
        assertThatThrownBy(() -> Wat.parse("(func (call $f))\n".repeat(1_000)))
                .isInstanceOfSatisfying(
                        TextException.class, e -> assertThat(e.errors()).hasSize(20));
    }

    @Test
    void identifiersBecomeTheNameSection() {
        String names =
                hex("(module $m (type $t (func)) (func $f (param $p i32) (local $l i64) block $b end) (memory $y 1))");
        assertThat(names)
                .endsWith(String.join(
                        "",
                        "002e046e616d65",
                        "0002016d",
                        "010401000166",
                        "0209010002000170" + "01016c",
                        "0306010001000162",
                        "040401000174",
                        "060401000179"));
    }

    @Test
    void deepNestingNeedsNoDeepStack() {
        int depth = 1_000_000;
        byte[] folded = Wat.parse("(func " + "(block ".repeat(depth) + ")".repeat(depth) + ")");
        assertThat(folded).isEqualTo(Wat.parse("(func " + "block ".repeat(depth) + "end ".repeat(depth) + ")"));
        assertThat(Wat.parse(
                        "(func (result i32) " + "(i32.eqz ".repeat(depth) + "(i32.const 0)" + ")".repeat(depth) + ")"))
                .hasSizeGreaterThan(depth);
        assertThat(Wat.parse("(;".repeat(depth) + ";)".repeat(depth))).hasSize(8);
        assertThat(Wat.parse("(@a " + "(".repeat(depth) + ")".repeat(depth) + ")"))
                .hasSize(8);
        assertThatThrownBy(() -> Wat.parse("(".repeat(depth))).isInstanceOf(TextException.class);
        assertThatThrownBy(() -> Wat.parse("(func " + "(block ".repeat(depth))).isInstanceOf(TextException.class);
    }

    @Test
    void longLiteralsAreRead() {
        int length = 5_000_000;
        assertThat(Wat.parse("(memory (data \"" + "a".repeat(length) + "\"))")).hasSizeGreaterThan(length);
        assertThat(hex("(global f64 (f64.const 0." + "0".repeat(length) + "1))"))
                .contains("44" + "0".repeat(16));
        assertThat(hex("(global f64 (f64.const 0x0." + "0".repeat(length) + "1p" + (4L * length + 4) + "))"))
                .contains("44" + "000000000000f03f");
        assertThat(hex("(global i32 (i32.const 0x" + "0".repeat(length) + "1))"))
                .contains("4101");
        assertThatThrownBy(() -> Wat.parse("(func $" + "a".repeat(length)))
                .isInstanceOfSatisfying(
                        TextException.class, e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }
}
