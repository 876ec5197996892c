package org.wasmi.emscripten;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;
import org.wasmi.wasi.WasiConfig;

/** Much-used packages from npm, each in a few lines. */
class PackagesTest {
    private static final int SAMPLES = 32_000;

    private static final String SCRIPT = """
            create table planet(name text, moons integer);
            insert into planet values ('Mercury', 0), ('Earth', 1), ('Mars', 2), ('Jupiter', 95);
            select name, moons * 2 from planet where moons > 0 order by name;
            select count(*), sum(moons) from planet;
            """;

    /** Runs a script, and returns its rows. */
    private static List<String> sql(String glue, Program program) throws IOException {
        return sql(Emscripten.builder().glue(glue).build(), program, SCRIPT);
    }

    private static List<String> sql(Emscripten emscripten, Program program, String script) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Store store = Engine.create().newStore();
                EmscriptenModule sqlite = emscripten.instantiate(store, program)) {
            Memory memory = sqlite.memory();
            int row =
                    sqlite.pointerTo(HostFunction.of((HostCall call, int ignored, int count, int values, int names) -> {
                        List<String> columns = new ArrayList<>();
                        for (int i = 0; i < count; i++) {
                            columns.add(memory.getCString(memory.getInt(values + 4 * i)));
                        }
                        rows.add(String.join("|", columns));
                        return 0;
                    }));
            int result = sqlite.allocate(4);
            assertThat(sqlite.callInt("sqlite3_open", ":memory:", result)).isZero();
            int database = memory.getInt(result);
            assertThat(sqlite.callInt("sqlite3_exec", database, script, row, 0, 0))
                    .isZero();
        }
        return rows;
    }

    @Test
    @Tag("npm:@sqlite.org/sqlite-wasm")
    @DisplayName("SQLite runs a script; its rows are read")
    void sqlite() throws IOException {
        Program program = Packages.program("@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm");
        String glue = Packages.text("@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.mjs");
        assertThat(sql(glue, program)).containsExactly("Earth|2", "Jupiter|190", "Mars|4", "4|98");
    }

    @Test
    @Tag("npm:sql.js")
    @DisplayName("SQLite runs a script; its rows are read")
    void sqlJs() throws IOException {
        Program program = Packages.program("sql.js/dist/sql-wasm.wasm");
        String glue = Packages.text("sql.js/dist/sql-wasm.js");
        assertThat(sql(glue, program)).containsExactly("Earth|2", "Jupiter|190", "Mars|4", "4|98");
    }

    /** SQLite asks the C library for the local time, and that asks the host. */
    @Test
    void sqlJsKnowsTheClockAndItsZone() throws IOException {
        Program program = Packages.program("sql.js/dist/sql-wasm.wasm");
        Clock clock = Clock.fixed(Instant.parse("2024-07-01T12:00:00Z"), ZoneId.of("America/New_York"));
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("sql.js/dist/sql-wasm.js"))
                .wasi(WasiConfig.DEFAULT.withClock(clock))
                .build();
        assertThat(sql(emscripten, program, "select datetime('now'), datetime('now', 'localtime')"))
                .containsExactly("2024-07-01 12:00:00|2024-07-01 08:00:00");
        assertThat(sql(emscripten, program, "select datetime('2024-01-01 00:00', 'utc')"))
                .containsExactly("2024-01-01 05:00:00");
    }

    @Test
    @Tag("npm:@jitl/quickjs-wasmfile-release-sync")
    @DisplayName("evaluates JavaScript")
    void quickJs() throws IOException {
        Program program = Packages.program("@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm");
        String glue = Packages.text("@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.mjs");
        String script = "JSON.stringify([1, 2, 3].map(x => x ** 20)) + new Date(0).toISOString()";
        try (Store store = Engine.create().newStore();
                EmscriptenModule quickJs =
                        Emscripten.builder().glue(glue).build().instantiate(store, program)) {
            int context = quickJs.callInt("QTS_NewContext", quickJs.callInt("QTS_NewRuntime"), 0);
            int value = quickJs.callInt("QTS_Eval", context, script, script.length(), "test.js", 0, 0);
            assertThat(quickJs.callString("QTS_GetString", context, value))
                    .isEqualTo("[1,1048576,3486784401]1970-01-01T00:00:00.000Z");
        }
    }

    @Test
    @Tag("npm:vscode-oniguruma")
    @DisplayName("searches a regular expression; its groups are read")
    void oniguruma() throws IOException {
        Program program = Packages.program("vscode-oniguruma/release/onig.wasm");
        byte[] pattern = "(?<year>\\d{4})-(\\d\\d)".getBytes(UTF_8);
        byte[] text = "due 2026-11, or later".getBytes(UTF_8);
        try (Store store = Engine.create().newStore();
                EmscriptenModule onig = Emscripten.builder().build().instantiate(store, program)) {
            Memory memory = onig.memory();
            int patterns = onig.allocate(8);
            memory.putInt(patterns, onig.allocate(pattern));
            memory.putInt(patterns + 4, pattern.length);
            int syntax = (int) onig.constant("ONIG_SYNTAX_DEFAULT");
            int options = (int) onig.constant("ONIG_OPTION_CAPTURE_GROUP");
            int scanner = onig.callInt("createOnigScanner", patterns, patterns + 4, 1, options, syntax);
            int found = onig.callInt("findNextOnigScannerMatch", scanner, 1, text, text.length, 0, 0);
            // The pattern's index, the number of groups, and the range of each.
            assertThat(IntStream.range(0, 8).map(i -> memory.getInt(found + 4 * i)))
                    .containsExactly(0, 3, 4, 11, 4, 8, 9, 11);
        }
    }

    /** A main module for dynamic linking, and a grammar as its side module. */
    @Test
    @Tag("npm:web-tree-sitter")
    @Tag("npm:tree-sitter-json")
    @DisplayName("parses JSON by a grammar in a side module")
    void treeSitter() throws IOException {
        Program program = Packages.program("web-tree-sitter/web-tree-sitter.wasm");
        Program grammar = Packages.program("tree-sitter-json/tree-sitter-json.wasm");
        String glue = Packages.text("web-tree-sitter/web-tree-sitter.js");
        String source = "[1, {\"a\": null}]";
        FuncType read = new FuncType(Collections.nCopies(5, NumType.I32), List.of());
        HostFunction.Typed parse = new HostFunction.Typed(read, call -> {
            String rest = source.substring(Math.min(call.i32(1), source.length()));
            call.memory().putBytes(call.i32(0), rest.getBytes(UTF_16LE));
            call.memory().putInt(call.i32(4), rest.length());
        });
        Emscripten emscripten = Emscripten.builder()
                .glue(glue)
                .function("tree_sitter_parse_callback", parse)
                .function("tree_sitter_progress_callback", HostFunction.of((int offset, int error) -> 0))
                .build();
        try (Store store = Engine.create().newStore();
                EmscriptenModule parser = emscripten.instantiate(store, program)) {
            parser.load(grammar);
            int buffer = parser.callInt("ts_init");
            parser.call("ts_parser_new_wasm");
            int handle = parser.memory().getInt(buffer);
            parser.call("ts_parser_set_language", handle, parser.callInt("tree_sitter_json"));
            int tree = parser.callInt(
                    "ts_parser_parse_wasm", handle, parser.memory().getInt(buffer + 4), 0, 0, 0);
            parser.call("ts_tree_root_node_wasm", tree);
            assertThat(parser.callString("ts_node_to_string_wasm", tree))
                    .isEqualTo(
                            "(document (array (number) (object (pair key: (string (string_content)) value: (null)))))");
        }
    }

    /** The parser reads its input by a function that only its JavaScript has. */
    @Test
    void functionsThatAreNotThereTrapWithTheirNames() throws IOException {
        Program program = Packages.program("web-tree-sitter/web-tree-sitter.wasm");
        Program grammar = Packages.program("tree-sitter-json/tree-sitter-json.wasm");
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("web-tree-sitter/web-tree-sitter.js"))
                .build();
        try (Store store = Engine.create().newStore();
                EmscriptenModule parser = emscripten.instantiate(store, program)) {
            parser.load(grammar);
            int buffer = parser.callInt("ts_init");
            parser.call("ts_parser_new_wasm");
            int handle = parser.memory().getInt(buffer);
            int input = parser.memory().getInt(buffer + 4);
            parser.call("ts_parser_set_language", handle, parser.callInt("tree_sitter_json"));
            assertThatExceptionOfType(MissingFunctionException.class)
                    .isThrownBy(() -> parser.callInt("ts_parser_parse_wasm", handle, input, 0, 0, 0))
                    .satisfies(missing -> assertThat(missing.function()).isEqualTo("tree_sitter_parse_callback"));
        }
    }

    /** A program of C++ that throws and catches exceptions of WebAssembly. */
    @Test
    @Tag("npm:clingo-wasm")
    @DisplayName("solves a logic program, reports a syntax error")
    void clingo() throws IOException {
        TranslationOptions options =
                TranslationOptions.DEFAULT.withFeatures(WasmFeatures.DEFAULT.with(Proposal.LEGACY_EXCEPTIONS));
        Program program = Packages.program("clingo-wasm/src/clingo.wasm", options);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("clingo-wasm/src/clingo.js"))
                .wasi(WasiConfig.DEFAULT.withStdout(printed).withStderr(errors))
                .build();
        try (Store store = Engine.create().newStore()) {
            try (EmscriptenModule clingo = emscripten.instantiate(store, program)) {
                String puzzle = "1 {color(N, (red; green))} 1 :- N = 1..3. :- color(1, C), color(2, C). #show color/2.";
                clingo.call("run", puzzle, "--outf=2 0");
            }
            assertThat(printed.toString(UTF_8)).contains("\"Result\": \"SATISFIABLE\"", "\"Number\": 4");
            try (EmscriptenModule clingo = emscripten.instantiate(store, program)) {
                clingo.call("run", "this is not a program", "--outf=2 0");
            }
            assertThat(errors.toString(UTF_8)).contains("syntax error");
        }
    }

    /** A program of C++ that throws and catches exceptions through the host, with all names made short. */
    @Test
    @Tag("npm:minizinc")
    @DisplayName("prints its version, reports a wrong configuration")
    void miniZinc() throws IOException {
        Program program = Packages.program("minizinc/dist/minizinc.wasm");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("minizinc/dist/minizinc-worker.js"))
                .name("wb", "stackAlloc")
                .wasi(WasiConfig.DEFAULT.withStdout(printed).withStderr(errors))
                .build();
        try (Store store = Engine.create().newStore();
                EmscriptenModule miniZinc = emscripten.instantiate(store, program)) {
            assertThat(miniZinc.callMain("minizinc", "--version")).isZero();
            // Thrown where the configuration is read, and caught in main.
            assertThat(miniZinc.callMain("minizinc", "--nonsense")).isEqualTo(1);
        }
        assertThat(printed.toString(UTF_8)).startsWith("MiniZinc to FlatZinc converter, version 2.");
        assertThat(errors.toString(UTF_8)).contains("configuration error: no solver selected");
    }

    /** Reads a file of the host, by iostream. */
    @Test
    @Tag("npm:highs")
    @DisplayName("reads a linear program from a file and solves it")
    void highs(@TempDir Path folder) throws IOException {
        Program program = Packages.program("highs/build/highs.wasm");
        Files.writeString(folder.resolve("model.lp"), """
                Maximize
                 obj: 3 x + 2 y
                Subject To
                 c1: x + y <= 4
                 c2: x + 3 y <= 6
                Bounds
                 0 <= x <= 3
                End
                """);
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("highs/build/highs.js"))
                .wasi(WasiConfig.DEFAULT.withReadOnlyDirectory(folder, "/models"))
                .build();
        try (Store store = Engine.create().newStore();
                EmscriptenModule highs = emscripten.instantiate(store, program)) {
            int solver = highs.callInt("Highs_create");
            assertThat(highs.callInt("Highs_readModel", solver, "/models/model.lp"))
                    .isZero();
            assertThat(highs.callInt("Highs_run", solver)).isZero();
            assertThat(highs.call("Highs_getObjectiveValue", solver)).containsExactly(Value.f64(11));
            // The package is built without handlers: the host gets the exception of C++.
            Files.writeString(folder.resolve("wrong.lp"), "Maximize or minimize?");
            assertThatThrownBy(() -> highs.callInt("Highs_readModel", solver, "/models/wrong.lp"))
                    .isInstanceOfSatisfying(CppException.class, exception -> assertThat(exception.typeName())
                            .isEqualTo("St16invalid_argument"));
        }
    }

    private static void multiplyMatrices(String file, String init, Object... arguments) throws IOException {
        Program program = Packages.program("@tensorflow/tfjs-backend-wasm/wasm-out/" + file);
        try (Store store = Engine.create().newStore();
                EmscriptenModule tensors = Emscripten.builder().build().instantiate(store, program)) {
            tensors.call(init, arguments);
            int data = tensors.allocate(12 * 4);
            for (int i = 0; i < 8; i++) {
                tensors.memory().putFloat(data + 4 * i, i + 1);
            }
            tensors.call("register_tensor", 1, 4, data);
            tensors.call("register_tensor", 2, 4, data + 16);
            tensors.call("register_tensor", 3, 4, data + 32);
            byte[] shape = {1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0};
            tensors.call("BatchMatMul", 1, shape, 3, 2, shape, 3, 0, 0, 3);
            assertThat(IntStream.range(8, 12).mapToDouble(i -> tensors.memory().getFloat(data + 4 * i)))
                    .containsExactly(19.0, 22.0, 43.0, 50.0);
        }
    }

    @Test
    @Tag("npm:@tensorflow/tfjs-backend-wasm")
    @DisplayName("multiplies matrices")
    void tensorFlow() throws IOException {
        multiplyMatrices("tfjs-backend-wasm.wasm", "init");
    }

    @Test
    @Tag("npm:@tensorflow/tfjs-backend-wasm:simd")
    @DisplayName("multiplies matrices")
    void tensorFlowOfVectors() throws IOException {
        multiplyMatrices("tfjs-backend-wasm-simd.wasm", "init");
    }

    /** A program for several threads, on the one that it gets. */
    @Test
    @Tag("npm:@tensorflow/tfjs-backend-wasm:threaded-simd")
    @DisplayName("multiplies matrices, on one thread")
    void tensorFlowOfThreads() throws IOException {
        multiplyMatrices("tfjs-backend-wasm-threaded-simd.wasm", "init_with_threads_count", 4);
    }

    /** Runs the program in a folder. It hands its exit code to JavaScript, then aborts. */
    private static int ffmpeg(Path folder, String... arguments) throws IOException {
        Program program = Packages.program("@ffmpeg/core/dist/esm/ffmpeg-core.wasm");
        AtomicInteger exitCode = new AtomicInteger(-1);
        FuncType report = new FuncType(List.of(NumType.F64, NumType.F64), List.of());
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("@ffmpeg/core/dist/esm/ffmpeg-core.js"))
                .function("is_timeout", HostFunction.of((long milliseconds) -> 0))
                .function("send_progress", new HostFunction.Typed(report, call -> {}))
                .function(
                        "emscripten_asm_const_int",
                        HostFunction.of((HostCall call, int code, int types, int values) -> {
                            exitCode.set(call.memory().getInt(values));
                            return 0;
                        }))
                .wasi(WasiConfig.DEFAULT.withDirectory(folder, "/"))
                .build();
        try (Store store = Engine.create().newStore();
                EmscriptenModule ffmpeg = emscripten.instantiate(store, program)) {
            int pointers = ffmpeg.allocate(4 * arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                ffmpeg.memory().putInt(pointers + 4 * i, ffmpeg.allocate((arguments[i] + "\0").getBytes(UTF_8)));
            }
            assertThatThrownBy(() -> ffmpeg.call("ffmpeg", arguments.length, pointers))
                    .isInstanceOf(AbortException.class);
        }
        return exitCode.get();
    }

    /** Compresses sound without loss, and gets it back. */
    @Test
    @Tag("npm:@ffmpeg/core")
    @DisplayName("compresses a sound as FLAC, and decompresses it")
    void ffmpeg(@TempDir Path folder) throws IOException {
        ByteBuffer sound = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        sound.put("RIFF".getBytes(UTF_8)).putInt(sound.capacity() - 8).put("WAVEfmt ".getBytes(UTF_8));
        sound.putInt(16).putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
        sound.putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(UTF_8))
                .putInt(2 * SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            sound.putShort((short) (i % 50 * 400 - 10_000));
        }
        Files.write(folder.resolve("in.wav"), sound.array());
        assertThat(ffmpeg(folder, "ffmpeg", "-nostdin", "-i", "in.wav", "sound.flac"))
                .isZero();
        byte[] packed = Files.readAllBytes(folder.resolve("sound.flac"));
        assertThat(new String(packed, 0, 4, UTF_8)).isEqualTo("fLaC");
        assertThat(packed.length).isLessThan(2 * SAMPLES * 2 / 3);
        assertThat(ffmpeg(folder, "ffmpeg", "-nostdin", "-i", "sound.flac", "-f", "s16le", "out.raw"))
                .isZero();
        assertThat(Files.readAllBytes(folder.resolve("out.raw")))
                .isEqualTo(Arrays.copyOfRange(sound.array(), 44, sound.capacity()));
    }

    /**
     * Runs a model. The program is for several threads, and gets one. Its glue is minified without a trace of the names
     * that have to do with threads.
     */
    @Test
    @Tag("npm:onnxruntime-web")
    @DisplayName("runs a model that multiplies matrices, on one thread; reports a malformed one")
    void onnxRuntime() throws IOException {
        Program program = Packages.program("onnxruntime-web/dist/ort-wasm-simd-threaded.wasm");
        Emscripten emscripten = Emscripten.builder()
                .glue(Packages.text("onnxruntime-web/dist/ort-wasm-simd-threaded.mjs"))
                .name("Fa", "_emscripten_init_main_thread_js")
                .name("zb", "_emscripten_thread_init")
                .name("xb", "_emscripten_tls_init")
                .name("Ea", "_emscripten_thread_mailbox_await")
                .name("H", "emscripten_num_logical_cores")
                .name("na", "emscripten_get_heap_max")
                // Questions about the engine of JavaScript.
                .function("W", HostFunction.of((int code, int types, int values) -> 0))
                .function("T", HostFunction.of(() -> 0))
                .build();
        try (Store store = Engine.create().newStore();
                EmscriptenModule onnx = emscripten.instantiate(store, program)) {
            Memory memory = onnx.memory();
            assertThat(onnx.callInt("OrtInit", 1, 3)).isZero();
            int options = onnx.callInt("OrtCreateSessionOptions", 99, 1, 1, 0, 0, 0, 0, 3, 0, 0);
            byte[] model = OnnxModel.matrixProduct();
            int session = onnx.callInt("OrtCreateSession", onnx.allocate(model), model.length, options);
            assertThat(session).isNotZero();
            int data = onnx.allocate(8 * 4);
            for (int i = 0; i < 8; i++) {
                memory.putFloat(data + 4 * i, i + 1);
            }
            byte[] shape = {2, 0, 0, 0, 2, 0, 0, 0};
            int inputs = onnx.allocate(8);
            memory.putInt(inputs, onnx.callInt("OrtCreateTensor", 1, data, 16, shape, 2, 1));
            memory.putInt(inputs + 4, onnx.callInt("OrtCreateTensor", 1, data + 16, 16, shape, 2, 1));
            int names = onnx.allocate(12);
            for (int i = 0; i < 3; i++) {
                memory.putInt(names + 4 * i, onnx.allocate(new byte[] {(byte) ('A' + i), 0}));
            }
            int output = onnx.allocate(new byte[4]);
            int run = onnx.callInt("OrtCreateRunOptions", 2, 0, 0, 0);
            assertThat(onnx.callInt("OrtRun", session, names, inputs, 2, names + 8, 1, output, run))
                    .isZero();
            int result = onnx.allocate(16);
            assertThat(onnx.callInt(
                            "OrtGetTensorData", memory.getInt(output), result, result + 4, result + 8, result + 12))
                    .isZero();
            int product = memory.getInt(result + 4);
            assertThat(IntStream.range(0, 4).mapToDouble(i -> memory.getFloat(product + 4 * i)))
                    .containsExactly(19.0, 22.0, 43.0, 50.0);
            assertThat(onnx.callInt("OrtCreateSession", new byte[] {1, 2, 3}, 3, options))
                    .isZero();
            onnx.call("OrtGetLastError", result, result + 4);
            assertThat(memory.getCString(memory.getInt(result + 4))).contains("protobuf parsing failed");
        }
    }

    /** Lua's errors are jumps by {@code longjmp}. */
    @Test
    @Tag("npm:wasmoon")
    @DisplayName("evaluates Lua, and catches its errors")
    void lua() throws IOException {
        Program program = Packages.program("wasmoon/dist/glue.wasm");
        String script = "local ok, why = pcall(error, {code = 42}); return why.code + #string.rep('x', 8)";
        try (Store store = Engine.create().newStore();
                EmscriptenModule lua = Emscripten.builder().build().instantiate(store, program)) {
            int state = lua.callInt("luaL_newstate");
            lua.call("luaL_openlibs", state);
            assertThat(lua.callInt("luaL_loadstring", state, script)).isZero();
            assertThat(lua.callInt("lua_pcallk", state, 0, 1, 0, 0, 0)).isZero();
            assertThat(lua.callString("lua_tolstring", state, -1, 0)).isEqualTo("50");
            assertThat(lua.callInt("luaL_loadstring", state, "local t = nil; return t.x"))
                    .isZero();
            assertThat(lua.callInt("lua_pcallk", state, 0, 1, 0, 0, 0)).isEqualTo(2);
            assertThat(lua.callString("lua_tolstring", state, -1, 0))
                    .contains("attempt to index a nil value (local 't')");
        }
    }

    @Test
    @Tag("npm:argon2-browser")
    @DisplayName("hashes a password to a hash of the C library, and verifies it")
    void argon2() throws IOException {
        Program program = Packages.program("argon2-browser/dist/argon2.wasm");
        String glue = Packages.text("argon2-browser/dist/argon2.js");
        try (Store store = Engine.create().newStore();
                EmscriptenModule argon2 =
                        Emscripten.builder().glue(glue).build().instantiate(store, program)) {
            int encoded = argon2.allocate(128);
            // A hash that the tests of the C library have, too.
            int result = argon2.callInt(
                    "argon2_hash", 2, 256, 1, "password", 8, "somesalt", 8, 0, 32, encoded, 128, 1, 0x13);
            assertThat(result).isZero();
            String hash = argon2.memory().getCString(encoded);
            assertThat(hash)
                    .isEqualTo("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8");
            assertThat(argon2.callInt("argon2_verify", hash, "password", 8, 1)).isZero();
            assertThat(argon2.callInt("argon2_verify", hash, "passwort", 8, 1)).isEqualTo(-35);
        }
    }

    @Test
    @Tag("npm:@bokuweb/zstd-wasm")
    @DisplayName("compresses and decompresses")
    void zstd() throws IOException {
        Program program = Packages.program("@bokuweb/zstd-wasm/dist/esm/zstd.wasm");
        String glue = Packages.text("@bokuweb/zstd-wasm/dist/esm/zstd.js");
        byte[] text = "all work and no play ".repeat(1000).getBytes(UTF_8);
        try (Store store = Engine.create().newStore();
                EmscriptenModule zstd = Emscripten.builder().glue(glue).build().instantiate(store, program)) {
            int room = zstd.callInt("ZSTD_compressBound", text.length);
            int packed = zstd.allocate(room);
            int size = zstd.callInt("ZSTD_compress", packed, room, text, text.length, 3);
            assertThat(size).isBetween(20, 200);
            int unpacked = zstd.allocate(text.length);
            assertThat(zstd.callInt("ZSTD_decompress", unpacked, text.length, packed, size))
                    .isEqualTo(text.length);
            assertThat(zstd.memory().getBytes(unpacked, text.length)).isEqualTo(text);
        }
    }

    /** All its functions are behind embind. The package's JavaScript keeps no names that would tell them. */
    @Test
    @Tag("npm:yoga-wasm-web")
    @DisplayName("lays out boxes, by classes of C++")
    void yoga() throws IOException {
        Program program = Packages.program("yoga-wasm-web/dist/yoga.wasm");
        Emscripten.Builder builder = Emscripten.builder();
        for (String each : """
                a _embind_register_class_function, b _embind_register_memory_view, c _embind_register_value_object_field,
                d _embind_register_class_class_function, e _embind_register_integer, h _embind_register_class,
                k _embind_register_std_wstring, l _embind_finalize_value_object, m _embind_register_value_object,
                n _embind_register_float, o _embind_register_std_string, p _embind_register_class_constructor,
                A _embind_register_emval, B _embind_register_bool, C _embind_register_void, f _emval_decref, i abort,
                r _emval_incref, v _embind_register_bigint, w emscripten_resize_heap, x emscripten_memcpy_big,
                E __wasm_call_ctors, G _embind_initialize_bindings, H malloc, J free""".split(",\\s+")) {
            builder.name(each.split(" ")[0], each.split(" ")[1]);
        }
        try (Store store = Engine.create().newStore();
                EmscriptenModule module = builder.build().instantiate(store, program)) {
            Embind yoga = module.embind();
            EmbindObject root = object(yoga.callStatic("Node", "createDefault"));
            EmbindObject child = object(yoga.callStatic("Node", "createDefault"));
            root.call("setWidth", 300);
            root.call("setHeight", 200);
            root.call("setPadding", 8, 10);
            child.call("setFlexGrow", 1);
            child.call("setWidthPercent", 50);
            root.call("insertChild", child, 0);
            root.call("calculateLayout", Double.NaN, Double.NaN, 1);
            assertThat(child.call("getComputedLayout"))
                    .isEqualTo(Map.of(
                            "left", 10.0, "top", 10.0, "right", 0.0, "bottom", 0.0, "width", 140.0, "height", 180.0));
            assertThat(object(root.call("getChild", 0)).address()).isEqualTo(child.address());
            root.call("removeChild", child);
            assertThat(root.call("getChildCount")).isEqualTo(0L);
            yoga.callStatic("Node", "destroy", child);
            yoga.callStatic("Node", "destroy", root);
        }
    }

    /** The interpreter of .NET, without its JavaScript, which loads assemblies and carries calls. */
    @Test
    @Tag("npm:@mlvscan/wasm-core")
    @DisplayName("calls a method of .NET's library, gets an exception of it")
    void dotNet() throws IOException {
        String folder = "@mlvscan/wasm-core/dist/_framework/";
        TranslationOptions options =
                TranslationOptions.DEFAULT.withFeatures(WasmFeatures.DEFAULT.with(Proposal.LEGACY_EXCEPTIONS));
        Program program = Packages.program(folder + "dotnet.native.wasm", options);
        byte[] library = Packages.bytes(folder + "System.Private.CoreLib.wasm");
        try (Store store = Engine.create().newStore();
                EmscriptenModule dotNet = Emscripten.builder().build().instantiate(store, program)) {
            dotNet.call("mono_wasm_setenv", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
            int name = dotNet.allocate("System.Private.CoreLib.wasm\0".getBytes(UTF_8));
            dotNet.call("mono_wasm_add_assembly", name, dotNet.allocate(library), library.length);
            dotNet.call("mono_wasm_load_runtime", "unused", 0);
            int assembly = dotNet.callInt("mono_wasm_assembly_load", "System.Private.CoreLib");
            int dateTime = dotNet.callInt("mono_wasm_assembly_find_class", assembly, "System", "DateTime");
            int method = dotNet.callInt("mono_wasm_assembly_find_method", dateTime, "DaysInMonth", 2);
            assertThat(daysInMonth(dotNet, method, 2024, 2)).isEqualTo("29");
            assertThat(daysInMonth(dotNet, method, 1900, 2)).isEqualTo("28");
            assertThat(daysInMonth(dotNet, method, 2024, 13)).startsWith("System.ArgumentOutOfRangeException");
        }
    }

    /** Returns the result, or the text of the exception. */
    private static String daysInMonth(EmscriptenModule dotNet, int method, int year, int month) {
        Memory memory = dotNet.memory();
        int arguments = dotNet.allocate(16);
        memory.putInt(arguments, year);
        memory.putInt(arguments + 4, month);
        memory.putInt(arguments + 8, arguments);
        memory.putInt(arguments + 12, arguments + 4);
        int references = dotNet.allocate(new byte[12]); // this, the exception, the result
        dotNet.call("mono_wasm_invoke_method_ref", method, references, arguments + 8, references + 4, references + 8);
        int out = dotNet.allocate(new byte[16]);
        if (memory.getInt(references + 4) == 0) {
            dotNet.call("mono_wasm_try_unbox_primitive_and_get_type_ref", references + 8, out, 16);
            return Integer.toString(memory.getInt(out));
        }
        dotNet.call("mono_wasm_string_get_data_ref", references + 8, out, out + 4, out + 8);
        return new String(memory.getBytes(memory.getInt(out), memory.getInt(out + 4)), UTF_16LE);
    }

    private static EmbindObject object(@Nullable Object result) {
        return (EmbindObject) Objects.requireNonNull(result);
    }
}
