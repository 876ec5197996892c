package org.wasmi.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** What holds for every module. */
class DifferentialProperties {
    private static final TranslationOptions ALL_FEATURES = TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL);

    private static final List<TranslationOptions> OPTIONS = List.of(
            ALL_FEATURES,
            ALL_FEATURES.withFusion(false),
            ALL_FEATURES.withFuel(true),
            ALL_FEATURES.withFuel(true).withFusion(false));

    private final Differential differential = new Differential(Executors.all().values());
    private final Differential chunked =
            new Differential(Executors.all().values(), EngineConfig.DEFAULT.withChunkedMemories(true));

    @Provide
    Arbitrary<WasmModule> modules() {
        return WasmModules.valid();
    }

    /** On every executor, from every encoding, with and without fusion. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyExecutorAgreesWithTheOracle(@ForAll("modules") WasmModule module) {
        differential.check(module).ifPresent(disagreement -> fail(disagreement.toString()));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyExecutorAgreesWithTheOracleOnChunkedMemories(@ForAll("modules") WasmModule module) {
        chunked.check(module).ifPresent(disagreement -> fail(disagreement.toString()));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatTheTranslatorMakesIsVerifiedAndStaysTheSameWhenStored(@ForAll("modules") WasmModule module) {
        for (String encoding : Encodings.all().keySet()) {
            for (TranslationOptions options : OPTIONS) {
                Program program = Translator.translate(module.wasm(), options.withEncoding(encoding));
                assertThatCode(() -> Verifier.verify(program)).doesNotThrowAnyException();
                byte[] stored = StoredPrograms.write(program, Encodings.named(encoding));
                assertThat(codes(StoredPrograms.read(stored))).isEqualTo(codes(program));
            }
        }
    }

    private static List<Code> codes(Program program) {
        return program.functions().stream()
                .map(function -> function.body().code())
                .toList();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void mutationsOfAModuleEndInTypedErrors(
            @ForAll("modules") WasmModule module, @ForAll int place, @ForAll byte replacement) {
        byte[] wasm = module.wasm();
        wasm[Math.floorMod(place, wasm.length)] = replacement;
        try {
            Translator.translate(wasm, ALL_FEATURES);
        } catch (WasmException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }
}
