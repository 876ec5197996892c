package org.wasmi.emscripten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
}
