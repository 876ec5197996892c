package org.wasmi.testkit.contract;

import org.wasmi.translate.TranslationOptions;

/**
 * The conformance suite for executors, for JUnit: a subclass with a name has all the tests. See the package for an example.
 */
public abstract class ExecutorContract
        implements NumericContract,
                ControlContract,
                CallContract,
                TrapContract,
                MemoryContract,
                TableContract,
                ReferenceContract,
                HostContract,
                InstanceContract,
                LimitContract {

    /** For subclasses. */
    protected ExecutorContract() {}

    /** {@return the name of the executor under test, as {@link org.wasmi.exec.Executors} finds it} */
    @Override
    public abstract String executor();

    /**
     * {@return how the guests are translated, by default in the default way; a subclass may try others, such as code without
     * fusion}
     */
    @Override
    public TranslationOptions translationOptions() {
        return TranslationOptions.DEFAULT;
    }
}
