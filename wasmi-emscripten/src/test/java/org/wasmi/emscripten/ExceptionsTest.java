package org.wasmi.emscripten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;

/** Exceptions of C++ and {@code longjmp} through the host, as compilers translate them. */
@ParameterizedClass
@ValueSource(strings = {"switch", "indirect", "direct", "tail", "compiled", "tiered"})
class ExceptionsTest {

    /** What all modules have. Types are at 64 ("int") and 96 ("text"), an object at 256, its header before it. */
    private static final String COMMON = """
            (import "env" "invoke_v" (func $invoke_v (param i32)))
            (import "env" "invoke_vi" (func $invoke_vi (param i32 i32)))
            (import "env" "invoke_iii" (func $invoke_iii (param i32 i32 i32) (result i32)))
            (import "env" "invoke_iiii" (func $invoke_j (param i32 i32 i32 i32) (result i32)))
            (import "env" "__cxa_throw" (func $throw (param i32 i32 i32)))
            (import "env" "__cxa_rethrow" (func $rethrow))
            (import "env" "__cxa_current_primary_exception" (func $current (result i32)))
            (import "env" "__cxa_rethrow_primary_exception" (func $rethrow_primary (param i32)))
            (import "env" "__cxa_decrement_exception_refcount" (func $forget (param i32)))
            (import "env" "__cxa_begin_catch" (func $begin (param i32) (result i32)))
            (import "env" "__cxa_end_catch" (func $end))
            (import "env" "__cxa_find_matching_catch_3" (func $find (param i32) (result i32)))
            (import "env" "__cxa_uncaught_exceptions" (func $uncaught (result i32)))
            (import "env" "__resumeException" (func $resume (param i32)))
            (import "env" "llvm_eh_typeid_for" (func $typeid (param i32) (result i32)))
            (import "env" "_emscripten_throw_longjmp" (func $longjmp))
            (memory (export "memory") 1)
            (table (export "__indirect_function_table") 9 9 funcref)
            (elem (i32.const 1) $thrower $caught_inside $divide $wide $jumper $rethrow $rethrow_primary)
            (data (i32.const 68) "\\50\\00\\00\\00")
            (data (i32.const 80) "i\\00")
            (data (i32.const 100) "\\70\\00\\00\\00")
            (data (i32.const 112) "4Text\\00")
            (global $sp (mut i32) (i32.const 1024))
            (global $threw (mut i32) (i32.const 0))
            (global $threw_value (mut i32) (i32.const 0))
            (global $high (mut i32) (i32.const 0))
            (global $destroyed (export "destroyed") (mut i32) (i32.const 0))
            (func (export "stackSave") (result i32) (global.get $sp))
            (func (export "stackRestore") (param i32) (global.set $sp (local.get 0)))
            (func (export "setThrew") (param i32 i32)
              (if (i32.eqz (global.get $threw))
                (then (global.set $threw (local.get 0)) (global.set $threw_value (local.get 1)))))
            (func (export "setTempRet0") (param i32) (global.set $high (local.get 0)))
            (func (export "__cxa_can_catch") (param i32 i32 i32) (result i32)
              (i32.eq (local.get 0) (local.get 1)))
            (func (export "__cxa_free_exception") (param i32) (global.set $destroyed (local.get 0)))
            (func $thrower (param i32)
              (global.set $sp (i32.sub (global.get $sp) (i32.const 16)))
              (i32.store (i32.const 256) (i32.const 42))
              (call $throw (i32.const 256) (local.get 0) (i32.const 0)))
            (func (export "throw") (param i32) (call $thrower (local.get 0)))
            ;; catches type 64, lets others through; returns the value, and 1000 more for each handler that it went through
            (func $catching (export "catching") (param $pointer i32) (param $type i32) (result i32)
              (local $exception i32) (local $value i32)
              (global.set $threw (i32.const 0))
              (call $invoke_vi (local.get $pointer) (local.get $type))
              (if (i32.eqz (global.get $threw)) (then (return (i32.const -1))))
              (global.set $threw (i32.const 0))
              (local.set $exception (call $find (i32.const 64)))
              (if (i32.ne (global.get $high) (call $typeid (i32.const 64)))
                (then (call $resume (local.get $exception))))
              (local.set $value (i32.load (call $begin (local.get $exception))))
              (call $end)
              (i32.add (local.get $value) (call $uncaught)))
            (func (export "stack") (result i32) (global.get $sp))
            ;; catches, throws the same again, and ends its handler before the exception goes on
            (func $caught_inside (param $type i32) (local $exception i32)
              (global.set $threw (i32.const 0))
              (call $invoke_vi (i32.const 1) (local.get $type))
              (drop (call $begin (call $find (i32.const 64))))
              (i32.store (i32.const 256) (i32.add (i32.load (i32.const 256)) (i32.const 1000)))
              (global.set $threw (i32.const 0))
              (call $invoke_v (i32.const 6))
              (global.set $threw (i32.const 0))
              (local.set $exception (call $find (i32.const 64)))
              (call $end)
              (i32.store (i32.const 256) (i32.add (i32.load (i32.const 256)) (i32.mul (global.get $destroyed) (i32.const 100000))))
              (call $resume (local.get $exception)))
            (func $divide (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
            (func (export "divide") (param i32 i32) (result i32)
              (call $invoke_iii (i32.const 3) (local.get 0) (local.get 1)))
            (func $wide (param i64 i32) (result i64) (i64.mul (local.get 0) (i64.extend_i32_s (local.get 1))))
            (func (export "wide") (param i64 i32) (result i64)
              (i64.or
                (i64.extend_i32_u
                  (call $invoke_j (i32.const 4) (i32.wrap_i64 (local.get 0))
                    (i32.wrap_i64 (i64.shr_u (local.get 0) (i64.const 32))) (local.get 1)))
                (i64.shl (i64.extend_i32_u (global.get $high)) (i64.const 32))))
            (func $jumper (param i32)
              (global.set $sp (i32.sub (global.get $sp) (i32.const 32)))
              (i32.store (i32.const 512) (local.get 0))
              (call $longjmp))
            (func (export "jumping") (param i32) (result i32)
              (global.set $threw (i32.const 0))
              (call $invoke_vi (i32.const 5) (local.get 0))
              (i32.add (i32.load (i32.const 512)) (global.get $threw)))
            (func (export "wild") (call $invoke_vi (i32.const 8) (i32.const 0)))
            (func (export "current") (result i32) (call $current))
            (func (export "forget") (param i32) (call $forget (local.get 0)))
            (func (export "rethrow_primary") (param i32) (call $rethrow_primary (local.get 0)))
            ;; catches, and keeps what it has caught beyond the end of the handler
            (func (export "capture") (result i32) (local $kept i32)
              (global.set $threw (i32.const 0))
              (call $invoke_vi (i32.const 1) (i32.const 64))
              (drop (call $begin (call $find (i32.const 64))))
              (local.set $kept (call $current))
              (call $end)
              (local.get $kept))
            """;

    private final Store store;
    private final EmscriptenModule module;

    ExceptionsTest(String executor) throws IOException {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        module = Emscripten.builder().build().instantiate(store, Modules.fromText("(module " + COMMON + ")"));
    }

    @AfterEach
    void close() throws IOException {
        module.close();
        store.close();
    }

    private int stack() {
        return module.callInt("stack");
    }

    @Test
    void handlerOfTheTypeGetsTheObject() {
        assertThat(module.callInt("catching", 1, 64)).isEqualTo(42);
        assertThat(stack()).isEqualTo(1024);
    }

    @Test
    void exceptionIsFreedAfterItsLastHandler() {
        module.callInt("catching", 1, 64);
        assertThat(module.instance().global("destroyed").get()).hasToString("I32[value=256]");
    }

    @Test
    void otherTypesReachTheHost() {
        assertThatThrownBy(() -> module.callInt("catching", 1, 96))
                .isInstanceOfSatisfying(CppException.class, exception -> {
                    assertThat(exception.typeName()).isEqualTo("4Text");
                    assertThat(exception.pointer()).isEqualTo(256);
                });
        assertThatThrownBy(() -> module.call("throw", 64)).hasMessage("C++ exception of type i");
    }

    @Test
    void handlersMayThrowTheSameAgain() {
        assertThat(module.callInt("catching", 2, 64))
                .as("not freed by the first handler")
                .isEqualTo(1042);
        assertThat(module.instance().global("destroyed").get()).hasToString("I32[value=256]");
    }

    @Test
    void callsWithoutExceptionsReturnTheirResults() {
        assertThat(module.callInt("divide", 7, 2)).isEqualTo(3);
        assertThat(module.call("wide", 0x1_0000_0001L, -3).get(0)).hasToString("I64[value=-12884901891]");
    }

    @Test
    void trapsAreNoExceptions() {
        assertThatThrownBy(() -> module.callInt("divide", 7, 0))
                .isInstanceOfSatisfying(
                        TrapException.class, trap -> assertThat(trap.trap()).isEqualTo(Trap.INTEGER_DIVIDE_BY_ZERO));
        assertThatThrownBy(() -> module.call("wild")).isInstanceOf(TrapException.class);
    }

    @Test
    void longjmpEndsTheCallAndTellsTheGuest() {
        assertThat(module.callInt("jumping", 10)).isEqualTo(11);
        assertThat(stack()).isEqualTo(1024);
    }

    @Test
    void exceptionPointersKeepWhatTheyPointTo() {
        assertThat(module.callInt("current")).as("no handler is running").isZero();
        int kept = module.callInt("capture");
        assertThat(kept).isEqualTo(256);
        assertThat(module.instance().global("destroyed").get()).hasToString("I32[value=0]");
        assertThat(module.callInt("catching", 7, kept)).isEqualTo(42);
        assertThat(module.callInt("catching", 7, kept))
                .as("as often as it is thrown")
                .isEqualTo(42);
        assertThat(module.instance().global("destroyed").get()).hasToString("I32[value=0]");
        module.call("forget", kept);
        assertThat(module.instance().global("destroyed").get()).hasToString("I32[value=256]");
        module.call("rethrow_primary", 0);
        int again = module.callInt("capture");
        assertThatThrownBy(() -> module.call("rethrow_primary", again)).isInstanceOf(CppException.class);
    }
}
