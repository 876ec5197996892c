package org.wasmi.testkit.contract;

import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * The conformance suite for executors, for JUnit Jupiter. The whole of what a test class for an executor needs:
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
 * The tests are inherited. The package tells what else has to be there.
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
     * {@return the executor under test, by default the one of that name} A subclass may return one that is not to be
     * found by name. Called for each engine, so it should return the same object each time or one that is cheap to
     * make.
     */
    @Override
    public Executor provider() {
        return Executors.named(executor());
    }

    /**
     * {@return how the guests are translated, by default in the default way; a subclass may try others, such as code
     * without
     * fusion}
     */
    @Override
    public TranslationOptions translationOptions() {
        return TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL);
    }

    /**
     * {@return the configuration of the engines, by default the default one, of which the executor's name does not
     * count} A subclass may try others, such as chunked memories.
     */
    @Override
    public EngineConfig engineConfig() {
        return EngineConfig.DEFAULT;
    }
}
