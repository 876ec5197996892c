package org.wasmi.testkit.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.jit.CompiledExecutor;
import org.wasmi.jit.Explanation;
import org.wasmi.jit.TieredExecutor;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** A module of which all functions are compiled, on an executor that does so, and on the reference beside it. */
final class Guest {
    /** Compiled at once, and as soon as a function has been entered or a loop has gone round. */
    static final List<Executor> EXECUTORS =
            List.of(new CompiledExecutor(), new TieredExecutor(0, 1), new TieredExecutor(0, 5));

    private final Instance instance;
    private final Instance reference;

    private Guest(Program program, Executor executor, boolean chunked) {
        instance = instantiate(program, executor, chunked);
        reference = instantiate(program, Executors.named(Executors.SWITCH), chunked);
    }

    /** {@return a module without imports, on each executor} */
    static List<Guest> all(String text) {
        return all(text, false);
    }

    /** {@return as {@link #all(String)}, perhaps with memories of an array for each 64 KiB} */
    static List<Guest> all(String text, boolean chunked) {
        Program program = translate(text);
        assertThat(Explanation.declined(program)).isEmpty();
        return Stream.of(EXECUTORS)
                .flatMap(List::stream)
                .map(each -> new Guest(program, each, chunked))
                .toList();
    }

    static Program translate(String text) {
        return translate(text, TranslationOptions.DEFAULT);
    }

    static Program translate(String text, TranslationOptions options) {
        return Translator.translate(Wat.parse(text), options.withFeatures(WasmFeatures.ALL));
    }

    static Engine engine(Executor executor) {
        return engine(executor, false);
    }

    private static Engine engine(Executor executor, boolean chunked) {
        EngineConfig config = EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, 2_000);
        return Engine.create(config.withChunkedMemories(chunked), executor);
    }

    private static Instance instantiate(Program program, Executor executor, boolean chunked) {
        return new Linker().instantiate(engine(executor, chunked).newStore(), program);
    }

    List<Value> call(String function, Value... arguments) {
        return instance.function(function).call(arguments);
    }

    /** {@return the results of a call, its trap or its error} */
    Object outcome(String function, Value... arguments) {
        return outcome(instance, function, arguments);
    }

    /** {@return the outcome on the reference} */
    Object expected(String function, Value... arguments) {
        return outcome(reference, function, arguments);
    }

    private static Object outcome(Instance instance, String function, Value... arguments) {
        try {
            return instance.function(function).call(arguments);
        } catch (TrapException trap) {
            return trap.trap();
        } catch (WasmException error) {
            return error.getClass();
        }
    }
}
