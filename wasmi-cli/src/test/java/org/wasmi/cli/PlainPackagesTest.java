package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;

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
