package org.wasmi.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrintTest {
    private static final PrintOptions FOLDED = PrintOptions.DEFAULT.withFolded(true);

    private static String printed(String text) {
        return Wat.print(Wat.parse(text));
    }

    private static String print(byte[] module, PrintOptions options) {
        StringBuilder text = new StringBuilder();
        try {
            Wat.print(module, options, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
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
        assertThat(Wat.parse(print(Wat.parse(text), FOLDED))).isEqualTo(Wat.parse(text));
    }

    @Test
    void operandsAreFolded() {
        String text = """
                (module
                  (type $t (func (param i32) (result i32)))
                  (type $s (struct (field i32) (field i64)))
                  (type $p (func (result i32 i32)))
                  (import "m" "f" (func $f (type $t)))
                  (import "m" "two" (func $two (type $p)))
                  (memory $mem 1)
                  (global $g (mut i32) (i32.add (i32.const 1) (i32.const 2)))
                  (func $h (type $t) (param $p i32) (result i32)
                    (local $l i32)
                    (block $b
                      (br_if $b (i32.eqz (local.get $p)))
                      (drop
                        (loop $again (result i32)
                          (if (result i32)
                            (local.get $p)
                            (then
                              (br $b))
                            (else
                              (return (i32.const 1)))))))
                    (i32.store offset=8
                      (i32.mul (local.get $p) (i32.const 1000000000))
                      (call $f
                        (i32.sub (i32.const 2000000000) (i32.add (local.get $p) (local.get $l)))))
                    (drop (struct.new $s (i32.const 1) (i64.const 2)))
                    (i32.add (call $two))
                    (local.get $l)
                    (nop)
                    (i32.const 1)
                    (drop (i32.add))
                    (drop)
                    (local.get $l))
                  (data (;0;) (offset (i32.const 0)) ""))
                """;
        assertThat(print(Wat.parse(text), FOLDED)).isEqualTo(text);
    }

    @Test
    void handlersAreFolded() {
        String text = """
                (module
                  (type (;0;) (func))
                  (tag $e (type 0))
                  (func (;0;) (type 0)
                    (try $outer
                      (do
                        (try
                          (do
                            (throw $e))
                          (delegate $outer)))
                      (catch $e
                        (rethrow $outer))
                      (catch_all
                        (nop)))
                    (block $b
                      (try_table (catch $e $b) (catch_all $b)
                        (throw $e)))))
                """;
        assertThat(print(Wat.parse(text), FOLDED)).isEqualTo(text);
    }

    /** Each instruction has a line of its own where the offsets are asked for. */
    @Test
    void foldedInstructionsHaveOffsets() {
        byte[] module = Wat.parse("(func (drop (i32.eqz (i32.const 0))))");
        assertThat(print(module, FOLDED.withOffsets(true).withIndentation(0)))
                .contains("(;@1a;) (drop\n(;@19;) (i32.eqz\n(;@17;) (i32.const 0)))");
    }

    /** Neither nesting nor chains of operands have a limit. */
    @Test
    void deepNestingIsFolded() {
        int depth = 200_000;
        byte[] blocks = Wat.parse("(func " + "block ".repeat(depth) + "end ".repeat(depth) + ")");
        byte[] operands = Wat.parse("(func i32.const 1 " + "i32.eqz ".repeat(depth) + "drop)");
        byte[] constant = Wat.parse("(global i32 i32.const 1 " + "i32.const 1 i32.add ".repeat(depth) + ")");
        byte[] labels =
                Wat.parse("(func " + "block $a ".repeat(depth) + "br $a ".repeat(depth) + "end ".repeat(depth) + ")");
        for (byte[] module : List.of(blocks, operands, constant, labels)) {
            assertThat(Wat.parse(print(module, FOLDED.withIndentation(0)))).isEqualTo(module);
        }
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
            text = print(module, FOLDED.withFolded(at % 2 == 0));
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
