package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;

/** References in compiled code: in locals, as arguments and results, in objects of guests, and nowhere else. */
class CompiledReferencesTest {

    /** Sums a list of n elements, which it makes, and changes each on the way. */
    private static final String LIST = """
            (module
              (type $node (struct (field $value (mut i32)) (field $wide (mut i64)) (field $next (ref null $node))))
              (func $make (param $n i32) (result (ref null $node)) (local $list (ref null $node))
                (loop $more
                  (if (i32.eqz (local.get $n)) (then (return (local.get $list))))
                  (local.set $list
                    (struct.new $node (local.get $n) (i64.const 1_000_000_000_000) (local.get $list)))
                  (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                  (br $more))
                (unreachable))
              (func $sum (param $list (ref null $node)) (result i64) (local $sum i64)
                (loop $more
                  (if (ref.is_null (local.get $list)) (then (return (local.get $sum))))
                  (struct.set $node $value (local.get $list)
                    (i32.mul (struct.get $node $value (local.get $list)) (i32.const 3)))
                  (local.set $sum (i64.add (local.get $sum)
                    (i64.add (i64.extend_i32_s (struct.get $node $value (local.get $list)))
                             (struct.get $node $wide (local.get $list)))))
                  (local.set $list (struct.get $node $next (local.get $list)))
                  (br $more))
                (unreachable))
              (func (export "f") (param i32) (result i64) (call $sum (call $make (local.get 0))))
              (func (export "null") (result i32) (struct.get $node $value (ref.null $node))))
            """;

    @Test
    void structuresAreLocals() {
        for (Guest guest : Guest.all(LIST)) {
            assertThat(guest.call("f", Value.i32(100))).containsExactly(Value.i64(100_000_000_015_150L));
            assertThat(guest.outcome("null")).isEqualTo(guest.expected("null"));
        }
    }

    /** Swaps references through calls of all kinds, which return two of them, and a vector beside. */
    private static final String CALLS = """
            (module
              (type $swap (func (param externref i32 externref v128) (result externref v128 externref)))
              (type $first (func (param externref externref) (result externref)))
              (table $table 2 2 funcref)
              (elem (table $table) (i32.const 0) func $swap $first)
              (global $kept (mut externref) (ref.null extern))
              (func $swap (type $swap) (local.get 2) (local.get 3) (local.get 0))
              (func $first (type $first) (local.get 0))
              (func (export "f") (param $a externref) (param $b externref) (param $way i32)
                  (result externref externref i64)
                (local $v v128)
                (local.set $v (v128.const i64x2 5 7))
                (if (i32.eq (local.get $way) (i32.const 0))
                  (then (call $swap (local.get $a) (i32.const 1) (local.get $b) (local.get $v))
                        (local.set $b) (local.set $v) (local.set $a)))
                (if (i32.eq (local.get $way) (i32.const 1))
                  (then (call_indirect $table (type $swap)
                          (local.get $a) (i32.const 1) (local.get $b) (local.get $v) (i32.const 0))
                        (local.set $b) (local.set $v) (local.set $a)))
                (if (i32.eq (local.get $way) (i32.const 2))
                  (then (call_ref $swap
                          (local.get $a) (i32.const 1) (local.get $b) (local.get $v) (ref.func $swap))
                        (local.set $b) (local.set $v) (local.set $a)))
                (if (i32.eq (local.get $way) (i32.const 3))
                  (then (global.set $kept (call $first (local.get $b) (local.get $a)))
                        (local.set $b (select (result externref) (local.get $a) (local.get $b) (local.get $way)))
                        (local.set $a (global.get $kept))))
                (local.get $a) (local.get $b) (i64x2.extract_lane 1 (local.get $v)))
              (func (export "g") (result i32) (call_indirect $table (result i32) (i32.const 0))))
            """;

    @Test
    void referencesAndVectorsAreArgumentsAndResults() {
        for (Guest guest : Guest.all(CALLS)) {
            for (int way = 0; way < 4; way++) {
                assertThat(guest.call("f", Value.externRef("a"), Value.externRef("b"), Value.i32(way)))
                        .containsExactly(Value.externRef("b"), Value.externRef("a"), Value.i64(7));
            }
            assertThat(guest.outcome("g")).isEqualTo(Trap.INDIRECT_CALL_TYPE_MISMATCH);
        }
    }

    /** What is cast, tested and compared, by the path that a number chooses. */
    private static final String CASTS = """
            (module
              (type $base (sub (struct (field i8))))
              (type $derived (sub $base (struct (field i8) (field f32))))
              (type $bytes (array (mut i8)))
              (table $table 8 anyref)
              (func $fill
                (table.set $table (i32.const 0) (struct.new $base (i32.const 200)))
                (table.set $table (i32.const 1) (struct.new $derived (i32.const -3) (f32.const 1.5)))
                (table.set $table (i32.const 2) (ref.i31 (i32.const -5)))
                (table.set $table (i32.const 3) (array.new $bytes (i32.const 0x1FF) (i32.const 9))))
              (func (export "f") (param $i i32) (result i32) (local $any anyref)
                  (local $found (ref null $derived))
                (call $fill)
                (local.set $any (table.get $table (local.get $i)))
                (block $null
                  (br_on_null $null (local.get $any)) (drop)
                  (block $derived (result (ref $derived))
                    (drop (br_on_cast $derived anyref (ref $derived) (local.get $any)))
                    (block $integer (result i31ref)
                      (drop (br_on_cast $integer anyref i31ref (local.get $any)))
                      (block $other (result anyref)
                        (br_on_cast_fail $other anyref (ref $base) (local.get $any))
                        (return (struct.get_u $base 0)))
                      (ref.cast (ref $bytes))
                      (array.get_s $bytes (i32.const 8))
                      (return (i32.add (array.len (ref.cast (ref $bytes) (local.get $any))))))
                    (return (i31.get_s)))
                  (local.set $found)
                  (return (i32.add (struct.get_s $base 0 (ref.cast (ref $base) (local.get $any)))
                                   (i32.trunc_f32_s (struct.get $derived 1 (local.get $found))))))
                (i32.const 1000))
              (func (export "eq") (param $i i32) (result i32)
                (call $fill)
                (i32.add (ref.eq (ref.i31 (local.get $i)) (ref.cast i31ref (table.get $table (i32.const 2))))
                         (ref.test (ref $base) (table.get $table (local.get $i))))))
            """;

    @Test
    void typesOfReferencesAreAskedFor() {
        for (Guest guest : Guest.all(CASTS)) {
            assertThat(guest.call("f", Value.i32(0))).containsExactly(Value.i32(200));
            assertThat(guest.call("f", Value.i32(1))).containsExactly(Value.i32(-2));
            assertThat(guest.call("f", Value.i32(2))).containsExactly(Value.i32(-5));
            assertThat(guest.call("f", Value.i32(3))).containsExactly(Value.i32(8));
            assertThat(guest.call("f", Value.i32(4))).containsExactly(Value.i32(1000));
            assertThat(guest.outcome("f", Value.i32(8))).isEqualTo(Trap.TABLE_OUT_OF_BOUNDS);
            assertThat(guest.call("eq", Value.i32(1))).containsExactly(Value.i32(1));
            assertThat(guest.outcome("eq", Value.i32(-5))).isEqualTo(Trap.TABLE_OUT_OF_BOUNDS);
        }
    }

    /** {@return a function so long that it is cut, with references that are live where it is} */
    private static String large(int pieces) {
        StringBuilder text = new StringBuilder("""
                (module (func (export "f") (param $a externref) (param $b externref) (param $n i32)
                    (result externref externref) (local $c externref) (local $x i64)
                  (loop $more
                """);
        for (int i = 0; i < pieces; i++) {
            text.append("""
                    (local.set $x (i64.add (i64.mul (local.get $x) (i64.const %d)) (i64.const %d)))
                    (if (i64.eq (i64.and (local.get $x) (i64.const 3)) (i64.const %d))
                      (then (local.set $c (local.get $a)) (local.set $a (local.get $b)) (local.set $b (local.get $c))))
                    """.formatted(2 * i + 1, i, i % 4));
        }
        return text.append("""
                    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                    (br_if $more (local.get $n)))
                  (local.get $a) (local.get $b)))
                """).toString();
    }

    @Test
    void piecesOfALongFunctionHandReferencesOver() {
        for (Guest guest : Guest.all(large(400))) {
            Value[] arguments = {Value.externRef("a"), Value.externRef("b"), Value.i32(9)};
            assertThat(guest.call("f", arguments)).isEqualTo(guest.expected("f", arguments));
        }
    }

    /** Has the host make objects, passes them on, and asks whether any is left when that is done. */
    private static final String OBJECTS = """
            (module
              (import "host" "make" (func $make (result externref)))
              (import "host" "left" (func $left (result i32)))
              (type $pass (func (param externref externref externref) (result externref externref)))
              (table 1 1 funcref)
              (elem (i32.const 0) func $pass)
              (tag $tag (param externref))
              (func $pass (type $pass)
                (drop (call $deeper (local.get 1) (local.get 0) (i32.const 5)))
                (local.get 2) (local.get 0))
              (func $deeper (param externref externref i32) (result externref)
                (if (local.get 2)
                  (then (return (call $deeper (local.get 1) (call $make) (i32.sub (local.get 2) (i32.const 1))))))
                (local.get 0))
              (func $inner
                (call_indirect (type $pass) (call $make) (call $make) (call $make) (i32.const 0))
                (drop) (drop))
              (func $trapping (param externref) (drop (call $deeper (local.get 0) (call $make) (i32.const 3)))
                (throw $tag (call $make)))
              (func $failing (block $caught (try_table (catch_all $caught) (call $trapping (call $make)))))
              (func (export "f") (result i32) (call $inner) (call $inner) (call $left))
              (func (export "g") (result i32) (call $failing) (call $left)))
            """;

    @Test
    void objectsThatNothingHoldsAreCollected() {
        for (Executor executor : Guest.EXECUTORS) {
            Program program = Guest.translate(OBJECTS);
            List<WeakReference<Object>> made = new ArrayList<>();
            try (Store store = Guest.engine(executor).newStore()) {
                var instance = new Linker()
                        .function("host", "make", new FuncType(List.of(), List.of(RefType.EXTERNREF)), call -> {
                            Object object = new byte[100];
                            made.add(new WeakReference<>(object));
                            call.returnReference(0, object);
                        })
                        .function("host", "left", new FuncType(List.of(), List.of(NumType.I32)), call -> {
                            assertThat(made).isNotEmpty();
                            call.returnI32(0, left(made));
                        })
                        .instantiate(store, program);
                assertThat(instance.function("f").call()).containsExactly(Value.i32(0));
                assertThat(instance.function("g").call()).containsExactly(Value.i32(0));
            }
        }
    }

    private static int left(List<WeakReference<Object>> made) {
        for (int i = 0; i < 100; i++) {
            System.gc();
            made.removeIf(each -> each.refersTo(null));
            if (made.isEmpty()) {
                break;
            }
        }
        return made.size();
    }
}
