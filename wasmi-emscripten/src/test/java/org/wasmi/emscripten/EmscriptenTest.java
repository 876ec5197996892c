package org.wasmi.emscripten;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.exec.Engine;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.Value;
import org.wasmi.wasi.WasiConfig;

class EmscriptenTest {
    /** A heap that only grows. */
    private static final String HEAP = """
            (global $top (mut i32) (i32.const 4096))
            (func (export "malloc") (param i32) (result i32)
              (local $at i32)
              (local.set $at (global.get $top))
              (global.set $top (i32.add (local.get $at) (i32.and (i32.add (local.get 0) (i32.const 15)) (i32.const -16))))
              (local.get $at))
            (func (export "free") (param i32))
            """;

    private final Store store = Engine.create().newStore();

    @AfterEach
    void close() {
        store.close();
    }

    private EmscriptenModule module(Emscripten.Builder builder, String fields) throws IOException {
        return builder.build().instantiate(store, Modules.fromText("(module " + fields + HEAP + ")"));
    }

    private static final String MEMORY = "(memory (export \"memory\") 1)";

    @Test
    void constructorsRunBeforeAnythingElse() throws IOException {
        EmscriptenModule module = module(Emscripten.builder(), MEMORY + """
                        (global $ready (mut i32) (i32.const 0))
                        (func (export "__wasm_call_ctors") (global.set $ready (i32.add (global.get $ready) (i32.const 1))))
                        (func (export "ready") (result i32) (global.get $ready))
                        """);
        assertThat(module.callInt("ready")).isEqualTo(1);
    }

    @Test
    void textsAndBytesArePassedAsCopies() throws IOException {
        EmscriptenModule module = module(Emscripten.builder(), MEMORY + """
                        (func (export "last") (param $at i32) (result i32)
                          (loop $next
                            (local.set $at (i32.add (local.get $at) (i32.const 1)))
                            (br_if $next (i32.load8_u (local.get $at))))
                          (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))
                        (func (export "same") (param i32) (result i32) (local.get 0))
                        """);
        assertThat(module.callInt("last", "letters: z")).isEqualTo('z');
        assertThat(module.callInt("last", new byte[] {1, 2, 3, 0})).isEqualTo(3);
        assertThat(module.callString("same", "grüße")).isEqualTo("grüße");
        assertThat(module.callString("same", 0)).isEmpty();
        assertThatThrownBy(() -> module.callInt("last")).hasMessageContaining("not for 0 arguments");
        assertThatThrownBy(() -> module.callInt("lost", 1)).hasMessage("no function 'lost'");
    }

    @Test
    void missingFunctionsNameThemselvesWhenCalled() throws IOException {
        EmscriptenModule module = module(
                Emscripten.builder(),
                "(import \"env\" \"glFlush\" (func $flush))" + MEMORY + "(func (export \"run\") (call $flush))");
        assertThatThrownBy(() -> module.call("run"))
                .isInstanceOfSatisfying(MissingFunctionException.class, missing -> assertThat(missing.function())
                        .isEqualTo("glFlush"))
                .hasMessageContaining("'glFlush' of type () -> ()");
    }

    @Test
    void programsForThreadsGetOne() throws IOException {
        EmscriptenModule module = module(Emscripten.builder(), """
                (import "env" "__emscripten_init_main_thread_js" (func $init (param i32)))
                (import "env" "__pthread_create_js" (func $create (param i32 i32 i32 i32) (result i32)))
                (import "env" "emscripten_num_logical_cores" (func $cores (result i32)))
                """ + MEMORY + """
                        (global $main (mut i32) (i32.const 0))
                        (global $local (mut i32) (i32.const 0))
                        (func (export "_emscripten_thread_init") (param i32 i32 i32 i32 i32)
                          (global.set $main (i32.add (local.get 0) (local.get 4))))
                        (func (export "_emscripten_tls_init") (result i32) (global.set $local (i32.const 1)) (i32.const 0))
                        (func (export "__wasm_call_ctors") (call $init (i32.const 1000)))
                        (func (export "main_thread") (result i32) (global.get $main))
                        (func (export "local") (result i32) (global.get $local))
                        (func (export "create") (result i32)
                          (call $create (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
                        (func (export "cores") (result i32) (call $cores))
                        """);
        assertThat(module.callInt("main_thread")).isEqualTo(1_000 + 65_536);
        assertThat(module.callInt("local")).isEqualTo(1);
        assertThat(module.callInt("create")).as("EAGAIN").isEqualTo(6);
        assertThat(module.callInt("cores")).isEqualTo(1);
    }

    @Test
    void functionsOfTheHostComeFirst() throws IOException {
        EmscriptenModule module = module(
                Emscripten.builder()
                        .function("emscripten_get_heap_max", HostFunction.of(() -> 17))
                        .name("q", "twice")
                        .function("twice", HostFunction.of((int x) -> 2 * x)),
                "(import \"env\" \"emscripten_get_heap_max\" (func $max (result i32)))"
                        + "(import \"env\" \"q\" (func $q (param i32) (result i32)))"
                        + MEMORY
                        + "(func (export \"run\") (result i32) (call $q (call $max)))");
        assertThat(module.callInt("run")).isEqualTo(34);
    }

    @Test
    void functionsOfOtherTypesAreRefused() {
        assertThatThrownBy(() -> module(
                        Emscripten.builder().function("twice", HostFunction.of((int x) -> 2 * x)),
                        "(import \"env\" \"twice\" (func (param i64) (result i64)))" + MEMORY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'twice' as (i64) -> (i64)");
    }

    @Test
    void abortsAndAssertionsHaveTheGuestsMessage() throws IOException {
        EmscriptenModule module = module(Emscripten.builder(), """
                (import "env" "abort" (func $abort))
                (import "env" "__assert_fail" (func $assert (param i32 i32 i32 i32)))
                """ + MEMORY + """
                        (data (i32.const 16) "x > 0\\00list.c\\00")
                        (func (export "abort") (call $abort))
                        (func (export "assert") (param i32) (call $assert (i32.const 16) (local.get 0) (i32.const 7) (i32.const 0)))
                        """);
        assertThatThrownBy(() -> module.call("abort")).isInstanceOf(AbortException.class);
        assertThatThrownBy(() -> module.call("assert", 22))
                .isInstanceOf(AbortException.class)
                .hasMessage("assertion failed: x > 0, at list.c:7 in unknown function");
        // A pointer to nowhere is no reason for another error.
        assertThatThrownBy(() -> module.call("assert", -1)).isInstanceOf(AbortException.class);
    }

    @Test
    void memoryGrowsByAFifthIfItMay() throws IOException {
        String fields = """
                (import "env" "emscripten_resize_heap" (func $resize (param i32) (result i32)))
                (memory (export "memory") 10 %s)
                (func (export "resize") (param i32) (result i32) (call $resize (local.get 0)))
                """;
        EmscriptenModule module = module(Emscripten.builder(), fields.formatted(""));
        assertThat(module.callInt("resize", 10 * 65_536 + 1)).isEqualTo(1);
        assertThat(module.memory().size()).isEqualTo(12 * 65_536);
        assertThat(module.callInt("resize", Integer.MIN_VALUE + 1)).isZero();

        EmscriptenModule bounded = module(Emscripten.builder(), fields.formatted("11"));
        assertThat(bounded.callInt("resize", 10 * 65_536 + 1)).isEqualTo(1);
        assertThat(bounded.memory().size()).isEqualTo(11 * 65_536);
        assertThat(bounded.callInt("resize", 11 * 65_536 + 1)).isZero();
    }

    @Test
    void memoryKeepsToTheLimitsOfTheStore() throws IOException {
        try (Store small = Engine.create().newStore(StoreLimits.DEFAULT.with(StoreLimit.MEMORY_BYTES, 20 * 65_536));
                EmscriptenModule module = Emscripten.builder().build().instantiate(small, Modules.fromText("""
                                        (module
                                          (import "env" "memory" (memory 10))
                                          (import "env" "emscripten_resize_heap" (func $resize (param i32) (result i32)))
                                          (func (export "resize") (param i32) (result i32) (call $resize (local.get 0))))
                                        """))) {
            assertThat(module.callInt("resize", 20 * 65_536)).isEqualTo(1);
            assertThat(module.callInt("resize", 20 * 65_536 + 1)).isZero();
        }
    }

    @Test
    void oldCopiesMayOverlap() throws IOException {
        EmscriptenModule module = module(Emscripten.builder(), """
                (import "env" "emscripten_memcpy_big" (func $copy (param i32 i32 i32)))
                (memory (export "memory") 8)
                (func (export "copy") (param i32 i32 i32) (call $copy (local.get 0) (local.get 1) (local.get 2)))
                """);
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        Memory memory = module.memory();
        memory.putBytes(1_000, bytes);
        module.call("copy", 1_100, 1_000, bytes.length);
        assertThat(memory.getBytes(1_100, bytes.length)).isEqualTo(bytes);
        module.call("copy", 1_000, 1_100, bytes.length);
        assertThat(memory.getBytes(1_000, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void calendarIsThatOfTheClocksZone() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2024-07-01T12:00:00Z"), ZoneId.of("America/New_York"));
        EmscriptenModule module =
                module(Emscripten.builder().wasi(WasiConfig.DEFAULT.withClock(clock)), """
                (import "env" "_localtime_js" (func $local (param i64 i32)))
                (import "env" "_gmtime_js" (func $utc (param i32 i32 i32)))
                (import "env" "_mktime_js" (func $make (param i32) (result i64)))
                (import "env" "_tzset_js" (func $zone (param i32 i32 i32 i32)))
                (import "env" "emscripten_date_now" (func $now (result f64)))
                """ + MEMORY + """
                        (func (export "local") (param i64 i32) (call $local (local.get 0) (local.get 1)))
                        (func (export "utc") (param i32 i32 i32) (call $utc (local.get 0) (local.get 1) (local.get 2)))
                        (func (export "make") (param i32) (result i64) (call $make (local.get 0)))
                        (func (export "zone") (call $zone (i32.const 128) (i32.const 132) (i32.const 136) (i32.const 160)))
                        (func (export "now") (result f64) (call $now))
                        """);
        Memory memory = module.memory();
        long noon = clock.instant().getEpochSecond();
        module.call("local", noon, 16);
        assertThat(fields(memory, 16)).containsExactly(0, 0, 8, 1, 6, 124, 1, 182, 1, -4 * 3600);
        module.call("utc", (int) noon, 0, 64);
        assertThat(fields(memory, 64)).containsExactly(0, 0, 12, 1, 6, 124, 1, 182, 0, 0);

        memory.putInt(16 + 8, 8 + 24); // the next day
        assertThat(module.call("make", 16).get(0)).hasToString("I64[value=" + (noon + 24 * 3600) + "]");
        assertThat(fields(memory, 16)).containsExactly(0, 0, 8, 2, 6, 124, 2, 183, 1, -4 * 3600);

        module.call("zone");
        assertThat(memory.getInt(128)).isEqualTo(5 * 3600);
        assertThat(memory.getInt(132)).isEqualTo(1);
        assertThat(memory.getCString(136)).isEqualTo("UTC-0500");
        assertThat(memory.getCString(160)).isEqualTo("UTC-0400");
        assertThat(module.call("now")).containsExactly(Value.f64((double) clock.millis()));
    }

    private static int[] fields(Memory memory, int at) {
        int[] fields = new int[10];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = memory.getInt(at + 4 * i);
        }
        return fields;
    }

    @Test
    void mainGetsItsArgumentsAndExits() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        EmscriptenModule module =
                module(Emscripten.builder().wasi(WasiConfig.DEFAULT.withStdout(printed)), """
                (import "env" "exit" (func $exit (param i32)))
                (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
                """ + MEMORY + """
                        (func (export "main") (param $count i32) (param $vector i32) (result i32)
                          (i32.store (i32.const 16) (i32.load offset=4 (local.get $vector)))
                          (i32.store (i32.const 20) (i32.const 5))
                          (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
                          (if (i32.eq (local.get $count) (i32.const 3)) (then (call $exit (i32.const 9))))
                          (local.get $count))
                        """);
        assertThat(module.callMain("program", "hello")).isEqualTo(2);
        assertThat(module.callMain("program", "world", "")).isEqualTo(9);
        module.close();
        assertThat(printed.toString(UTF_8)).isEqualTo("helloworld");
    }

    @Test
    void filesAreThoseOfWasi(@TempDir Path folder) throws IOException {
        EmscriptenModule module = module(
                Emscripten.builder().wasi(WasiConfig.DEFAULT.withDirectory(folder, "/data")), """
                (import "env" "__syscall_openat" (func $open (param i32 i32 i32 i32) (result i32)))
                (import "env" "__syscall_stat64" (func $stat (param i32 i32) (result i32)))
                (import "env" "__syscall_unlinkat" (func $unlink (param i32 i32 i32) (result i32)))
                (import "env" "__syscall_socket" (func $socket (param i32 i32 i32 i32 i32 i32) (result i32)))
                (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
                (import "wasi_snapshot_preview1" "fd_seek" (func $seek (param i32 i32 i32 i32 i32) (result i32)))
                """ + MEMORY + """
                        (func (export "open") (param i32 i32) (result i32)
                          (call $open (i32.const -100) (local.get 0) (local.get 1) (i32.const 0)))
                        (func (export "stat") (param i32 i32) (result i32) (call $stat (local.get 0) (local.get 1)))
                        (func (export "unlink") (param i32) (result i32)
                          (call $unlink (i32.const -100) (local.get 0) (i32.const 0)))
                        (func (export "socket") (result i32)
                          (call $socket (i32.const 2) (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))
                        (func (export "write") (param i32 i32 i32) (result i32)
                          (i32.store (i32.const 16) (local.get 1))
                          (i32.store (i32.const 20) (local.get 2))
                          (call $write (local.get 0) (i32.const 16) (i32.const 1) (i32.const 24)))
                        (func (export "rewind") (param i32) (result i32)
                          (call $seek (local.get 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 32)))
                        """);
        int create = 0x42; // O_CREAT | O_RDWR
        int file = module.callInt("open", "/data/notes.txt", create);
        assertThat(file).isGreaterThan(2);
        assertThat(module.callInt("write", file, "remember", 8)).isZero();
        assertThat(module.callInt("rewind", file)).isZero();
        assertThat(module.callInt("write", file, "R", 1)).isZero();
        assertThat(Files.readString(folder.resolve("notes.txt"))).isEqualTo("Remember");

        assertThat(module.callInt("stat", "/data/./notes.txt", 256)).isZero();
        assertThat(module.memory().getInt(256 + 4) & 0xF000).isEqualTo(0x8000);
        assertThat(module.memory().getLong(256 + 24)).isEqualTo(8);
        assertThat(module.callInt("unlink", "/data/notes.txt")).isZero();
        assertThat(module.callInt("stat", "/data/notes.txt", 256)).isEqualTo(-44); // ENOENT
        assertThat(module.callInt("open", "/etc/passwd", 0)).isEqualTo(-44);
        assertThat(module.callInt("open", "/data/../../etc/passwd", 0)).isNegative();
        assertThat(module.callInt("stat", -1, 256)).isEqualTo(-21); // EFAULT
        assertThat(module.callInt("socket")).isEqualTo(-52); // ENOSYS
    }

    @Test
    void hostFunctionsHavePointers() throws IOException {
        EmscriptenModule module = module(Emscripten.builder(), MEMORY + """
                        (table (export "__indirect_function_table") 1 funcref)
                        (func (export "apply") (param i32 i32) (result i32)
                          (call_indirect (param i32) (result i32) (local.get 1) (local.get 0)))
                        """);
        int pointer = module.pointerTo(HostFunction.of((int x) -> x * x));
        assertThat(module.callInt("apply", pointer, 12)).isEqualTo(144);
    }
}
