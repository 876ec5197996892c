package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.CompiledExecutor;
import org.wasmi.jit.TieredExecutor;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.testkit.differential.Guest;
import org.wasmi.testkit.differential.Observation;
import org.wasmi.testkit.oracle.Outcome;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** Guests see the same, and pay the same, whatever is compiled and when. */
class CompiledCodeProperties {
    private final Engine reference = engine(Executors.named(Executors.SWITCH));

    /** What a chunk weighs where all functions are cut. */
    private static final int SMALL_CHUNK = 250;

    /** Compiled at once, soon, and by another thread; whole, and in small chunks. */
    private final List<Engine> engines = List.of(
            engine(new CompiledExecutor()),
            engine(new TieredExecutor(0, 1)),
            engine(new TieredExecutor(0, 7)),
            engine(new TieredExecutor(1, 5)),
            engine(new LeavingExecutor(() -> false, 0, SMALL_CHUNK)),
            engine(new LeavingExecutor(() -> false, 3, SMALL_CHUNK)));

    private static final Program EMPTY =
            Translator.translate(new ModuleBuilder().build(), TranslationOptions.DEFAULT.withFuel(true));

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

    /** Frames leave compiled code wherever there is too little fuel, and go on in it from the next loop or call on. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void callsThatWaitForFuelAreAsGoodAsAnyOther(
            @ForAll("modules") WasmModule module,
            @ForAll @IntRange(min = 1_000, max = 20_000) int fuel,
            @ForAll @IntRange(min = 1, max = 500) int mostAdded,
            @ForAll Random random) {
        Program program = Translator.translate(
                module.wasm(), TranslationOptions.DEFAULT.withFuel(true).withFeatures(WasmFeatures.ALL));
        try (Store expected = reference.newStore()) {
            expected.addFuel(fuel);
            Observation reference = Observation.of(expected, program, module.calls());
            if (reference.isOutOfFuel()) {
                return;
            }
            settle(expected);
            for (Engine engine : engines) {
                try (Store store = engine.newStore()) {
                    store.addFuel(fuel);
                    Optional<Guest> guest = instantiate(store, program);
                    if (guest.isEmpty()) {
                        continue;
                    }
                    store.fuel(0);
                    Observation seen = guest.get()
                            .observe(module.calls().stream()
                                    .map(call -> callWaiting(guest.get(), call, () -> 1 + random.nextInt(mostAdded)))
                                    .toList());
                    assertThat(seen.difference(reference)).isEmpty();
                    settle(store);
                    assertThat(store.fuelUsed()).isEqualTo(expected.fuelUsed());
                }
            }
        }
    }

    /**
     * Frames leave at calls and where a memory grows, as if it had got another kind of array, and go on in the
     * interpreter, in code that checks addresses, or in code that does not: at random times.
     */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void framesThatLeaveAtRandomTimesSeeTheSame(
            @ForAll("modules") WasmModule module,
            @ForAll @IntRange(max = 50_000) int fuel,
            @ForAll @IntRange(min = 1, max = 8) int often,
            @ForAll Random random) {
        Program program = Translator.translate(
                module.wasm(), TranslationOptions.DEFAULT.withFuel(true).withFeatures(WasmFeatures.ALL));
        BooleanSupplier leaving = () -> random.nextInt(often) == 0;
        try (Store expected = reference.newStore()) {
            expected.addFuel(fuel);
            Observation reference = Observation.of(expected, program, module.calls());
            for (int hot : new int[] {0, 1, 6}) {
                for (Executor executor :
                        List.of(new LeavingExecutor(leaving, hot), new LeavingExecutor(leaving, hot, SMALL_CHUNK))) {
                    try (Store store = engine(executor).newStore()) {
                        store.addFuel(fuel);
                        Observation seen = Observation.of(store, program, module.calls());
                        assertThat(seen.difference(reference)).isEmpty();
                        assertThat(store.fuel()).isEqualTo(expected.fuel());
                    }
                }
            }
        }
    }

    private static Optional<Guest> instantiate(Store store, Program program) {
        try {
            return Optional.of(Guest.instantiate(store, program));
        } catch (GuestException start) {
            return Optional.empty();
        }
    }

    /** Has a store pay what the last call owes, such as for an exception that left it when there was no fuel. */
    private static void settle(Store store) {
        store.addFuel(1_000_000);
        Guest.instantiate(store, EMPTY);
    }

    /** As {@link Guest#call}, with fuel that is added when the call waits for it. */
    private static Outcome callWaiting(Guest guest, WasmModule.Call call, IntSupplier added) {
        return guest.call(call, (function, arguments) -> {
            org.wasmi.exec.Outcome outcome = function.start(arguments);
            while (outcome instanceof Suspension suspension) {
                function.store().addFuel(added.getAsInt());
                outcome = suspension.resume();
            }
            return ((org.wasmi.exec.Outcome.Finished) outcome).results();
        });
    }
}
