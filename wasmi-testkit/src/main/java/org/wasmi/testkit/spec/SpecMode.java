package org.wasmi.testkit.spec;

import java.util.List;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** The ways to call the functions of a script. The results must not depend on it. */
public enum SpecMode {
    /** Each call runs from beginning to end. */
    PLAIN {
        @Override
        Program translate(byte[] wasm, WasmFeatures features) {
            return Translator.translate(wasm, TranslationOptions.DEFAULT.withFeatures(features));
        }

        @Override
        Instance instantiate(Linker linker, Store store, Program program) {
            return linker.instantiate(store, program);
        }

        @Override
        List<Value> call(WasmFunction function, Value[] arguments) {
            return function.call(arguments);
        }
    },

    /**
     * Each call runs block by block: code is metered, a call begins without fuel, and each time that it is suspended it
     * gets the fuel for its next basic block. Programs are stored and read back, which verifies them.
     */
    RESUMED {
        @Override
        Program translate(byte[] wasm, WasmFeatures features) {
            Program program = Translator.translate(
                    wasm, TranslationOptions.DEFAULT.withFeatures(features).withFuel(true));
            return StoredPrograms.read(StoredPrograms.write(program));
        }

        @Override
        Instance instantiate(Linker linker, Store store, Program program) {
            store.addFuel(0);
            Instance instance = linker.link(program).instantiateWithoutStart(store);
            finish(instance.start(), store);
            return instance;
        }

        @Override
        List<Value> call(WasmFunction function, Value[] arguments) {
            return finish(function.start(arguments), function.store());
        }

        private List<Value> finish(Outcome started, Store store) {
            Outcome outcome = started;
            while (outcome instanceof Suspension suspension) {
                if (!(suspension.reason() instanceof Suspension.OutOfFuel fuel)) {
                    throw new CommandFailure("the call waits for " + suspension.reason());
                }
                store.addFuel(fuel.missing());
                outcome = suspension.resume();
            }
            return ((Outcome.Finished) outcome).results();
        }
    };

    /**
     * {@return a module as a program}
     *
     * @param features the features that the module may use
     */
    abstract Program translate(byte[] wasm, WasmFeatures features);

    /** {@return an instance} */
    abstract Instance instantiate(Linker linker, Store store, Program program);

    /** {@return the results of a call} */
    abstract List<Value> call(WasmFunction function, Value[] arguments);
}
