package org.wasmi.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.text.Wat;

class RecordingTest {
    private static final byte[] WASM = Wat.parse("""
            (module
              (import "host" "half" (func $half (param i32 f64) (result f64)))
              (memory (export "memory") 1 4)
              (func (export "run") (param i32) (result i64)
                (i64.trunc_f64_s (call $half (i32.load8_u (local.get 0)) (f64.const 5))))
              (func (export "trap") (param f32) unreachable)
              (func (export "store") (param i64) (i64.store (i32.const 65536) (local.get 0))))
            """);

    private static final String EVENTS = """
            ["i"],
            ["w", 7, "63"],
            ["c", "run", [7]], ["h", "host.half", [99, 5]], ["g", 1], ["hr", "f64:4004000000000000"], ["r", "2n"],
            ["c", "run", [7]], ["h", "host.half", [99, 5]], ["hx", "thrown"], ["x", "thrown"],
            ["c", "trap", [null]], ["x", "unreachable"],
            ["c", "store", ["-1n"]], ["r", null],
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeModule() throws IOException {
        Files.write(folder.resolve("a.wasm"), WASM);
    }

    private void record(String events) throws IOException {
        byte[] memory = new byte[2 << 16];
        memory[7] = 99;
        for (int i = 0; i < 8; i++) {
            memory[(1 << 16) + i] = -1;
        }
        String text = "{\"sha256\":\"" + Replay.sha256(WASM) + "\",\"events\":[" + events + "[\"m\", 2, \""
                + Replay.sha256(memory) + "\"]]}";
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.trace.json.gz")))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Replay replay(String contender) throws IOException {
        CompareRecordings.prepare(folder, "a");
        Recording recording = Recording.read(folder.resolve("a.run"));
        return new Replay(recording, Contender.named(contender).module(WASM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch", "switch+fuel", "compiled", "endive"})
    void enginesDoWhatWasRecorded(String contender) throws IOException {
        record(EVENTS);

        Replay replay = replay(contender);
        replay.play();
        replay.checkMemory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch", "endive"})
    void whatDiffersIsFound(String contender) throws IOException {
        record(EVENTS.replace("[99, 5]", "[98, 5]"));
        assertThatThrownBy(() -> replay(contender).play())
                .hasStackTraceContaining("the values are [99, 4617315517961601024], not [98, 4617315517961601024]");

        record(EVENTS.replace("\"2n\"", "\"3n\""));
        assertThatThrownBy(() -> replay(contender).play()).hasMessageContaining("the values are [2], not [3]");

        record(EVENTS.replace("[7, \"63\"]", "[7, \"63\"], [\"c\", \"store\", [\"0n\"]]")
                .replace("\"-1n\"", "\"-2n\""));
        Replay replay = replay(contender);
        replay.play();
        assertThatThrownBy(replay::checkMemory).hasMessageContaining("it has 2 pages with the SHA-256 ");
    }

    @Test
    void aForkMeasures() throws Exception {
        record(EVENTS);
        CompareRecordings.prepare(folder, "a");

        measures(new Fork(Path.of("none"), Path.of("none"), List.of("-XX:+UseSerialGC")), "tiered");
    }

    @Test
    void nodeMeasuresAsForksDo() throws Exception {
        assumeThat(NodeTrial.version()).as("there is no node on the path").isNotEmpty();
        record(EVENTS);

        measures(new Fork(Path.of("none"), Path.of("none"), List.of()), "node");
        record(EVENTS.replace("\"2n\"", "\"3n\""));
        assertThatThrownBy(() -> run(new Fork(Path.of("none"), Path.of("none"), List.of()), "node", "start", List.of()))
                .hasMessageContaining("there is 2, not 3");
    }

    private void measures(Fork fork, String contender) throws Exception {
        assertThat(run(fork, contender, "steady", List.of("0", "0", "THREAD")))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("first "))
                .anyMatch(line -> line.startsWith("sample "));
        assertThat(run(fork, contender, "start", List.of()))
                .singleElement()
                .asString()
                .startsWith("finished ");
    }

    private List<String> run(Fork fork, String contender, String mode, List<String> settings) throws Exception {
        return CompareRecordings.run(fork, folder, mode, contender, "a", settings);
    }

    @Test
    void whatEnginesCannotBeGivenAlikeIsRefused() throws IOException {
        record("[\"w\", 7, \"63\"],\n" + EVENTS);
        assertThatThrownBy(() -> CompareRecordings.prepare(folder, "a"))
                .hasMessage("something happens before the module is instantiated");

        record(EVENTS + "[\"c\", {\"table\": 1}, []],");
        assertThatThrownBy(() -> CompareRecordings.prepare(folder, "a")).hasMessageContaining("CallTable");

        Files.write(folder.resolve("a.wasm"), Wat.parse("(module)"));
        assertThatThrownBy(() -> CompareRecordings.prepare(folder, "a")).hasMessage("the trace is not of a.wasm");
    }
}
