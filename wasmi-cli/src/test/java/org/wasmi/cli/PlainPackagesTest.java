package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.testkit.ModuleBuilder.signature;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.UnknownImports;
import org.wasmi.exec.Value;
import org.wasmi.wasi.ProcExitException;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/** Packages from npm that need nothing of a toolchain. */
class PlainPackagesTest {

    @Test
    @Tag("npm:xxhash-wasm")
    @DisplayName("hashes texts to the same 32 and 64 bits as in node")
    void xxHash() throws IOException {
        try (Store store = Engine.create().newStore()) {
            Instance xxHash = new Linker().instantiate(store, Packages.program("xxhash-wasm/workerd/xxhash.wasm"));
            assertThat(hash32(xxHash, "abc", 0)).isEqualTo("32d153ff");
            assertThat(hash64(xxHash, "abc", 0)).isEqualTo("44bc2cf5ad770999");
            assertThat(hash32(xxHash, "x".repeat(1_000), 7)).isEqualTo("5e6aadfa");
            assertThat(hash64(xxHash, "x".repeat(1_000), 7)).isEqualTo("d98e11d9513f13f1");
        }
    }

    /** Made with TinyGo. Its start asks for a class of JavaScript; then it does not need JavaScript any more. */
    @Test
    @Tag("npm:sh-syntax")
    @DisplayName("formats a shell script, reports a syntax error (TinyGo)")
    void shSyntax() throws IOException {
        Program program = Packages.program("sh-syntax/main.wasm");
        assertThat(format(program, "if true;then echo   hi;fi")).contains("\"text\":\"if true; then echo hi; fi\\n\"");
        assertThat(format(program, "if true; then")).contains("`then` must be followed by a statement list");
    }

    private static String format(Program program, String script) throws IOException {
        try (Store store = Engine.create().newStore();
                Wasi wasi = new Wasi(WasiConfig.DEFAULT)) {
            Linker linker = wasi.addTo(new Linker())
                    .function("gojs", "runtime.ticks", signature("-> i64"), call -> call.returnI64(System.nanoTime()))
                    .function(
                            "gojs", "syscall/js.valueGet", signature("i64 i32 i32 -> i64"), call -> call.returnI64(0));
            Instance guest = linker.defineUnknownImports(program, UnknownImports.TRAPPING)
                    .instantiate(store, program);
            assertThatThrownBy(() -> guest.function("_start").call()).isInstanceOf(ProcExitException.class);
            List<Value> arguments = new ArrayList<>();
            for (String each : List.of("a.sh", script)) {
                arguments.addAll(slice(guest, each));
            }
            for (int option : new int[] {1, 1, 0}) { // print, keep comments, Bash
                arguments.add(Value.i32(option));
            }
            arguments.addAll(slice(guest, ""));
            for (int option : new int[] {0, 0, 2, 1, 1, 1, 0, 0, 0, 0}) { // the third is the indentation
                arguments.add(Value.i32(option));
            }
            Value result = guest.function("process")
                    .call(arguments.toArray(Value[]::new))
                    .get(0);
            return guest.memory("memory").getCString(((Value.I32) result).value());
        }
    }

    /** A slice of Go: address, length, capacity. */
    private static List<Value> slice(Instance guest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Value length = Value.i32(bytes.length);
        Value address = guest.function("wasmAlloc").call(length).get(0);
        guest.memory("memory").putBytes(((Value.I32) address).value(), bytes);
        return List.of(address, length, length);
    }

    private static String hash32(Instance xxHash, String text, int seed) {
        int length = put(xxHash.memory("mem"), text);
        Value hash = xxHash.function("xxh32")
                .call(Value.i32(0), Value.i32(length), Value.i32(seed))
                .get(0);
        return Integer.toHexString(((Value.I32) hash).value());
    }

    private static String hash64(Instance xxHash, String text, long seed) {
        int length = put(xxHash.memory("mem"), text);
        Value hash = xxHash.function("xxh64")
                .call(Value.i32(0), Value.i32(length), Value.i64(seed))
                .get(0);
        return Long.toHexString(((Value.I64) hash).value());
    }

    private static int put(Memory memory, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        memory.putBytes(0, bytes);
        return bytes.length;
    }
}
