package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.CompiledExecutor;
import org.wasmi.jit.TieredExecutor;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Compiled code looks for the fuel of several blocks at once, and still ends where the interpreters end. */
class CompiledFuelTest {
    /** Loops within loops, with branches, calls and bulk work; each step is seen in the memory or a global. */
    private static final String MODULE = """
            (module
              (memory (export "memory") 1)
              (global $steps (export "steps") (mut i32) (i32.const 0))
              (func $step (param i32) (result i32)
                (if (i32.and (local.get 0) (i32.const 1))
                  (then (global.set $steps (i32.add (global.get $steps) (i32.const 3))))
                  (else (global.set $steps (i32.add (global.get $steps) (i32.const 5)))))
                (i32.mul (local.get 0) (i32.const 7)))
              (func $tail (param i32 i32) (result i32)
                (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
                (return_call $tail
                  (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (local.get 0))))
              (func (export "run") (param $n i32) (result i64)
                (local $i i32) (local $j i32) (local $sum i64) (local $d f64)
                (loop $outer
                  (local.set $j (i32.const 9))
                  (loop $inner
                    (block $odd
                      (br_if $odd (i32.and (local.get $j) (i32.const 1)))
                      (i32.store8 (local.get $j) (i32.add (i32.load8_u (local.get $j)) (i32.const 1)))
                      (local.set $d (f64.add (local.get $d) (f64.const 0.5))))
                    (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (local.get $j))))
                    (br_if $inner (local.tee $j (i32.sub (local.get $j) (i32.const 1)))))
                  (block $two
                    (block $one
                      (br_table $one $two (i32.and (local.get $i) (i32.const 3))))
                    (local.set $sum (i64.add (local.get $sum)
                      (i64.extend_i32_s (call $step (local.get $i))))))
                  (if (i32.eq (local.get $i) (i32.const 4))
                    (then
                      (memory.fill (i32.const 64) (local.get $i) (i32.const 300))
                      (i32.store8 (i32.const 400) (i32.const 1))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $outer (i32.ne (local.get $i) (local.get $n))))
                (i64.add
                  (i64.add (local.get $sum) (i64.trunc_f64_s (local.get $d)))
                  (i64.extend_i32_s (call $tail (local.get $n) (i32.const 1))))))
            """;

    private final Program program = Translator.translate(Wat.parse(MODULE), TranslationOptions.DEFAULT.withFuel(true));

    /** {@return all that can be seen of calls that get a little fuel each} */
    private List<Object> seen(Executor executor, int fuel) {
        List<Object> seen = new ArrayList<>();
        Engine engine = Engine.create(EngineConfig.DEFAULT, executor);
        try (Store store = engine.newStore()) {
            Instance instance = new Linker().instantiate(store, program);
            for (int call = 0; call < 2; call++) {
                store.fuel(fuel);
                try {
                    seen.add(instance.function("run").call(Value.i32(7)));
                } catch (TrapException trap) {
                    seen.add(trap.trap());
                    seen.add(trap.frames().toString());
                }
                seen.add(store.fuel());
                seen.add(store.fuelUsed());
                seen.add(instance.global("steps").get());
                seen.add(HexFormat.of().formatHex(instance.memory("memory").getBytes(0, 512)));
            }
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiled", "at once", "soon"})
    void fuelEndsAtTheSameInstruction(String how) {
        Executor executor =
                switch (how) {
                    case "compiled" -> new CompiledExecutor();
                    case "at once" -> new TieredExecutor(0, 1);
                    default -> new TieredExecutor(0, 5);
                };
        Executor reference = Executors.named(Executors.SWITCH);
        int trapped = 0;
        int fuel = 0;
        for (List<Object> expected = List.of(); trapped == fuel; fuel++) {
            expected = seen(reference, fuel);
            assertThat(seen(executor, fuel)).as("fuel %d", fuel).isEqualTo(expected);
            trapped += expected.get(0) instanceof List ? 0 : 1;
        }
        assertThat(fuel).isGreaterThan(500);
    }
}
