package org.wasmi.exec;

import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.ProviderException;
import org.wasmi.encoding.program.Program;

/**
 * What stores have in common: the configuration, and the code of programs in the executor's form, which is made once for
 * each function that is called, whatever the number of stores and instances. It is kept for as long as its program is
 * reachable. Thread-safe.
 */
public final class Engine {
    private final EngineConfig config;
    private final Executor executor;

    /** Guarded by itself. By identity, since programs have no other equality. */
    private final Map<Program, PreparedProgram> programs = new WeakHashMap<>();

    private final RuntimeTypes types = new RuntimeTypes();

    private Engine(EngineConfig config, Executor executor) {
        if (executor.isaVersion() != Isa.version()) {
            throw new ProviderException("executor '" + executor.name() + "' ("
                    + executor.getClass().getName() + ") was built for version " + executor.isaVersion()
                    + " of the instruction set; this is version " + Isa.version() + ". Build it again");
        }
        this.config = config;
        this.executor = executor;
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
     * {@return an engine with an executor that need not be found by name}
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

    /** {@return what runs the functions} */
    public Executor executor() {
        return executor;
    }

    /** {@return a new, empty store with the limits of the configuration} */
    public Store newStore() {
        return newStore(config.limits());
    }

    /** {@return a new, empty store with limits of its own} */
    public Store newStore(StoreLimits limits) {
        return new Store(this, Objects.requireNonNull(limits, "limits"));
    }

    /** {@return the part of a program's instances that they share} */
    PreparedProgram prepare(Program program) {
        synchronized (programs) {
            @Nullable PreparedProgram prepared = programs.get(program);
            if (prepared == null) {
                prepared = new PreparedProgram(this, program);
                programs.put(program, prepared);
            }
            return prepared;
        }
    }

    /** {@return the types of this engine} */
    RuntimeTypes types() {
        return types;
    }
}
