package org.wasmi.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.Translator;

/**
 * Uses modules that compute with vectors as their own JavaScript does, on every executor. The results are those of V8,
 * as {@code node reference.mjs} beside the modules prints them.
 */
class VectorModuleTest {

    static Set<String> executors() {
        return Executors.all().keySet();
    }

    private static Instance instantiate(RealModule module, Linker imports, String executor) throws IOException {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        return imports.instantiate(engine.newStore(), Translator.translate(module.bytes()));
    }

    /** Calls a function with integers, also where it takes floats. */
    private static int call(Instance instance, String name, int... arguments) {
        WasmFunction function = instance.function(name);
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.type().params().get(i).equals(NumType.F32)
                    ? Value.f32(arguments[i])
                    : Value.i32(arguments[i]);
        }
        List<Value> results = function.call(values);
        return results.isEmpty() ? 0 : ((Value.I32) results.get(0)).value();
    }

    /** Argon2, with the names that minification has left of its functions. */
    private static final class Argon2 {
        private final Instance wasm;
        private final Memory memory;

        Argon2(String executor) throws IOException {
            Linker linker = new Linker()
                    .function("a", "a", ModuleBuilder.signature("i32 i32 i32 -> i32"), call -> {
                        byte[] bytes = call.caller().memory("c").getBytes(call.i32(1), call.i32(2));
                        call.caller().memory("c").putBytes(call.i32(0), bytes);
                        call.returnI32(call.i32(0));
                    })
                    .function("a", "b", ModuleBuilder.signature("i32 -> i32"), call -> call.returnI32(0));
            wasm = instantiate(RealModule.ARGON2_SIMD, linker, executor);
            memory = wasm.memory("c");
            call(wasm, "d");
        }

        private int put(byte[] bytes) {
            int address = call(wasm, "f", bytes.length + 1);
            memory.putBytes(address, Arrays.copyOf(bytes, bytes.length + 1));
            return address;
        }

        String hash(
                int type, int passes, int kib, int lanes, byte[] password, byte[] salt, byte[] secret, byte[] data) {
            int out = call(wasm, "f", 32);
            int error = call(
                    wasm,
                    "l",
                    passes,
                    kib,
                    lanes,
                    put(password),
                    password.length,
                    put(salt),
                    salt.length,
                    out,
                    32,
                    0,
                    0,
                    type,
                    put(secret),
                    secret.length,
                    put(data),
                    data.length,
                    0x13);
            assertThat(error).isZero();
            return HexFormat.of().formatHex(memory.getBytes(out, 32));
        }
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @ParameterizedTest
    @Tag("npm:argon2-browser:simd")
    @DisplayName("hashes the test vectors of RFC 9106, on each executor")
    @MethodSource("executors")
    void argon2HashesTheVectorsOfItsSpecification(String executor) throws IOException {
        Argon2 argon2 = new Argon2(executor);
        List<String> hashes = IntStream.range(0, 3)
                .mapToObj(type -> argon2.hash(type, 3, 32, 4, bytes(32, 1), bytes(16, 2), bytes(8, 3), bytes(12, 4)))
                .toList();
        assertThat(hashes)
                .containsExactly(
                        "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
                        "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
                        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void argon2HashesAPasswordInAMebibyte(String executor) throws IOException {
        byte[] password = "correct horse".getBytes(UTF_8);
        byte[] salt = "battery staple".getBytes(UTF_8);
        assertThat(new Argon2(executor).hash(2, 2, 1024, 1, password, salt, new byte[0], new byte[0]))
                .isEqualTo("62ba00a81b8a51d8d94fd5c9e366b52ba93b760d019f5a7b4e7f20b3af43a495");
    }

    /** The kernels of TensorFlow.js. */
    private static final class Kernels {
        private final Instance wasm;
        private final Memory memory;
        private int last;

        Kernels(String executor) throws IOException {
            Linker linker = new Linker()
                    .function("env", "abort", ModuleBuilder.signature("->"), call -> {
                        throw new IllegalStateException("aborted");
                    })
                    .function(
                            "env",
                            "emscripten_memcpy_big",
                            ModuleBuilder.signature("i32 i32 i32 ->"),
                            call -> call.memory()
                                    .putBytes(call.i32(0), call.memory().getBytes(call.i32(1), call.i32(2))))
                    .function(
                            "env",
                            "emscripten_get_heap_max",
                            ModuleBuilder.signature("-> i32"),
                            call -> call.returnI32(1 << 30))
                    .function(
                            "env",
                            "emscripten_resize_heap",
                            ModuleBuilder.signature("i32 -> i32"),
                            call -> call.returnI32(0));
            for (String unused : List.of("fd_close i32", "fd_write i32 i32 i32 i32", "fd_seek i32 i32 i32 i32 i32")) {
                String[] nameAndParams = unused.split(" ", 2);
                linker.function(
                        "wasi_snapshot_preview1",
                        nameAndParams[0],
                        ModuleBuilder.signature(nameAndParams[1] + " -> i32"),
                        call -> call.returnI32(0));
            }
            wasm = instantiate(RealModule.TFJS_SIMD, linker, executor);
            memory = wasm.memory("memory");
            call(wasm, "__wasm_call_ctors");
            call(wasm, "init");
        }

        /** A tensor, by its number. */
        private record Tensor(int id, int address, int length) {}

        Tensor tensor(int length, int factor) {
            int address = call(wasm, "malloc", 4 * length);
            for (int i = 0; i < length; i++) {
                memory.putFloat(address + 4L * i, (i * factor % 257 - 128) / 512f);
            }
            last++;
            call(wasm, "register_tensor", last, length, address);
            return new Tensor(last, address, length);
        }

        int shape(int... sizes) {
            int address = call(wasm, "malloc", 4 * sizes.length);
            for (int i = 0; i < sizes.length; i++) {
                memory.putInt(address + 4L * i, sizes[i]);
            }
            return address;
        }

        byte[] bytes(Tensor tensor) {
            return memory.getBytes(tensor.address, 4 * tensor.length);
        }

        String bits(Tensor tensor) {
            return IntStream.range(0, tensor.length)
                    .mapToObj(i -> Integer.toHexString(memory.getInt(tensor.address + 4L * i)))
                    .collect(Collectors.joining(" "));
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void tensorFlowClassifiesAnImage(String executor) throws IOException, NoSuchAlgorithmException {
        Kernels kernels = new Kernels(executor);
        Kernels.Tensor image = kernels.tensor(8 * 8 * 3, 31);
        Kernels.Tensor filter = kernels.tensor(3 * 3 * 3 * 8, 57);
        Kernels.Tensor bias = kernels.tensor(8, 91);
        Kernels.Tensor convolved = kernels.tensor(8 * 8 * 8, 0);
        call(
                kernels.wasm,
                "FusedConv2D",
                image.id(),
                1,
                8,
                8,
                filter.id(),
                3,
                3,
                bias.id(),
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                3,
                8,
                1,
                0,
                0,
                convolved.id());
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(kernels.bytes(convolved));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("07ea0002a85e316c6e040f603c733ddf1c4bca17dc80624adddbe1197a35aaf9");

        Kernels.Tensor weights = kernels.tensor(512 * 10, 113);
        Kernels.Tensor biases = kernels.tensor(10, 7);
        Kernels.Tensor scores = kernels.tensor(10, 0);
        call(
                kernels.wasm,
                "_FusedMatMul",
                convolved.id(),
                kernels.shape(1, 1, 512),
                3,
                weights.id(),
                kernels.shape(1, 512, 10),
                3,
                0,
                0,
                0,
                biases.id(),
                0,
                0,
                scores.id());
        assertThat(kernels.bits(scores))
                .isEqualTo("bece6302 be9a2379 be87b21c 3d35af7a bdea9f81 be51091c bccf9e04 bed23ca4 be5d3842 be25672e");

        Kernels.Tensor chances = kernels.tensor(10, 0);
        call(kernels.wasm, "Softmax", scores.id(), chances.id(), 10, 1);
        assertThat(kernels.bits(chances))
                .isEqualTo("3da67015 3db851b5 3dbf1462 3e022e7e 3dde1b5c 3dcb13ad 3df2d56f 3da530e2 3dc8acc3 3dd3eabc");
    }
}
