package org.wasmi.js.go;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.js.JsException;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;
import org.wasmi.wasi.WasiConfig;

/** Programs as Go makes them, in small. */
class GoTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private int run(Program program, String... arguments) throws IOException {
        try (Store store = Engine.create().newStore()) {
            return new Go(WasiConfig.DEFAULT
                            .withArguments(List.of(arguments))
                            .withVariable("KEY", "value")
                            .withStdout(output))
                    .run(store, program);
        }
    }

    private static Program program(String functions) {
        return Translator.translate(Wat.parse("""
                (module
                  (import "gojs" "runtime.wasmExit" (func $exit (param i32)))
                  (import "gojs" "runtime.wasmWrite" (func $write (param i32)))
                  (import "gojs" "runtime.scheduleTimeoutEvent" (func $schedule (param i32)))
                  (import "gojs" "runtime.clearTimeoutEvent" (func $clear (param i32)))
                  (import "gojs" "syscall/js.valueGet" (func $get (param i32)))
                  (memory (export "mem") 1)
                  (func (export "getsp") (result i32) (i32.const 20000))
                """ + functions + ")"));
    }

    @Test
    void argumentsAndVariablesArePassed() throws IOException {
        Program program = program("""
                (func (export "run") (param $argc i32) (param $argv i32)
                  ;; Writes the second argument and the first variable, then exits with the number of arguments.
                  (i64.store (i32.const 20008) (i64.const 1))
                  (i64.store (i32.const 20016) (i64.load offset=8 (local.get $argv)))
                  (i32.store (i32.const 20024) (i32.const 5))
                  (call $write (i32.const 20000))
                  (i64.store (i32.const 20016) (i64.load offset=24 (local.get $argv)))
                  (i32.store (i32.const 20024) (i32.const 9))
                  (call $write (i32.const 20000))
                  (i32.store (i32.const 20008) (local.get $argc))
                  (call $exit (i32.const 20000)))
                (func (export "resume"))
                """);
        assertThat(run(program, "name", "first")).isEqualTo(2);
        assertThat(output.toString(UTF_8)).isEqualTo("firstKEY=value");
        assertThatThrownBy(() -> run(program, "name", "x".repeat(9_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192 bytes");
    }

    @Test
    void timersResumeTheProgram() throws IOException {
        Program program = program("""
                (global $resumed (mut i32) (i32.const 0))
                (func $start
                  (i64.store (i32.const 20008) (i64.const 1))
                  (call $schedule (i32.const 20000)))
                (func (export "run") (param i32 i32) (call $start))
                (func (export "resume")
                  (global.set $resumed (i32.add (global.get $resumed) (i32.const 1)))
                  (i32.store (i32.const 20008) (i32.load (i32.const 20016)))
                  (call $clear (i32.const 20000))
                  (if (i32.lt_s (global.get $resumed) (i32.const 3))
                    (then (call $start))
                    (else
                      (i32.store (i32.const 20008) (global.get $resumed))
                      (call $exit (i32.const 20000)))))
                """);
        assertThat(run(program)).isEqualTo(3);
    }

    @Test
    void programsThatWaitForNothingAreTold() {
        Program program = program("(func (export \"run\") (param i32 i32)) (func (export \"resume\"))");
        assertThatThrownBy(() -> run(program))
                .isInstanceOf(JsException.class)
                .hasMessageContaining("waits for what never comes");
    }

    @Test
    void unknownValuesAreRefused() {
        Program program = program("""
                (func (export "run") (param i32 i32)
                  (i64.store (i32.const 20008) (i64.const 0x7FF80001_00001000))
                  (call $get (i32.const 20000)))
                (func (export "resume"))
                """);
        assertThatThrownBy(() -> run(program))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value 4096");
    }

    @Test
    void valuesAreStoredAndLoaded() {
        JsObject global = new JsObject();
        Values values = new Values(global);
        values.attach(new EventLoop());
        try (Store store = Engine.create().newStore()) {
            Memory memory = Memory.create(store, new MemoryType(Limits.atLeast(1)));
            for (Object each : Arrays.asList(
                    Undefined.UNDEFINED, null, true, false, 0.0, -1.5, Double.NaN, "text", new JsObject(), global)) {
                values.store(memory, 8, each);
                assertThat(values.load(memory, 8)).isEqualTo(each);
            }
            values.store(memory, 8, "again");
            values.store(memory, 16, "again");
            assertThat(memory.getLong(8)).as("equal strings are one value").isEqualTo(memory.getLong(16));
            int index = memory.getInt(8);
            values.release(index);
            assertThat(values.load(memory, 8)).isEqualTo("again");
            values.release(index);
            values.release(index);
            values.store(memory, 16, "other");
            assertThat(memory.getInt(16)).as("the number is used again").isEqualTo(index);
        }
    }
}
