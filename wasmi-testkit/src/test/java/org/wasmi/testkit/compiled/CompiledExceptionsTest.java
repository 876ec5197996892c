package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.TranslationOptions;

/** Exceptions in compiled code: caught by frames on the Java stack and on the machine, thrown again, and paid for. */
class CompiledExceptionsTest {

    /** Throws from n calls below, with a tag by a number, and catches in ways that the number chooses. */
    private static final String CATCHES = """
            (module
              (type $deep (func (param i32 i32)))
              (tag $numbers (param i32 i64 f64))
              (tag $objects (param externref v128))
              (tag $other)
              (table 1 1 funcref)
              (elem (i32.const 0) func $deep)
              (global $caught (mut i32) (i32.const 0))
              (func $deep (type $deep)
                (if (local.get 1)
                  (then
                    (call_indirect (type $deep) (local.get 0) (i32.sub (local.get 1) (i32.const 1)) (i32.const 0))
                    (return)))
                (if (i32.eq (local.get 0) (i32.const 0))
                  (then (throw $numbers (i32.const 7) (i64.const 0x123456789abcdef) (f64.const -1.5))))
                (if (i32.eq (local.get 0) (i32.const 1))
                  (then (throw $objects (ref.null extern) (v128.const i64x2 3 0x1122334455667788))))
                (if (i32.eq (local.get 0) (i32.const 2)) (then (throw $other)))
                (if (i32.eq (local.get 0) (i32.const 3)) (then unreachable)))
              (func $passing (param $way i32) (param $depth i32) (result i64) (local $e exnref)
                (block $again (result exnref)
                  (try_table (catch_ref $other $again) (catch_all_ref $again)
                    (call $deep (local.get $way) (local.get $depth)))
                  (return (i64.const 1)))
                (local.set $e)
                (global.set $caught (i32.add (global.get $caught) (i32.const 1)))
                (throw_ref (local.get $e)))
              (func (export "f") (param $way i32) (param $depth i32) (result i64)
                (local $i i32) (local $sum i64) (local $n i32) (local $l i64) (local $d f64)
                (local $v v128)
                (loop $more
                  (block $all
                    (block $objects (result externref v128)
                      (block $numbers (result i32 i64 f64)
                        (try_table (catch $numbers $numbers) (catch $objects $objects) (catch_all $all)
                          (local.set $sum (i64.add (local.get $sum)
                            (call $passing (local.get $way) (local.get $depth)))))
                        (br $all))
                      (local.set $d) (local.set $l) (local.set $n)
                      (local.set $sum (i64.add (local.get $sum) (i64.add (local.get $l)
                        (i64.add (i64.extend_i32_s (local.get $n)) (i64.trunc_f64_s (local.get $d))))))
                      (br $all))
                    (local.set $v) (drop)
                    (local.set $sum (i64.add (local.get $sum) (i64x2.extract_lane 1 (local.get $v)))))
                  (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (local.get $i))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $more (i32.lt_u (local.get $i) (i32.const 20))))
                (i64.add (local.get $sum) (i64.mul (i64.const 1000) (i64.extend_i32_u (global.get $caught)))))
              (func (export "leaves") (param $way i32) (param $depth i32) (result i64)
                (call $passing (local.get $way) (local.get $depth)))
              (func (export "inside") (param i32) (result i32) (local $x i32)
                (local.set $x (i32.const 5))
                (block $caught (result i32 i64 f64)
                  (try_table (catch $numbers $caught)
                    (local.set $x (i32.const 6))
                    (if (local.get 0) (then (throw $numbers (local.get $x) (i64.const 1) (f64.const 2))))
                    (local.set $x (i32.const 8)))
                  (return (local.get $x)))
                (drop) (drop) (local.get $x) (i32.mul)))
            """;

    @Test
    void framesOfAnyDepthCatch() {
        for (Guest guest : Guest.all(CATCHES)) {
            for (int depth : new int[] {0, 1, 50, 1_500}) {
                for (int way = 0; way < 5; way++) {
                    Value[] arguments = {Value.i32(way), Value.i32(depth)};
                    assertThat(guest.outcome("f", arguments))
                            .as("%d from %d", way, depth)
                            .isEqualTo(guest.expected("f", arguments));
                }
            }
            assertThat(guest.call("inside", Value.i32(1))).containsExactly(Value.i32(36));
            assertThat(guest.call("inside", Value.i32(0))).containsExactly(Value.i32(8));
        }
    }

    @Test
    void whatNothingCatchesHasTheBacktraceOfTheReference() {
        Program program = Guest.translate(CATCHES);
        for (int depth : new int[] {0, 3, 100}) {
            String expected = backtrace(program, Executors.named(Executors.SWITCH), depth);
            assertThat(expected).contains("func[");
            for (Executor executor : Guest.EXECUTORS) {
                for (int round = 0; round < 3; round++) {
                    assertThat(backtrace(program, executor, depth)).isEqualTo(expected);
                }
            }
        }
    }

    private static String backtrace(Program program, Executor executor, int depth) {
        try (Store store = Guest.engine(executor).newStore()) {
            Instance instance = new Linker().instantiate(store, program);
            GuestException thrown = null;
            for (int i = 0; i < 3; i++) {
                thrown = catchThrowableOfType(
                        GuestException.class, () -> instance.function("leaves").call(Value.i32(2), Value.i32(depth)));
            }
            return thrown == null ? "" : thrown.backtrace().toString();
        }
    }

    @Test
    void fuelIsThatOfTheReference() {
        Program program = Guest.translate(CATCHES, TranslationOptions.DEFAULT.withFuel(true));
        for (int way = 0; way < 5; way++) {
            for (int depth : new int[] {0, 1, 31, 63, 64, 130}) {
                for (String function : List.of("f", "leaves")) {
                    long expected = fuelLeft(program, Executors.named(Executors.SWITCH), function, way, depth);
                    for (Executor executor : Guest.EXECUTORS) {
                        assertThat(fuelLeft(program, executor, function, way, depth))
                                .as("%s of %d from %d on %s", function, way, depth, executor.name())
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    private static long fuelLeft(Program program, Executor executor, String function, int way, int depth) {
        try (Store store = Guest.engine(executor).newStore()) {
            store.addFuel(1_000_000);
            Instance instance = new Linker().instantiate(store, program);
            for (int i = 0; i < 2; i++) {
                try {
                    instance.function(function).call(Value.i32(way), Value.i32(depth));
                } catch (GuestException thrown) {
                    // An exception or a trap, as expected.
                }
            }
            return store.fuel().orElseThrow();
        }
    }

    /** {@return a function so long that it is cut, which throws and catches in all its parts} */
    private static String large(int pieces) {
        StringBuilder text = new StringBuilder("""
                (module (tag $t (param i64))
                  (func $may (param i64) (result i64)
                    (if (i64.eqz (i64.rem_u (local.get 0) (i64.const 3))) (then (throw $t (local.get 0))))
                    (i64.add (local.get 0) (i64.const 5)))
                  (func (export "f") (param $n i32) (result i64) (local $x i64) (local $y i64)
                  (loop $more
                """);
        for (int i = 0; i < pieces; i++) {
            text.append("""
                    (block $done (block $caught (result i64)
                      (try_table (catch $t $caught)
                        (local.set $y (i64.add (local.get $y) (i64.const %d)))
                        (local.set $x (call $may (i64.add (local.get $x) (local.get $y))))
                        (local.set $y (call $may (i64.add (local.get $x) (i64.const 1)))))
                      (br $done))
                      (local.set $x (i64.add (i64.const %d))))
                    """.formatted(i, 2 * i + 1));
        }
        return text.append("""
                    (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                    (br_if $more (local.get $n)))
                  (i64.xor (local.get $x) (local.get $y))))
                """).toString();
    }

    @Test
    void piecesOfALongFunctionCatchForEachOther() {
        for (Guest guest : Guest.all(large(150))) {
            for (int n : new int[] {1, 2, 7}) {
                assertThat(guest.outcome("f", Value.i32(n))).isEqualTo(guest.expected("f", Value.i32(n)));
            }
        }
    }
}
