package org.wasmi.emscripten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Guests that call through {@code invoke_*} without an end: limits and fuel stop them, and the store stays usable. */
@ParameterizedClass
@ValueSource(strings = {"switch", "indirect", "direct", "tail", "compiled", "tiered"})
class InvokeTest {
    private static final Program PROGRAM =
            Translator.translate(Wat.parse("""
            (module
              (import "env" "invoke_v" (func $invoke_v (param i32)))
              (import "env" "invoke_vi" (func $invoke_vi (param i32 i32)))
              (import "env" "__cxa_throw" (func $throw (param i32 i32 i32)))
              (import "env" "__cxa_begin_catch" (func $begin (param i32) (result i32)))
              (memory (export "memory") 1)
              (table (export "__indirect_function_table") 8 funcref)
              (elem (i32.const 1) $deeper $nothing $thrower $deep $invoke_v $catcher)
              (global $threw (mut i32) (i32.const 0))
              (func (export "setThrew") (param i32 i32) (global.set $threw (local.get 0)))
              (func $deeper (export "deeper") (call $invoke_v (i32.const 1)))
              (func $deep (export "deep") (param i32)
                (if (local.get 0) (then (call $invoke_vi (i32.const 4) (i32.sub (local.get 0) (i32.const 1))))))
              (func $nothing)
              (func (export "calls") (param i32)
                (loop $again
                  (call $invoke_v (i32.const 2))
                  (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
              (func (export "calls_of_host") (param i32)
                (loop $again
                  (call $invoke_vi (i32.const 5) (i32.const 2))
                  (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
              (func $thrower (call $throw (i32.const 256) (i32.const 0) (i32.const 0)))
              (func $catcher (export "catcher") (call $invoke_v (i32.const 6)) (call $invoke_v (i32.const 3)))
              (func (export "throws") (param i32)
                (loop $again
                  (call $invoke_v (i32.const 3))
                  (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
              (func (export "begins")
                (loop $again (drop (call $begin (i32.const 256))) (br $again))))
            """), TranslationOptions.DEFAULT.withFuel(true));

    private final String executor;

    InvokeTest(String executor) {
        this.executor = executor;
    }

    /** What to do with a module. */
    private interface Use {
        void of(Store store, EmscriptenModule module) throws Exception;
    }

    private void with(StoreLimits limits, Use use) throws Exception {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        try (Store store = engine.newStore(limits);
                EmscriptenModule module = Emscripten.builder().build().instantiate(store, PROGRAM)) {
            use.of(store, module);
        }
    }

    private static void assertTrap(ThrowingCallable call, Trap trap) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TrapException.class, thrown -> assertThat(thrown.trap())
                .isEqualTo(trap));
    }

    @Test
    void recursionEndsAtTheLimit() throws Exception {
        with(StoreLimits.DEFAULT, (store, module) -> {
            for (int i = 0; i < 3; i++) {
                assertTrap(() -> module.call("deeper"), Trap.CALL_STACK_EXHAUSTED);
                assertTrap(() -> module.call("catcher"), Trap.CALL_STACK_EXHAUSTED);
                module.call("deep", 150);
            }
        });
    }

    @Test
    void recursionWithoutALimitEndsWhereTheJavaStackDoes() throws Exception {
        StoreLimits unlimited = StoreLimits.DEFAULT.with(StoreLimit.HOST_DEPTH, Integer.MAX_VALUE);
        inThread(256 << 10, () -> {
            with(unlimited, (store, module) -> {
                for (int i = 0; i < 3; i++) {
                    assertTrap(() -> module.call("deeper"), Trap.CALL_STACK_EXHAUSTED);
                    module.call("deep", 10);
                }
            });
            return null;
        });
        inThread(64 << 20, () -> {
            with(unlimited, (store, module) -> module.call("deep", 2_000));
            return null;
        });
    }

    private static void inThread(long stack, Callable<?> work) throws Exception {
        FutureTask<?> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "guest", stack);
        thread.start();
        thread.join();
        task.get();
    }

    @Test
    void fuelEndsRecursionAndLoops() throws Exception {
        with(StoreLimits.DEFAULT, (store, module) -> {
            for (String function : new String[] {"calls", "calls_of_host", "throws"}) {
                store.fuel(100_000);
                assertTrap(() -> module.call(function, -1), Trap.OUT_OF_FUEL);
            }
            store.fuel(5_000);
            assertTrap(() -> module.call("deeper"), Trap.OUT_OF_FUEL);
            store.fuel(1_000_000);
            module.call("deep", 150);
        });
    }

    @Test
    void callsAndExceptionsThroughTheHostCostWhatTheyTake() throws Exception {
        with(StoreLimits.DEFAULT, (store, module) -> {
            assertThat(price(store, module, "calls")).isBetween(64L, 80L);
            assertThat(price(store, module, "calls_of_host")).isBetween(128L, 150L);
            assertThat(price(store, module, "throws")).isBetween(320L, 340L);
        });
    }

    private static long price(Store store, EmscriptenModule module, String function) {
        long before = store.fuelUsed();
        module.call(function, 100);
        return (store.fuelUsed() - before) / 100;
    }

    @Test
    void deadlinesEndLoops() throws Exception {
        with(StoreLimits.DEFAULT, (store, module) -> {
            for (String function : new String[] {"calls", "calls_of_host", "throws"}) {
                store.deadline(Duration.ofMillis(10));
                assertTrap(() -> module.call(function, -1), Trap.DEADLINE_EXCEEDED);
                store.clearDeadline();
            }
        });
    }

    @Test
    void handlersThatNeverEndAreLimited() throws Exception {
        with(StoreLimits.DEFAULT, (store, module) -> assertThatThrownBy(() -> module.call("begins"))
                .isInstanceOf(AbortException.class)
                .hasMessage("more than 100000 handlers of exceptions are running"));
    }
}
