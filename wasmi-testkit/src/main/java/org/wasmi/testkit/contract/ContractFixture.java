package org.wasmi.testkit.contract;

import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** What the parts of the contract have in common: the executor under test and ways to get guests that it runs. */
interface ContractFixture {

    Executor provider();

    TranslationOptions translationOptions();

    EngineConfig engineConfig();

    /** {@return a new store of the configuration of these tests} */
    default Store newStore() {
        return newStore(engineConfig());
    }

    /** {@return a new store of a configuration, of which the executor's name does not count} */
    default Store newStore(EngineConfig config) {
        return Engine.create(config, provider()).newStore();
    }

    default Program translate(ModuleBuilder module) {
        return Translator.translate(module.build(), translationOptions());
    }

    /** {@return an instance in a store of its own} */
    default Guest guest(ModuleBuilder module) {
        return guest(module, new Linker());
    }

    /** {@return an instance in a store of its own, with imports that need no store} */
    default Guest guest(ModuleBuilder module, Linker imports) {
        return guest(module, imports, newStore());
    }

    default Guest guest(ModuleBuilder module, Linker imports, Store store) {
        return new Guest(imports.instantiate(store, translate(module)));
    }
}
