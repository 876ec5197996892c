package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.CallListener;
import org.wasmi.exec.CallObserver;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.js.Undefined;
import org.wasmi.js.bindgen.Bindgen;
import org.wasmi.js.bindgen.Returns;
import org.wasmi.profile.CoreDumper;
import org.wasmi.profile.Profile;
import org.wasmi.profile.Profiler;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** What the tools show of a program of Go and of a module of Rust, packages of npm. */
class LookingAtPackagesTest {
    private static final String GO = "esbuild-wasm/esbuild.wasm";
    private static final String RUST = "brotli-wasm/pkg.node/brotli_wasm_bg.wasm";
    private static final String GLUE = "brotli-wasm/pkg.node/brotli_wasm.js";

    @TempDir
    private Path folder;

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    /** The program has no names, and Go's runtime resumes it again and again. */
    @ParameterizedTest
    @MethodSource("executors")
    void aProgramOfGoIsProfiledAndTraced(String executor) throws IOException {
        Path program = Packages.file(GO);
        Path stacks = folder.resolve("out.collapsed");
        Cli cli = Cli.run(
                "run", "--executor", executor, "--profile", stacks, "--trace=exports", program, "--", "--version");
        assertThat(cli.out()).isEqualTo("0.28.2\n");
        assertThat(cli.err().lines()).anyMatch(line -> line.startsWith("run(")).contains("  resume() ...");
        assertThat(Files.readAllLines(stacks))
                .isNotEmpty()
                .allMatch(line -> line.matches("\\S.* \\d+"))
                .anyMatch(line -> line.contains("func["));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aModuleOfRustIsProfiledTracedAndDumped(String executor) throws IOException {
        byte[] bytes = Files.readAllBytes(Packages.file(RUST));
        Program program = Translator.translate(bytes, TranslationOptions.DEFAULT.withFuel(true));
        String glue = Files.readString(Packages.file(GLUE));
        try (Store store =
                Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore()) {
            List<String> called = new ArrayList<>();
            store.observe(new CallObserver(new CallListener() {
                @Override
                public void calling(Call call, List<Value> arguments) {
                    called.add(call.direction() + " " + call.name());
                }
            }));
            CoreDumper dumper = CoreDumper.observe(store, "brotli").withModule(program, bytes);
            Profiler profiler = Profiler.start(store, Duration.ofNanos(10_000));
            Bindgen brotli = Bindgen.instantiate(store, program, glue);
            byte[] text = "never odd or even, ".repeat(1_000).getBytes(UTF_8);
            byte[] compressed =
                    brotli.call("compress", Returns.bytes().orThrow(), text, Bindgen.borrowed(Undefined.UNDEFINED));
            assertThat(brotli.call("decompress", Returns.bytes().orThrow(), compressed))
                    .isEqualTo(text);
            Profile profile = profiler.stop();
            assertThat(profile.samples()).isPositive();
            StringBuilder stacks = new StringBuilder();
            profile.writeCollapsed(stacks);
            assertThat(stacks.toString().lines()).allMatch(line -> line.matches("\\S.* \\d+"));
            assertThat(called).contains("EXPORT compress", "EXPORT decompress");
            assertThat(dumper.dump()).isEmpty();
            assertThatThrownBy(() ->
                            brotli.instance().function("decompress").call(Value.i32(16), Value.i32(-1), Value.i32(-1)))
                    .isInstanceOfSatisfying(TrapException.class, trap -> assertThat(dumper.dump())
                            .hasValueSatisfying(dump -> assertThat(dump.threads())
                                    .singleElement()
                                    .satisfies(thread ->
                                            assertThat(thread.frames()).hasSameSizeAs(trap.frames()))));
        }
    }
}
