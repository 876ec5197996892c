package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.exec.Value;

/**
 * A function that is longer than what HotSpot compiles is cut into methods, each of which touches some of the values
 * that go through all of them.
 */
class CompiledChunksTest {
    private static final int CASES = 120;
    private static final int LOCALS = 48;
    private static final String[] TYPES = {"i32", "i64", "f64"};

    /** A loop around many cases, as interpreters are: each changes a few locals, calls, grows the memory or catches. */
    private static String interpreter(Random random) {
        StringBuilder text = new StringBuilder("""
                (module
                  (memory 1 64)
                  (tag $odd (param i64))
                  (func $spread (param i64) (result i64) (local i64 i64 i64 i64)
                    (local.set 1 (i64.mul (local.get 0) (i64.const 3)))
                    (local.set 2 (i64.rotl (local.get 1) (i64.const 7)))
                    (local.set 3 (i64.xor (local.get 2) (local.get 0)))
                    (local.set 4 (i64.add (local.get 3) (local.get 1)))
                    (if (i64.eqz (i64.rem_u (local.get 4) (i64.const 5))) (then (throw $odd (local.get 4))))
                    (i64.sub (local.get 4) (local.get 2)))
                  (func (export "f") (param $steps i32) (param $seed i64) (result i64)
                """);
        for (int i = 0; i < LOCALS; i++) {
            text.append("(local $l%d %s)\n".formatted(i, TYPES[i % TYPES.length]));
        }
        text.append("(loop $next\n");
        text.append(
                "(local.set $seed (i64.add (i64.mul (local.get $seed) (i64.const 6364136223846793005)) (i64.const 7)))\n");
        text.append("(block $end\n");
        for (int i = CASES - 1; i >= 0; i--) {
            text.append("(block $c%d\n".formatted(i));
        }
        text.append("(br_table");
        for (int i = 0; i < CASES; i++) {
            text.append(" $c").append(i);
        }
        text.append(" (i32.wrap_i64 (i64.rem_u (i64.shr_u (local.get $seed) (i64.const 33)) (i64.const %d))))\n"
                .formatted(CASES));
        for (int i = 0; i < CASES; i++) {
            text.append(")\n");
            for (int k = 0; k < 4; k++) {
                text.append(step(random));
            }
            text.append("(br $end)\n");
        }
        text.append(
                ")\n(local.set $steps (i32.sub (local.get $steps) (i32.const 1)))\n(br_if $next (local.get $steps)))\n");
        for (int i = 0; i < LOCALS; i++) {
            text.append(
                    "(local.set $seed (i64.add (i64.mul (local.get $seed) (i64.const 31)) %s))\n".formatted(asI64(i)));
        }
        return text.append("(local.get $seed)))").toString();
    }

    private static String asI64(int local) {
        return switch (local % TYPES.length) {
            case 0 -> "(i64.extend_i32_s (local.get $l%d))".formatted(local);
            case 1 -> "(local.get $l%d)".formatted(local);
            default -> "(i64.reinterpret_f64 (local.get $l%d))".formatted(local);
        };
    }

    private static int local(Random random, int type) {
        return TYPES.length * random.nextInt(LOCALS / TYPES.length) + type;
    }

    private static String step(Random random) {
        int i32 = local(random, 0);
        int i64 = local(random, 1);
        int f64 = local(random, 2);
        String mixed = "(i64.xor (local.get $l%d) (local.get $seed))".formatted(i64);
        return switch (random.nextInt(9)) {
            case 0 ->
                "(local.set $l%d (i32.add (i32.mul (local.get $l%d) (i32.const 5)) (i32.const %d)))\n"
                        .formatted(i32, local(random, 0), random.nextInt(1000));
            case 1 -> "(local.set $l%d (i64.add %s (local.get $l%d)))\n".formatted(local(random, 1), mixed, i64);
            case 2 ->
                "(local.set $l%d (f64.add (local.get $l%d) (f64.convert_i32_s (local.get $l%d))))\n"
                        .formatted(f64, local(random, 2), i32);
            case 3 -> "(i64.store (i32.and (local.get $l%d) (i32.const 0xfff8)) %s)\n".formatted(i32, mixed);
            case 4 -> "(local.set $l%d (i64.load (i32.and (local.get $l%d) (i32.const 0xfff8))))\n".formatted(i64, i32);
            case 5 ->
                "(local.set $l%d (i32.add (local.get $l%d) (memory.grow (i32.eqz (i32.and (local.get $l%d) (i32.const 7))))))\n"
                        .formatted(i32, local(random, 0), i32);
            case 6 -> """
                (local.set $l%d (block $caught (result i64)
                  (try_table (result i64) (catch $odd $caught) (call $spread %s))))
                """.formatted(local(random, 1), mixed);
            case 7 ->
                "(if (i32.and (local.get $l%d) (i32.const 1)) (then (local.set $l%d (i64.const %d))))\n"
                        .formatted(i32, i64, random.nextLong());
            default ->
                "(local.set $l%d (select (local.get $l%d) (local.get $l%d) (i32.lt_s (local.get $l%d) (i32.const 99))))\n"
                        .formatted(f64, local(random, 2), f64, i32);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void valuesGoThroughMethodsThatDoNotTouchThem(long seed) {
        for (Guest guest : Guest.all(interpreter(new Random(seed)))) {
            for (int steps : new int[] {1, 10, 1_000, 1_000}) {
                assertThat(guest.outcome("f", Value.i32(steps), Value.i64(seed)))
                        .isEqualTo(guest.expected("f", Value.i32(steps), Value.i64(seed)));
            }
        }
    }
}
