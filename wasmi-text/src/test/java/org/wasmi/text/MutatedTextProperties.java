package org.wasmi.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Text that is damaged in some places is a module or ends in the typed error. */
class MutatedTextProperties {
    static final String TEXT = """
            (module $m (@name "other") (@custom "c" (before type) "\\00x")
              (type $t (func (param i32 i64) (result f32)))
              (rec (type $s (sub (struct (field $a (mut i8)) (field $b (ref null $s))))) (type (array (mut f64))))
              (import "m" "f" (func $f (type $t)))
              (import "m" "g" (global $g (mut i32)))
              (table $tab 2 10 funcref) (table funcref (elem $f $h))
              (memory $mem 1 2) (memory (data "\\u{1F600}a\\n"))
              (tag $e (param i32))
              (global $k (export "k") f64 (f64.const -0x1.8p+3))
              (elem $el (table $tab) (offset (i32.const 0)) func $f $h)
              (elem declare func $h)
              (data $d (i32.const 0x10) "abc" "\\ff")
              (start $h)
              (func $h (export "h") (local $x i32) (local i64 v128)
                (if $l (result i32) (i32.eqz (local.get $x))
                  (then (br $l (i32.const 1))) (else (i32.load offset=4 align=2 (i32.const 0))))
                drop
                block $o loop $i local.get $x br_table $o $i end $i end
                (local.set 2 (v128.const f32x4 1.5 nan:0x12 -inf 0))
                (try_table (catch $e 0) (catch_all 0) (throw $e (i32.const 1)))
                (drop (ref.test (ref null $s) (struct.new_default $s)))
                (@metadata.code.branch_hint "\\01") (if (i32.const 1) (then))
                (memory.init $mem $d (i32.const 0) (i32.const 0) (i32.const 1))
                (drop (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3)))
                (call_indirect $tab (type $t) (i32.const 1) (i64.const 2) (i32.const 0)) drop))
            """;

    private record Mutation(int at, int length, String inserted) {
        private void apply(StringBuilder text) {
            int from = Math.min(at, text.length());
            text.replace(from, Math.min(text.length(), from + length), inserted);
        }
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<String> inserted = Arbitraries.oneOf(
                Arbitraries.of(
                        "(",
                        ")",
                        "(@",
                        "\"",
                        "$",
                        "$a",
                        " ",
                        "(;",
                        ";)",
                        ";;",
                        "\\",
                        "0x",
                        "_",
                        "-",
                        "nan:",
                        "(then)",
                        "end",
                        "else",
                        "i32.const",
                        "(type 0)",
                        "(param",
                        "99999999999999999999",
                        "func",
                        "\ud83d",
                        "\u0000"),
                Arbitraries.strings().ofMaxLength(3));
        return Combinators.combine(
                        Arbitraries.integers().between(0, TEXT.length()),
                        Arbitraries.integers().between(0, 12),
                        inserted)
                .as(Mutation::new)
                .list()
                .ofMinSize(0)
                .ofMaxSize(4);
    }

    @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void damagedTextIsAModuleOrATypedError(@ForAll("mutations") List<Mutation> mutations) {
        StringBuilder text = new StringBuilder(TEXT);
        mutations.forEach(each -> each.apply(text));
        try {
            assertThat(Wat.parse(text)).startsWith(0, 'a', 's', 'm', 1, 0, 0, 0);
        } catch (TextException e) {
            assertThat(mutations).isNotEmpty();
            assertThat(e.errors()).isNotEmpty().allSatisfy(each -> assertThat(each.line())
                    .isPositive());
        }
    }
}
