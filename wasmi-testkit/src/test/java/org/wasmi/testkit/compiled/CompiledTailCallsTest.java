package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.Explanation;
import org.wasmi.translate.TranslationOptions;

/** Tail calls in compiled code of other functions: guests see what they see on the reference, on any Java stack. */
class CompiledTailCallsTest {
    private static final FuncType I32_TO_I32 = new FuncType(List.of(NumType.I32), List.of(NumType.I32));

    /** Functions that call each other in their places, in all ways, and others that call them. */
    private static final String GUEST = """
            (module
              (type $i (func (param i32) (result i32)))
              (type $n (func (param i32 i64 f64 externref) (result i64 externref f64)))
              (import "host" "ask" (func $ask (type $i)))
              (import "other" "back" (func $other (type $i)))
              (memory (export "memory") 1 9)
              (tag $thrown (param i32))
              (table $t (export "table") 8 8 funcref)
              (elem (i32.const 0) $even $odd $ask $other $large $grows $throws)
              (elem declare func $even $odd $ask)
              (func $even (type $i)
                (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
                (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
              (func $odd (type $i)
                (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
                (return_call_indirect (type $i) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))
              (func (export "even") (type $i) (return_call $even (local.get 0)))
              (func (export "within") (type $i)
                (i32.add (i32.mul (i32.const 10) (call $even (local.get 0))) (call $odd (local.get 0))))
              (func $element (export "element") (param i32 i32) (result i32)
                (return_call_indirect (type $i) (local.get 1) (local.get 0)))
              (func (export "above") (param i32 i32) (result i32)
                (i32.add (i32.const 100) (call $element (local.get 0) (local.get 1))))
              (func $caught (export "caught") (param i32 i32) (result i32)
                (block $h (result i32)
                  (try_table (result i32) (catch $thrown $h)
                    (call $element (local.get 0) (local.get 1)))))
              (func (export "uncaught") (param i32 i32) (result i32)
                (block $h (result i32)
                  (try_table (result i32) (catch $thrown $h)
                    (return_call $element (local.get 0) (local.get 1)))))
              (func $reference (param i32 (ref null $i)) (result i32)
                (return_call_ref $i (local.get 0) (local.get 1)))
              (func (export "reference") (param i32 i32) (result i32)
                (i32.add (i32.const 7) (call $reference (local.get 1)
                  (if (result (ref null $i)) (i32.eqz (local.get 0)) (then (ref.func $even))
                    (else (if (result (ref null $i)) (i32.eq (local.get 0) (i32.const 1)) (then (ref.func $ask))
                      (else (ref.null $i))))))))
              (func $imported (param i32) (result i32) (return_call $ask (i32.add (local.get 0) (i32.const 1))))
              (func (export "imported") (param i32 i32) (result i32)
                (if (result i32) (local.get 0)
                  (then (i32.add (call $imported (local.get 1)) (i32.load8_u (i32.const 65536))))
                  (else (return_call $imported (local.get 1)))))
              (func $throws (type $i) (throw $thrown (local.get 0)))
              (func $large (type $i)
                (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
                (local.set 24 (i64.extend_i32_s (local.get 0)))
                (if (local.get 0) (then (return_call $element (i32.const 4) (i32.sub (local.get 0) (i32.const 1)))))
                (i32.wrap_i64 (i64.add (local.get 24) (local.get 7))))
              (func $grows (type $i)
                (drop (memory.grow (i32.const 1)))
                (if (local.get 0) (then (return_call $element (i32.const 5) (i32.sub (local.get 0) (i32.const 1)))))
                (memory.size))
              (func $a (type $n)
                (if (i32.eqz (local.get 0))
                  (then (return (local.get 1) (local.get 3) (local.get 2))))
                (return_call $b (i32.sub (local.get 0) (i32.const 1))
                  (i64.add (local.get 1) (i64.extend_i32_u (local.get 0))) (f64.add (local.get 2) (f64.const 0.5))
                  (local.get 3)))
              (func $b (param i32 i64 f64 externref) (result i64 externref f64) (local externref)
                (if (i32.and (local.get 0) (i32.const 1)) (then (local.set 4 (local.get 3))))
                (return_call $a (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
              (func (export "many") (param i32 externref) (result i64 externref f64)
                (call $a (local.get 0) (i64.const 5) (f64.const 1) (local.get 1)))
              (func $identity (param externref i32) (result externref)
                (if (i32.eqz (local.get 1)) (then (return (local.get 0))))
                (return_call $same (i32.sub (local.get 1) (i32.const 1)) (local.get 0)))
              (func $same (param i32 externref) (result externref)
                (return_call $identity (local.get 1) (local.get 0)))
              (func (export "identity") (param i32 externref) (result externref)
                (call $identity (local.get 1) (local.get 0)))
              (func $deep (param i32) (result i32)
                (if (i32.eqz (local.get 0)) (then (return (i32.const 3))))
                (i32.add (i32.const 1) (call $element (i32.const 7) (i32.sub (local.get 0) (i32.const 1)))))
              (elem (i32.const 7) $deep)
              (export "deep" (func $deep)))
            """;

    /** Calls back by the table of the guest. */
    private static final String OTHER = """
            (module
              (type $i (func (param i32) (result i32)))
              (table (export "table") 8 8 funcref)
              (func (export "back") (type $i)
                (if (i32.eqz (local.get 0)) (then (return (i32.const 42))))
                (return_call_indirect (type $i) (i32.sub (local.get 0) (i32.const 1)) (i32.const 3))))
            """;

    private static final int TRAPS = 1_000_001;
    private static final int GROWS = 2_000_001;
    private static final int WAITS = 3_000_001;

    private static final class Run implements AutoCloseable {
        private final Store store;
        private final Instance instance;
        private final boolean waits;

        Run(Program program, Executor executor, boolean waits) {
            this.waits = waits;
            store = Guest.engine(executor).newStore();
            if (program.isMetered()) {
                store.addFuel(50_000_000);
            }
            Memory[] memory = new Memory[1];
            Linker linker = new Linker().function("host", "ask", I32_TO_I32, call -> {
                int argument = call.i32(0);
                if (argument == TRAPS) {
                    throw new TrapException(Trap.UNREACHABLE);
                } else if (argument == GROWS) {
                    memory[0].grow(1);
                } else if (argument == WAITS && waits) {
                    call.suspend();
                    return;
                }
                call.returnI32(argument + 1);
            });
            Instance other = linker.instantiate(
                    store, Guest.translate(OTHER, TranslationOptions.DEFAULT.withFuel(program.isMetered())));
            instance = linker.define("other", other).instantiate(store, program);
            memory[0] = instance.memory("memory");
        }

        /** {@return results or failure, and what fuel is left} */
        String observe(String function, Value... arguments) {
            String seen;
            try {
                seen = (waits
                                ? wait(function, arguments)
                                : instance.function(function).call(arguments))
                        .toString();
            } catch (GuestException thrown) {
                seen = thrown.getMessage() + " " + thrown.backtrace();
            }
            return seen + " " + store.fuel();
        }

        private List<Value> wait(String function, Value... arguments) {
            Outcome outcome = instance.function(function).start(arguments);
            while (outcome instanceof Suspension suspension) {
                outcome = suspension.resume(Value.i32(77));
            }
            return ((Outcome.Finished) outcome).results();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static List<String> observe(Program program, Executor executor, boolean waits) {
        List<String> seen = new ArrayList<>();
        Value reference = Value.externRef("object");
        try (Run run = new Run(program, executor, waits)) {
            for (int round = 0; round < 3; round++) {
                for (int n : new int[] {0, 1, 2, 3, 100, 20_001}) {
                    seen.add(run.observe("even", Value.i32(n)));
                    seen.add(run.observe("within", Value.i32(n)));
                    seen.add(run.observe("many", Value.i32(n), reference));
                    seen.add(run.observe("identity", Value.i32(n), reference));
                }
                for (int element = -1; element < 9; element++) {
                    for (int n : new int[] {0, 3, 250, TRAPS, GROWS, WAITS}) {
                        if ((element < 4 || element > 7 || n < 1_000) && (element == 2 || n < 1_000)) {
                            for (String each : List.of("element", "above", "caught", "uncaught")) {
                                seen.add(each + run.observe(each, Value.i32(element), Value.i32(n)));
                            }
                            seen.add(run.observe("reference", Value.i32(element), Value.i32(n)));
                        }
                    }
                }
                for (int n : new int[] {5, TRAPS - 1, GROWS - 1, WAITS - 1}) {
                    seen.add(run.observe("imported", Value.i32(0), Value.i32(n)));
                    seen.add(run.observe("imported", Value.i32(1), Value.i32(n)));
                }
                for (int n : new int[] {10, 500, 1_500, 3_000}) {
                    seen.add(run.observe("deep", Value.i32(n)));
                }
            }
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allWaysOfTailCallsAreThoseOfTheReference(boolean metered) {
        Program program = Guest.translate(GUEST, TranslationOptions.DEFAULT.withFuel(metered));
        assertThat(Explanation.declined(program)).isEmpty();
        for (boolean waits : new boolean[] {false, true}) {
            List<String> expected = observe(program, Executors.named(Executors.SWITCH), waits);
            assertThat(expected).anyMatch(each -> each.contains("unreachable"));
            for (Executor executor : Guest.EXECUTORS) {
                assertThat(observe(program, executor, waits))
                        .as(executor.name())
                        .isEqualTo(expected);
            }
        }
    }
}
