package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.CompiledExecutor;
import org.wasmi.jit.TieredExecutor;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.testkit.differential.Observation;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** Guests see the same, and pay the same, whatever is compiled and when. */
class CompiledCodeProperties {
    private final Engine reference = engine(Executors.named(Executors.SWITCH));

    /** Compiled at once, soon, and by another thread. */
    private final List<Engine> engines = List.of(
            engine(new CompiledExecutor()),
            engine(new TieredExecutor(0, 1)),
            engine(new TieredExecutor(0, 7)),
            engine(new TieredExecutor(1, 5)));

    private static Engine engine(Executor executor) {
        return Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, 2_000), executor);
    }

    @Provide
    Arbitrary<WasmModule> modules() {
        return WasmModules.valid();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void resultsAndFuelAreThoseOfTheReference(
            @ForAll("modules") WasmModule module, @ForAll @IntRange(max = 50_000) int fuel) {
        Program program = Translator.translate(
                module.wasm(), TranslationOptions.DEFAULT.withFuel(true).withFeatures(WasmFeatures.ALL));
        try (Store expected = reference.newStore()) {
            expected.addFuel(fuel);
            Observation reference = Observation.of(expected, program, module.calls());
            for (Engine engine : engines) {
                try (Store store = engine.newStore()) {
                    store.addFuel(fuel);
                    Observation seen = Observation.of(store, program, module.calls());
                    assertThat(seen.difference(reference)).isEmpty();
                    assertThat(store.fuel()).isEqualTo(expected.fuel());
                }
            }
        }
    }
}
