package org.wasmi.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Wasm modules that others wrote, in artifacts on the test class path or among the resources of the tests. */
public enum RealModule {
    AMMO("META-INF/resources/webjars/three/0.181.1/examples/jsm/libs/ammo.wasm.wasm"),
    ARGON2_SIMD("org/wasmi/testkit/real/argon2-simd.wasm.gz"),
    BASIS_TRANSCODER("META-INF/resources/webjars/three/0.181.1/examples/jsm/libs/basis/basis_transcoder.wasm"),
    CJS_MODULE_LEXER("META-INF/resources/webjars/cjs-module-lexer/1.4.3/dist/lexer.mjs"),
    DRACO_DECODER("META-INF/resources/webjars/three/0.181.1/examples/jsm/libs/draco/draco_decoder.wasm"),
    ES_MODULE_LEXER("META-INF/resources/webjars/es-module-lexer/1.3.0/dist/lexer.js"),
    JBIG2("META-INF/resources/webjars/pdfjs-dist/5.4.624/wasm/jbig2.wasm"),
    LLHTTP("META-INF/resources/webjars/undici/7.27.1/lib/llhttp/llhttp-wasm.js"),
    LLHTTP_SIMD("META-INF/resources/webjars/undici/7.27.1/lib/llhttp/llhttp_simd-wasm.js"),
    OPA_DEMO_POLICY("demo-policy.wasm"),
    OPENJPEG("META-INF/resources/webjars/pdfjs-dist/5.4.624/wasm/openjpeg.wasm"),
    QCMS("META-INF/resources/webjars/pdfjs-dist/5.4.624/wasm/qcms_bg.wasm"),
    RHINO3DM("META-INF/resources/webjars/three/0.181.1/examples/jsm/libs/rhino3dm/rhino3dm.wasm"),
    SKIKO("skiko.wasm"),
    SOURCE_MAP_MAPPINGS("META-INF/resources/webjars/source-map/0.8.0-beta.0/lib/mappings.wasm"),
    TFJS_SIMD("org/wasmi/testkit/real/tfjs-backend-wasm-simd.wasm.gz"),
    THREE_ZSTDDEC("META-INF/resources/webjars/three/0.181.1/examples/jsm/libs/zstddec.module.js");

    /** The first bytes of a module, {@code \0asm}, in base64, and what follows. */
    private static final Pattern BASE64 = Pattern.compile("AGFzbQ[A-Za-z0-9+/]*=*");

    private final String resource;

    RealModule(String resource) {
        this.resource = resource;
    }

    /** {@return the name, such as {@code es-module-lexer}} */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the binary: the resource itself, perhaps compressed, or what is base64 within JavaScript} */
    public byte[] bytes() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RealModule.class.getClassLoader().getResourceAsStream(resource), resource)) {
            byte[] bytes = in.readAllBytes();
            if (resource.endsWith(".wasm")) {
                return bytes;
            } else if (resource.endsWith(".gz")) {
                return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            }
            Matcher base64 = BASE64.matcher(new String(bytes, ISO_8859_1));
            if (!base64.find()) {
                throw new IOException("no module in " + resource);
            }
            return Base64.getDecoder().decode(base64.group());
        }
    }
}
