package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.encoding.ProviderException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.exec.internal.memory.SharedBytes;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.EngineState;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.PreparedPrograms;
import org.wasmi.exec.runtime.RuntimeType;

/**
 * The configuration of stores, and the linked code of programs. Each function that is called is linked once, for all
 * stores and instances. Linked code is kept as long as its program is reachable. Thread-safe.
 */
public final class Engine extends EngineState {
    private final EngineConfig config;

    private Engine(EngineConfig config, Executor executor) {
        super(HostApi.KEY, executor, config.sharedMemoryBytes());
        this.config = config;
    }

    /** {@return an engine with the default configuration} */
    public static Engine create() {
        return create(EngineConfig.DEFAULT);
    }

    /**
     * {@return an engine}
     *
     * @throws IllegalArgumentException if there is no executor of the configured name
     * @throws ProviderException if there are several, or if it was built for another version of the instruction set
     */
    public static Engine create(EngineConfig config) {
        return new Engine(config, Executors.named(config.executor()));
    }

    /**
     * {@return an engine with an executor, which need not be found by name}
     *
     * @param config the configuration, of which the executor's name does not count
     * @param executor what runs the functions
     * @throws ProviderException if the executor was built for another version of the instruction set
     */
    public static Engine create(EngineConfig config, Executor executor) {
        return new Engine(config.withExecutor(executor.name()), Objects.requireNonNull(executor, "executor"));
    }

    /** {@return the configuration} */
    public EngineConfig config() {
        return config;
    }

    /** {@return a new, empty store with the limits of the configuration} */
    public Store newStore() {
        return newStore(config.limits());
    }

    /** {@return a new, empty store with limits of its own} */
    public Store newStore(StoreLimits limits) {
        return new Store(this, Objects.requireNonNull(limits, "limits"));
    }

    /**
     * {@return a type of the engine, which is the one that programs define by that type alone: final, without a
     * supertype, and in no group with others}
     *
     * @throws IllegalArgumentException if it refers to types of a program by their indices
     */
    public RuntimeType typeOf(CompositeType type) {
        return typeFor(type);
    }

    // For other classes of this package.

    PreparedPrograms prepared() {
        return programs();
    }

    SharedBytes sharedBytes(long size) {
        return newSharedBytes(size);
    }

    RuntimeType typeOf(Program program, int index) {
        return typeIn(program, index);
    }

    ExternType closed(Program program, ExternType type) {
        return closedTypeIn(program, type);
    }
}
