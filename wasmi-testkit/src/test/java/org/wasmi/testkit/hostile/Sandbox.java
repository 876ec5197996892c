package org.wasmi.testkit.hostile;

import java.time.Duration;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.Value;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.TranslationLimits;

/** What a server would run a stranger's module with: strict limits, metering, and an end to its time. */
final class Sandbox {
    static final TranslationOptions STRICT =
            TranslationOptions.DEFAULT.withFuel(true).withLimits(TranslationLimits.STRICT);

    /** For guests that use it up. */
    private static final Duration SHORT = Duration.ofMillis(200);

    /** For guests that end before, however busy the machine is. */
    private static final Duration LONG = Duration.ofSeconds(50);

    private final Engine engine;
    private StoreLimits limits = StoreLimits.STRICT;
    private Duration time = LONG;

    Sandbox(String executor) {
        engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
    }

    /** Lets guests run for a short time only. */
    Sandbox hurry() {
        time = SHORT;
        return this;
    }

    /** Has growth that fails end in a trap rather than in -1. */
    Sandbox trapOnGrowth() {
        limits = limits.withTrapOnGrowth(true);
        return this;
    }

    Engine engine() {
        return engine;
    }

    static Program translate(byte[] module) {
        return Translator.translate(module, STRICT.withMode(TranslationMode.EAGER));
    }

    Store store() {
        Store store = engine.newStore(limits);
        store.deadline(time);
        return store;
    }

    Instance instantiate(byte[] module) {
        return instantiate(store(), new Linker(), module);
    }

    Instance instantiate(Store store, Linker linker, byte[] module) {
        return linker.instantiate(store, translate(module));
    }

    /** Calls the function {@code run} of a module. */
    void run(byte[] module, Value... arguments) {
        instantiate(module).function("run").call(arguments);
    }

    void run(byte[] module, long fuel) {
        run(translate(module), fuel);
    }

    /** Calls the function {@code run} of a program. */
    void run(Program program, long fuel) {
        Store store = engine.newStore(limits);
        store.addFuel(fuel);
        new Linker().instantiate(store, program).function("run").call();
    }
}
