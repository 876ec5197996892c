package org.wasmi.testkit.compiled;

import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.jit.CompiledExecutor;

/** A program that runs a function as long as that of Keccak, compiled, until HotSpot has compiled it as well. */
final class KeccakGuest {
    private static final int CALLS = 12_000;
    private static final int LANES = 25;

    private KeccakGuest() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        Engine engine = Guest.engine(new CompiledExecutor());
        Instance instance = new Linker().instantiate(engine.newStore(), Guest.translate(text()));
        WasmFunction permute = instance.function("permute");
        for (int i = 0; i < CALLS; i++) {
            permute.call(Value.i32(4));
        }
        System.out.println("done " + instance.function("lane").call());
    }

    /** {@return rounds of three steps each that mix 25 lanes: sums, rotations by constants, and what is not linear} */
    private static String text() {
        StringBuilder text = new StringBuilder("""
                (module (memory 1)
                  (func (export "lane") (result i64) (i64.load (i32.const 8)))
                  (func (export "permute") (param $n i32) (local $t i64) (local $at i32)
                """);
        for (int i = 0; i < LANES; i++) {
            text.append("(local $a%1$d i64) (local $b%1$d i64)\n".formatted(i));
        }
        text.append("(loop $more\n");
        for (int step = 0; step < 3; step++) {
            for (int i = 0; i < LANES; i++) {
                text.append("""
                        (local.set $b%d (i64.rotl (i64.xor (local.get $a%d)
                          (i64.xor (local.get $a%d) (i64.load offset=%d (local.get $at)))) (i64.const %d)))
                        """.formatted(i * 2 % LANES, i, (i + 5) % LANES, 8 * i, 1 + i * 7 % 63));
            }
            for (int i = 0; i < LANES; i++) {
                text.append("""
                        (local.set $a%d (i64.xor (local.get $b%d)
                          (i64.and (i64.xor (local.get $b%d) (i64.const -1)) (local.get $b%d))))
                        """.formatted(i, i, (i + 1) % LANES, (i + 2) % LANES));
            }
            text.append("(i64.store offset=8 (local.get $at) (i64.add (local.get $a%d) (i64.const %d)))\n"
                    .formatted(step, step + 1));
        }
        return text.append("""
                    (local.set $at (i32.and (i32.add (local.get $at) (i32.const 8)) (i32.const 0xff8)))
                    (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
                  ))
                """).toString();
    }
}
