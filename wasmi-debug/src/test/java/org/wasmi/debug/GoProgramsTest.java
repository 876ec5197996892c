package org.wasmi.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.js.go.Go;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.wasi.WasiConfig;

/**
 * Programs of Go, which their runtime resumes again and again. Go writes no DWARF into modules of WebAssembly: functions
 * have names, and places are lines of the module's text.
 */
class GoProgramsTest {
    private static final String TIMERS = """
            (module
              (import "gojs" "runtime.wasmExit" (func $exit (param i32)))
              (import "gojs" "runtime.scheduleTimeoutEvent" (func $schedule (param i32)))
              (memory (export "mem") 1)
              (global $resumed (export "resumed") (mut i32) (i32.const 0))
              (func (export "getsp") (result i32) (i32.const 20000))
              (func $time.Sleep
                (i64.store (i32.const 20008) (i64.const 1))
                (call $schedule (i32.const 20000)))
              (func $main.main (param $left i32)
                (if (local.get $left)
                  (then (call $time.Sleep))
                  (else (call $exit (i32.const 20000)))))
              (func $run (export "run") (param i32 i32)
                (call $main.main (i32.const 1)))
              (func $resume (export "resume")
                (i64.store (i32.const 20008) (i64.const 7))
                (global.set $resumed (i32.const 1))
                (call $main.main (i32.const 0))))
            """;

    private static Client client(byte[] wasm, List<String> arguments) throws Exception {
        Program program = Translator.translate(wasm, TranslationOptions.DEBUGGING);
        return new Client(launch -> new Debuggee("go", wasm, program, Path.of(""), (executor, out, err) -> {
            try (Store store = Engine.create(EngineConfig.DEFAULT, executor).newStore()) {
                WasiConfig config = WasiConfig.DEFAULT
                        .withArguments(arguments)
                        .withStdout(out)
                        .withStderr(err);
                return new Go(config).run(store, program);
            }
        }));
    }

    @Test
    void functionsThatTheHostResumesAreStoppedInAndStepped() throws Exception {
        try (Client client = client(Wat.parse(TIMERS), List.of("timers"))) {
            client.launch(Map.of());
            assertThat(client.breakIn("main.main").get(0).get("verified").asBoolean())
                    .isTrue();
            client.begin();
            int thread = client.stop("breakpoint");
            assertThat(client.frames(thread))
                    .satisfiesExactly(top -> assertThat(top).startsWith("main.main:"), bottom -> assertThat(bottom)
                            .startsWith("run:"));
            client.go(thread);
            assertThat(client.stop("breakpoint")).isEqualTo(thread);
            JsonNode frame = client.stack(thread).get(0);
            assertThat(client.variables(frame, "Locals")).containsExactly("$left=0");
            assertThat(client.variables(frame, "Globals")).containsExactly("resumed=1");
            assertThat(client.frames(thread)).hasSize(2).last().asString().startsWith("resume:");
            client.step("next", thread);
            assertThat(client.frames(thread)).hasSize(2);
            client.go(thread);
            assertThat(client.end()).isEqualTo(7);
        }
    }
}
