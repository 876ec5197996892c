package org.wasmi.exec;

import java.util.Objects;

/**
 * What an engine is made with.
 *
 * @param executor the name of the executor that runs functions, see {@link Executors}
 * @param limits the limits of stores that are made without any of their own
 */
public record EngineConfig(String executor, StoreLimits limits) {

    /** The configuration for most uses: the reference executor and {@link StoreLimits#DEFAULT}. */
    public static final EngineConfig DEFAULT = new EngineConfig(Executors.SWITCH, StoreLimits.DEFAULT);

    /** Refuses nulls. */
    public EngineConfig {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(limits, "limits");
    }

    /** {@return this configuration with another executor} */
    public EngineConfig withExecutor(String name) {
        return new EngineConfig(name, limits);
    }

    /** {@return this configuration with other limits} */
    public EngineConfig withLimits(StoreLimits value) {
        return new EngineConfig(executor, value);
    }

    /**
     * {@return this configuration with another value for one limit}
     *
     * @throws IllegalArgumentException if the value is out of the limit's range
     */
    public EngineConfig withLimit(StoreLimit limit, long value) {
        return withLimits(limits.with(limit, value));
    }
}
