package org.wasmi.testkit.contract;

import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * The conformance suite for executors, for JUnit Jupiter. A complete test class for an executor is:
 *
 * <pre>{@code
 * class TracingExecutorContractTest extends ExecutorContract {
 *     @Override
 *     public String executor() {
 *         return "tracing";
 *     }
 * }
 * }</pre>
 *
 * It inherits the tests. The package documentation lists the dependencies.
 */
public abstract class ExecutorContract
        implements NumericContract,
                VectorContract,
                ControlContract,
                CallContract,
                TrapContract,
                MemoryContract,
                UntouchedMemoryContract,
                WideAddressContract,
                AtomicContract,
                TableContract,
                ReferenceContract,
                ObjectContract,
                FunctionReferenceContract,
                InstructionContract,
                ChangedStateContract,
                HostContract,
                InstanceContract,
                LimitContract,
                LinkContract,
                ExceptionContract,
                FuelContract,
                LookContract,
                ResumptionContract,
                VectorFlowContract {

    /** For subclasses. */
    protected ExecutorContract() {}

    /** {@return the name of the executor under test, as {@link Executors} finds it} */
    public abstract String executor();

    /**
     * {@return the executor under test, by default the executor of that name} A subclass may return one that cannot be
     * found by name. Called for each engine, so it should return the same object each time, or one that is cheap to
     * create.
     */
    @Override
    public Executor provider() {
        return Executors.named(executor());
    }

    /**
     * {@return the options for translation of the guests, by default the default options; a subclass may return others,
     * such as options without fusion}
     */
    @Override
    public TranslationOptions translationOptions() {
        return TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL);
    }

    /**
     * {@return the configuration of the engines, by default the default one; the executor's name in it is ignored} A
     * subclass may return others, such as one with chunked memories.
     */
    @Override
    public EngineConfig engineConfig() {
        return EngineConfig.DEFAULT;
    }
}
