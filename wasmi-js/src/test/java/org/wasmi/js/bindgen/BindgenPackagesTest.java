package org.wasmi.js.bindgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsObject;
import org.wasmi.js.Json;
import org.wasmi.js.Packages;
import org.wasmi.js.Undefined;
import org.wasmi.translate.Translator;

/** Packages of npm that wasm-bindgen made do their job. */
class BindgenPackagesTest {
    private static final byte[] TEXT = "never odd or even, ".repeat(1_000).getBytes(UTF_8);

    private final Store store = Engine.create().newStore();

    @AfterEach
    void close() {
        store.close();
    }

    private Bindgen instantiate(String wasm, String glue) {
        byte[] bytes = Packages.bytes(wasm);
        return Bindgen.instantiate(store, Translator.translate(bytes), Packages.text(glue));
    }

    @Test
    @Tag("npm:lz4-wasm")
    @DisplayName("compresses and decompresses, reports bad input")
    void lz4Compresses() {
        Bindgen lz4 = instantiate("lz4-wasm/lz4_wasm_bg.wasm", "lz4-wasm/lz4_wasm_bg.js");
        byte[] compressed = lz4.call("compress", Returns.bytes(), TEXT);
        assertThat(compressed).hasSizeLessThan(500);
        assertThat(lz4.call("decompress", Returns.bytes().orThrow(), compressed))
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> lz4.call("decompress", Returns.bytes().orThrow(), new byte[] {9, 0, 0, 0, 1}))
                .isInstanceOf(JsException.class);
    }

    @Test
    @Tag("npm:brotli-wasm")
    @DisplayName("compresses and decompresses, reports bad input")
    void brotliCompresses() {
        Bindgen brotli = instantiate("brotli-wasm/pkg.node/brotli_wasm_bg.wasm", "brotli-wasm/pkg.node/brotli_wasm.js");
        Object options = Bindgen.borrowed(Json.parse("{\"quality\": 9}"));
        byte[] compressed = brotli.call("compress", Returns.bytes().orThrow(), TEXT, options);
        assertThat(compressed).hasSizeLessThan(100);
        assertThat(brotli.call("decompress", Returns.bytes().orThrow(), compressed))
                .isEqualTo(TEXT);
        assertThat(brotli.call("compress", Returns.bytes().orThrow(), TEXT, Bindgen.borrowed(Undefined.UNDEFINED)))
                .hasSizeLessThan(100);
        assertThatThrownBy(() -> brotli.call("decompress", Returns.bytes().orThrow(), TEXT))
                .isInstanceOf(JsException.class)
                .hasMessageContaining("Brotli");
    }

    @Test
    @Tag("npm:@dqbd/tiktoken")
    @DisplayName("encodes a text as the tokens of GPT-2, and decodes them")
    void tiktokenCountsTokens() {
        Bindgen tiktoken = instantiate("@dqbd/tiktoken/tiktoken_bg.wasm", "@dqbd/tiktoken/tiktoken_bg.js");
        int gpt2 = tiktoken.call("get_encoding", Returns.i32().orThrow(), "gpt2", Undefined.UNDEFINED);
        assertThat(tiktoken.call("tiktoken_encode_ordinary", Returns.ints(), gpt2, "hello world"))
                .containsExactly(31373, 995);
        byte[] bytes = tiktoken.call("tiktoken_decode", Returns.bytes().orThrow(), gpt2, new int[] {31373, 995});
        assertThat(new String(bytes, UTF_8)).isEqualTo("hello world");
        assertThat(tiktoken.call("tiktoken_name", Returns.string(), gpt2)).isEqualTo("gpt2");
        assertThatThrownBy(() -> tiktoken.call("get_encoding", Returns.i32().orThrow(), "gpt0", Undefined.UNDEFINED))
                .isInstanceOf(JsException.class)
                .hasMessageContaining("Invalid encoding");
    }

    @Test
    @Tag("npm:@resvg/resvg-wasm")
    @DisplayName("draws a picture from SVG; its pixels are read")
    void resvgDrawsPictures() {
        Bindgen resvg = instantiate("@resvg/resvg-wasm/index_bg.wasm", "@resvg/resvg-wasm/index.mjs");
        String svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>"
                + "<rect width='20' height='30' fill='#f00'/></svg>";
        int picture = resvg.call("resvg_new", Returns.i32().orThrow(), Bindgen.owned(svg), Optional.empty(), 0);
        int image = resvg.call("resvg_render", Returns.i32().orThrow(), picture);
        JsBytes png =
                (JsBytes) resvg.call("renderedimage_asPng", Returns.object().orThrow(), image);
        assertThat(png.buffer().getLong(0)).as("signature").isEqualTo(0x89504E470D0A1A0AL);
        assertThat(png.buffer().getInt(16)).as("width").isEqualTo(40);
        JsBytes pixels = (JsBytes) resvg.call("renderedimage_pixels", Returns.object(), image);
        assertThat(pixels.length()).isEqualTo(40 * 30 * 4);
        assertThat(pixels.buffer().getInt(0)).as("left").isEqualTo(0xFF0000FF);
        assertThat(pixels.buffer().getInt(30 * 4)).as("right").isEqualTo(0);
        assertThatThrownBy(() -> resvg.call(
                        "resvg_new", Returns.i32().orThrow(), Bindgen.owned("<nothing"), Optional.empty(), 0))
                .isInstanceOf(JsException.class);
    }

    @Test
    @Tag("npm:@rollup/wasm-node")
    @DisplayName("parses JavaScript to the same tree as in node, reports a syntax error")
    void rollupParses() {
        Bindgen rollup = instantiate(
                "@rollup/wasm-node/dist/wasm-node/bindings_wasm_bg.wasm",
                "@rollup/wasm-node/dist/wasm-node/bindings_wasm.js");
        byte[] tree = rollup.call("parse", Returns.bytes(), "export const x = 1 + 2;", false, false, false);
        // The tree as node gets it.
        assertThat(HexFormat.of().formatHex(tree))
                .isEqualTo("480000000000000017000000050000000000000001000000070000001a00000000000000170000000000000000"
                        + "000000000000000e0000005b0000000700000017000000020000001300000001000000150000005c0000000d00"
                        + "0000160000001a00000020000000220000000d0000000e0000001e000000010000007800000008000000110000"
                        + "00160000001c000000260000002e0000003d00000011000000120000002c000000000000000000f03f01000000"
                        + "310000003d0000001500000016000000340000000000000000000040010000003200000000000000");
        byte[] error = rollup.call("parse", Returns.bytes(), "let = = 3", false, false, false);
        assertThat(new String(error, UTF_8)).contains("Expression expected");
        byte[] text = "hello world".getBytes(UTF_8);
        assertThat(rollup.call("xxhashBase16", Returns.string(), Bindgen.owned(new JsBytes(text))))
                .isEqualTo("c7b615cc75879ba90049873fe9098ddf");
    }

    @Test
    @Tag("npm:@swc/wasm")
    @DisplayName("compiles TypeScript to the same JavaScript as in node, reports a syntax error")
    void swcTransforms() {
        Bindgen swc = instantiate("@swc/wasm/wasm_bg.wasm", "@swc/wasm/wasm.js");
        Object options = Json.parse("{\"jsc\": {\"parser\": {\"syntax\": \"typescript\"}, \"target\": \"es2015\"}}");
        JsObject output = (JsObject) swc.call(
                "transformSync",
                Returns.object().orThrow(),
                Bindgen.owned("let x: number = 1 ?? 2"),
                options,
                Undefined.UNDEFINED);
        assertThat(output.get("code"))
                .isEqualTo("var _ref;\nlet x = (_ref = 1) !== null && _ref !== void 0 ? _ref : 2;\n");
        String program =
                "function add(first, second) { const sum = first + second; return sum; } console.log(add(40, 2))";
        Object shorter = Json.parse("{\"compress\": true, \"mangle\": true}");
        JsObject minified =
                (JsObject) swc.call("minifySync", Returns.object().orThrow(), Bindgen.owned(program), shorter);
        assertThat(minified.get("code")).isEqualTo("function add(d,n){return d+n}console.log(add(40,2));");
        Object none = Json.parse("{}");
        assertThatThrownBy(() -> swc.call(
                        "transformSync",
                        Returns.object().orThrow(),
                        Bindgen.owned("let = = 3"),
                        none,
                        Undefined.UNDEFINED))
                .isInstanceOf(JsException.class)
                .hasMessageContaining("Expression expected");
    }
}
