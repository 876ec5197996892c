package org.wasmi.bench.compare;

import java.util.function.IntToLongFunction;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Linker;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Wasmi with one of its executors, or the baseline, on metered code or not. */
record WasmiContender(String executor, boolean metered) implements Contender {

    @Override
    public IntToLongFunction load(byte[] wasm) {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        TranslationOptions options = TranslationOptions.DEFAULT.withFuel(metered);
        Instance instance = new Linker().instantiate(engine.newStore(), Translator.translate(wasm, options));
        Invocation invocation = instance.function("run").newInvocation();
        return size -> invocation.passI32(0, size).call().i64(0);
    }

    @Override
    public Guest.Maker module(byte[] wasm) {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        Program program = Translator.translate(wasm, TranslationOptions.DEFAULT.withFuel(metered));
        return (recording, host) -> WasmiGuest.make(engine, program, recording, host);
    }
}
