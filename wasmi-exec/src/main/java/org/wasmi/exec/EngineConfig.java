package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.exec.runtime.Executors;

/**
 * What an engine is made with.
 *
 * @param executor the name of the executor that runs functions, see {@link Executors}
 * @param limits the limits of stores that are made without any of their own
 * @param chunkedMemories whether all memories are divided into chunks, rather than those only that may come to be too
 *     large for one array; see {@link Memory}
 */
public record EngineConfig(String executor, StoreLimits limits, boolean chunkedMemories) {

    /** The configuration for most uses: the reference executor and {@link StoreLimits#DEFAULT}. */
    public static final EngineConfig DEFAULT = new EngineConfig(Executors.SWITCH, StoreLimits.DEFAULT, false);

    /** Refuses nulls. */
    public EngineConfig {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(limits, "limits");
    }

    /** {@return this configuration with another executor} */
    public EngineConfig withExecutor(String name) {
        return new EngineConfig(name, limits, chunkedMemories);
    }

    /**
     * {@return this configuration with all memories divided into chunks, or only those that need it, as is the default}
     */
    public EngineConfig withChunkedMemories(boolean all) {
        return new EngineConfig(executor, limits, all);
    }

    /** {@return this configuration with other limits} */
    public EngineConfig withLimits(StoreLimits value) {
        return new EngineConfig(executor, value, chunkedMemories);
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
