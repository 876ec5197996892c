package org.wasmi.emscripten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;

class DynamicLinkingTest {

    /** The main module: data of 32 bytes and one function with a pointer, and a heap that begins at the heap's base. */
    private static final String MAIN = """
            (module
              (@custom "dylink.0" (before first) "\\01\\04\\20\\04\\01\\00%s")
              (import "env" "memory" (memory 1))
              (import "env" "__indirect_function_table" (table 1 funcref))
              (import "env" "__memory_base" (global $memory_base i32))
              (import "env" "__table_base" (global $table_base i32))
              (import "env" "__stack_pointer" (global $sp (mut i32)))
              (import "GOT.mem" "__heap_base" (global $heap (mut i32)))
              (type $unary (func (param i32) (result i32)))
              %s
              (elem (global.get $table_base) $double)
              (data (global.get $memory_base) "\\2a\\00\\00\\00")
              (global (export "answer") i32 (i32.const 0))
              (global $top (mut i32) (i32.const 0))
              (func $double (export "double") (type $unary) (i32.mul (local.get 0) (i32.const 2)))
              (func (export "malloc") (param i32) (result i32)
                (local $at i32)
                (if (i32.eqz (global.get $top)) (then (global.set $top (global.get $heap))))
                (local.set $at (global.get $top))
                (global.set $top (i32.add (global.get $top) (local.get 0)))
                (local.get $at))
              (func (export "heap") (result i32) (global.get $heap))
              (func (export "stack") (result i32) (global.get $sp))
              (func (export "call") (param i32 i32) (result i32)
                (call_indirect (type $unary) (local.get 1) (local.get 0))))
            """;

    /** A side module: 16 bytes that hold addresses of its own, of the main module's data and of functions. */
    private static final String SIDE = """
            (module
              (@custom "dylink.0" (before first) "\\01\\04\\10\\02\\01\\00")
              (import "env" "memory" (memory 1))
              (import "env" "__indirect_function_table" (table 1 funcref))
              (import "env" "__memory_base" (global $memory_base i32))
              (import "env" "__table_base" (global $table_base i32))
              (import "GOT.mem" "answer" (global $answer (mut i32)))
              (import "GOT.func" "double" (global $double (mut i32)))
              (import "GOT.func" "square" (global $square (mut i32)))
              (import "env" "double" (func $main_double (param i32) (result i32)))
              (elem (global.get $table_base) $square)
              (func $square (export "square") (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
              (func (export "quadruple") (param i32) (result i32) (call $main_double (call $main_double (local.get 0))))
              (func (export "__wasm_apply_data_relocs")
                (i32.store (global.get $memory_base) (global.get $answer))
                (i32.store offset=4 (global.get $memory_base) (global.get $double)))
              (func (export "__wasm_call_ctors")
                (i32.store offset=8 (global.get $memory_base) (i32.load (i32.load (global.get $memory_base)))))
              (func (export "base") (result i32) (global.get $memory_base))
              (func (export "square_pointer") (result i32) (global.get $square)))
            """;

    private final Store store = Engine.create().newStore();

    @AfterEach
    void close() {
        store.close();
    }

    private static Program main(String needs, String imports) {
        return Modules.fromText(MAIN.formatted(needs, imports));
    }

    private static Program side(String text) {
        return Modules.fromText(text);
    }

    @Test
    void mainModuleGetsItsPlaceInMemory() throws IOException {
        EmscriptenModule module = Emscripten.builder().build().instantiate(store, main("", ""));
        assertThat(module.memory().getInt(1024)).isEqualTo(42);
        assertThat(module.callInt("heap")).isEqualTo(1024 + 32 + (1 << 20));
        assertThat(module.callInt("stack")).isEqualTo(1024 + 32 + (1 << 20));
        assertThat(module.callInt("call", 1, 21)).isEqualTo(42);
    }

    @Test
    void glueTellsWhereTheHeapBegins() throws IOException {
        EmscriptenModule module =
                Emscripten.builder().glue("var ___heap_base = 66592;").build().instantiate(store, main("", ""));
        assertThat(module.callInt("heap")).isEqualTo(66_592);
    }

    @Test
    void sideModulesGetAddressesAndPointers() throws IOException {
        EmscriptenModule module = Emscripten.builder().build().instantiate(store, main("", ""));
        module.load(side(SIDE));
        int base = module.callInt("base");
        assertThat(base).isGreaterThanOrEqualTo(module.callInt("heap"));
        assertThat(module.memory().getInt(base)).as("address of answer").isEqualTo(1024);
        assertThat(module.memory().getInt(base + 4)).as("pointer to double").isEqualTo(1);
        assertThat(module.memory().getInt(base + 8)).as("by the constructor").isEqualTo(42);
        assertThat(module.callInt("quadruple", 5)).isEqualTo(20);
        int square = module.callInt("square_pointer");
        assertThat(square).as("the function's own place in the table").isEqualTo(2);
        assertThat(module.callInt("call", square, 9)).isEqualTo(81);
    }

    @Test
    void neededLibrariesAreLoadedBeforeConstructorsRun() throws IOException {
        String imports = """
                (import "env" "square" (func $square (param i32) (result i32)))
                (import "GOT.func" "square" (global $square_pointer (mut i32)))
                (func (export "pointer") (result i32) (global.get $square_pointer))
                (func (export "through") (param i32) (result i32) (call $square (local.get 0)))
                """;
        Program program = main("\\02\\08\\01\\06lib.so", imports);
        assertThatThrownBy(() -> Emscripten.builder().build().instantiate(store, program))
                .isInstanceOf(LinkException.class)
                .hasMessage("a module needs the library 'lib.so', which is not given");
        EmscriptenModule module =
                Emscripten.builder().library("lib.so", side(SIDE)).build().instantiate(store, program);
        assertThat(module.callInt("through", 7)).isEqualTo(49);
        assertThat(module.callInt("call", module.callInt("pointer"), 7)).isEqualTo(49);
        int base = module.callInt("base");
        assertThat(base).isLessThan(module.callInt("heap"));
        assertThat(module.memory().getInt(base + 8)).isEqualTo(42);
    }

    @Test
    void symbolsThatNobodyDefinesAreReported() throws IOException {
        String importsNothing = SIDE.replace("\"GOT.mem\" \"answer\"", "\"GOT.mem\" \"question\"");
        EmscriptenModule module = Emscripten.builder().build().instantiate(store, main("", ""));
        assertThatThrownBy(() -> module.load(side(importsNothing)))
                .isInstanceOf(LinkException.class)
                .hasMessage("no module defines the symbol 'question'");
    }

    @Test
    void weakSymbolsMayBeMissing() throws IOException {
        String weak = SIDE.replace("\"GOT.mem\" \"answer\"", "\"GOT.mem\" \"hint\"")
                .replace("\\01\\04\\10\\02\\01\\00", "\\01\\04\\10\\02\\01\\00\\04\\0f\\01\\07GOT.mem\\04hint\\01");
        EmscriptenModule module = Emscripten.builder().build().instantiate(store, main("", ""));
        module.load(side(weak));
        assertThat(module.memory().getInt(module.callInt("base"))).isZero();
    }

    @Test
    void otherModulesAreNoSideModules() throws IOException {
        EmscriptenModule module = Emscripten.builder().build().instantiate(store, main("", ""));
        assertThatThrownBy(() -> module.load(Modules.fromText("(module)"))).isInstanceOf(LinkException.class);
    }

    @Test
    void sectionsOfNonsenseAreRefused() throws IOException {
        EmscriptenModule module = Emscripten.builder().build().instantiate(store, main("", ""));
        for (String section : new String[] {
            "\\01\\7f",
            "\\01\\04\\10\\20\\01\\00",
            "\\02\\02\\ff\\7f",
            "\\01\\06\\ff\\ff\\ff\\ff\\7f\\00",
            "\\01\\01\\80"
        }) {
            Program program = Modules.fromText("(module (@custom \"dylink.0\" (before first) \"" + section + "\"))");
            assertThatThrownBy(() -> module.load(program))
                    .as(section)
                    .isInstanceOf(LinkException.class)
                    .hasMessage("the section dylink.0 is malformed");
        }
        Program large = Modules.fromText(
                "(module (@custom \"dylink.0\" (before first) \"\\01\\08\\ff\\ff\\ff\\ff\\07\\04\\00\\00\"))");
        assertThatThrownBy(() -> module.load(large)).isInstanceOf(RuntimeException.class);
    }

    /** What a program that opens libraries has besides: names at 64, and the C library's way to note errors. */
    private static final String OPENING = """
            (import "env" "_dlopen_js" (func $dlopen_js (param i32) (result i32)))
            (import "env" "_dlsym_js" (func $dlsym_js (param i32 i32 i32) (result i32)))
            (import "env" "dlopen" (func $dlopen (param i32 i32) (result i32)))
            (import "env" "dlsym" (func $dlsym (param i32 i32) (result i32)))
            (import "env" "dlclose" (func $dlclose (param i32) (result i32)))
            (import "env" "dlerror" (func $dlerror (result i32)))
            (func (export "open_record") (param i32) (result i32) (call $dlopen_js (local.get 0)))
            (func (export "symbol_of_record") (param i32 i32) (result i32)
              (call $dlsym_js (local.get 0) (local.get 1) (i32.const 0)))
            (func (export "open_many") (param $record i32) (result i32)
              (memory.fill (local.get $record) (i32.const 0) (i32.const 40000))
              (loop $again
                (i32.store offset=36 (local.get $record) (i32.const 0x2e62696c)) ;; lib.
                (i32.store offset=40 (local.get $record) (i32.const 0x6f73)) ;; so
                (local.set $record (i32.add (local.get $record) (i32.const 1)))
                (br_if $again (call $dlopen_js (i32.sub (local.get $record) (i32.const 1)))))
              (local.get $record))
            (func (export "open") (param i32) (result i32) (call $dlopen (local.get 0) (i32.const 0)))
            (func (export "symbol") (param i32 i32) (result i32) (call $dlsym (local.get 0) (local.get 1)))
            (func (export "close") (param i32) (result i32) (call $dlclose (local.get 0)))
            (func (export "error") (result i32) (call $dlerror))
            (global $error (export "seen") (mut i32) (i32.const 0))
            (func (export "free") (param i32))
            (func (export "__dl_seterr") (param i32 i32) (global.set $error (i32.add (global.get $error) (i32.const 1))))
            """;

    private EmscriptenModule opening() throws IOException {
        String side = SIDE.replace("(func $square", "(global (export \"table\") i32 (i32.const 12)) (func $square");
        return Emscripten.builder()
                .library("lib.so", side(side))
                .library("broken.so", Modules.fromText("(module)"))
                .build()
                .instantiate(store, main("", OPENING));
    }

    /** Writes the C library's record of a library, whose address is its handle. */
    private static int record(EmscriptenModule module, String name) {
        byte[] record = new byte[64];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, record, 36, text.length);
        return module.allocate(record);
    }

    @Test
    void guestsOpenLibrariesByTheirRecords() throws IOException {
        EmscriptenModule module = opening();
        int handle = record(module, "/usr/lib/lib.so");
        assertThat(module.callInt("open_record", handle)).isEqualTo(1);
        int square = module.callInt("symbol_of_record", handle, "square");
        assertThat(module.callInt("call", square, 9)).isEqualTo(81);
        assertThat(module.callInt("symbol_of_record", handle, "square")).isEqualTo(square);
        assertThat(module.callInt("symbol_of_record", handle, "table")).isEqualTo(module.callInt("base") + 12);
        assertThat(module.callInt("symbol_of_record", handle, "double"))
                .as("the library does not export it")
                .isZero();
        assertThat(module.callInt("symbol_of_record", 0, "double"))
                .as("of all modules")
                .isEqualTo(1);
        assertThat(module.callInt("symbol_of_record", 0, "answer")).isEqualTo(1024);
        int missing = record(module, "missing.so");
        assertThat(module.callInt("open_record", missing)).isZero();
        assertThat(module.callInt("open_record", missing)).as("again").isZero();
        assertThat(module.callInt("open_record", record(module, "broken.so"))).isZero();
        assertThat(module.instance().global("seen").get()).hasToString("I32[value=4]");
    }

    @Test
    void guestsOpenSoManyAndNoMore() throws IOException {
        EmscriptenModule module = opening();
        assertThat(module.callInt("open_many", 100_000)).isEqualTo(100_000 + 10_000 + 1);
    }

    @Test
    void olderProgramsOpenLibrariesByName() throws IOException {
        EmscriptenModule module = opening();
        assertThat(module.callInt("error")).isZero();
        int handle = module.callInt("open", "lib.so");
        assertThat(handle).isNotZero();
        assertThat(module.callInt("open", "./lib.so")).isEqualTo(handle);
        assertThat(module.callInt("call", module.callInt("symbol", handle, "quadruple"), 3))
                .isEqualTo(12);
        assertThat(module.callInt("close", handle)).isZero();
        assertThat(module.callInt("open", "missing.so")).isZero();
        assertThat(module.callString("error"))
                .isEqualTo(
                        "could not load dynamic lib: missing.so\na module needs the library 'missing.so', which is not"
                                + " given");
        assertThat(module.callInt("error")).isZero();
        assertThat(module.callInt("symbol", handle, "unknown")).isZero();
        assertThat(module.callString("error"))
                .isEqualTo("Tried to lookup unknown symbol \"unknown\" in dynamic lib: lib.so");
    }
}
