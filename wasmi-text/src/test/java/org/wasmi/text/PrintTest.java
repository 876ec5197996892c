package org.wasmi.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrintTest {
    private static String printed(String text) {
        return Wat.print(Wat.parse(text));
    }

    @Test
    void modulesArePrintedAsTheyAre() {
        String text = """
                (module $m
                  (type $t (func (param i32) (result i32)))
                  (import "m" "f" (func $f (type $t)))
                  (memory $mem 1)
                  (global $g (mut i64) i64.const -5)
                  (export "h" (func $h))
                  (func $h (type $t) (param $p i32) (result i32)
                    (local $l i32)
                    block $b
                      local.get $p
                      br_if $b
                      loop
                        i32.const 0
                        f64.const 0x1.8p1
                        f64.store offset=8 align=4
                        br $b
                      end
                    end
                    local.get $l
                    call $f)
                  (data (;0;) (offset i32.const 0) "a\\00\\22"))
                """;
        assertThat(printed(text)).isEqualTo(text.replace("\\22", "\\\""));
    }

    /** One of each immediate, in forms that have to be printed to be read back. */
    @Test
    void whatIsPrintedIsReadBack() {
        String text = """
                (type $s (sub (struct (field $a (mut i8)) (field (ref null $s)))))
                (rec (type $x (array (mut f32))) (type $y (sub final $s (struct (field i8) (field funcref)))))
                (type $f (func (param $p i32) (param f64) (result externref)))
                (import "" "\\u{1F600}" (tag $e (param i32)))
                (table $tab i64 2 10 funcref) (table 3 (ref $f) (ref.func 0))
                (memory $mem i64 1 2 (pagesize 1)) (memory 0 1 shared)
                (elem $p1 funcref (item ref.func 0) (item ref.null func)) (elem declare func 0)
                (elem (table 1) (offset (i32.const 1)) (ref $f) (item (ref.func 0)))
                (data $d "x") (data (memory 1) (i32.const 0) "")
                (start 0)
                (func $"a b" (local v128 v128 (ref null $x))
                  block $l block $l br $l br 1 end end
                  br_table 0 0 select (result i32 i64) drop
                  call_indirect $tab (type $f) i32.load8_u 1 offset=5 v128.load8_lane 1 align=1 3
                  v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255
                  i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
                  memory.init 1 $d table.copy 0 1 f32.const nan:0x1 f64.const -nan f32.const -inf f64.const 0x1p-1074
                  struct.get $s $a ref.cast (ref null any) ref.test (ref $x) ref.null (exact $y)
                  br_on_cast 0 (ref null any) (ref i31) array.new_fixed $x 4 atomic.fence i64.atomic.rmw.add 1
                  try_table (result i32) (catch $e 0) (catch_all_ref 0) throw_ref end
                  try do catch $e rethrow 0 catch_all end try delegate 0
                  if (param i32) else end i64.add128)
                """.replace(" do ", " ");
        String printed = printed(text);
        assertThat(printed(printed)).isEqualTo(printed);
        assertThat(Wat.parse(printed)).isEqualTo(Wat.parse(text));
    }

    @Test
    void namesThatRepeatAreAnnotationsAndStrangeOnesAreQuoted() {
        String text = "(func $\"a b\") (func (@name \"x\")) (func (@name \"x\")) (func (@name \"\\u{e9}\"))";
        assertThat(printed(text))
                .contains("(func $\"a b\"", "(func $x", "(func (;2;) (@name \"x\")", "(func $\"\\c3\\a9\"");
        assertThat(Wat.parse(printed(text))).isEqualTo(Wat.parse(text));
    }

    @Test
    void customSectionsStayInTheirPlace() {
        String text = "(@custom \"a\" (before type) \"1\\00\") (func) (@custom \"b\" (after code))";
        assertThat(Wat.parse(printed(text))).isEqualTo(Wat.parse(text));
    }

    @Test
    void optionsSayWhatIsPrinted() throws IOException {
        byte[] module = Wat.parse("(func $f (local $x i32) local.get $x drop)");
        StringBuilder text = new StringBuilder();
        Wat.print(
                module, PrintOptions.DEFAULT.withNames(false).withOffsets(true).withIndentation(4), text);
        assertThat(text)
                .contains("(;@19;)        local.get 0")
                .contains("(func (;0;)")
                .contains("(@custom \"name\"");
        assertThatThrownBy(() -> PrintOptions.DEFAULT.withIndentation(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A binary that is damaged is printed or refused with the typed error; the text is a module or has an error. */
    @Property(tries = 5_000)
    void damagedBinariesArePrintedOrRefused(
            @ForAll @IntRange(max = 10_000) int at, @ForAll byte value, @ForAll @IntRange(max = 10_000) int other) {
        byte[] module = Wat.parse(MutatedTextProperties.TEXT);
        module[at % module.length] = value;
        module[other % module.length] ^= (byte) (1 << (other % 8));
        String text;
        try {
            text = Wat.print(module);
        } catch (BinaryException e) {
            assertThat(e.offset()).isBetween(0, module.length);
            return;
        }
        try {
            assertThat(Wat.parse(text)).isNotEmpty();
        } catch (TextException e) {
            assertThat(e.errors()).isNotEmpty();
        }
    }
}
