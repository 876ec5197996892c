package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.exec.runtime.Executors;

/**
 * The configuration of an engine.
 *
 * @param executor the name of the executor that runs functions, see {@link Executors}
 * @param limits the limits of stores that are made without any of their own
 * @param chunkedMemories whether all memories are divided into chunks, rather than those only that may come to be too
 *     large for one array; see {@link Memory}
 * @param sharedMemoryBytes the most bytes that all shared memories of the engine may have, from 0. A memory counts
 *     while an open store has it
 */
public record EngineConfig(String executor, StoreLimits limits, boolean chunkedMemories, long sharedMemoryBytes) {

    /**
     * The configuration for most uses: the executor {@code tiered} if the artifact {@code wasmi-jit} is there, {@code
     * switch} if not ({@link Executors#preferred}); {@link StoreLimits#DEFAULT}; 16 GiB of shared memories.
     */
    public static final EngineConfig DEFAULT =
            new EngineConfig(Executors.preferred(), StoreLimits.DEFAULT, false, 16L << 30);

    /** Refuses nulls and a negative limit. */
    public EngineConfig {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(limits, "limits");
        if (sharedMemoryBytes < 0) {
            throw new IllegalArgumentException(
                    "the limit on bytes of shared memories is negative: " + sharedMemoryBytes);
        }
    }

    /** {@return this configuration with another executor} */
    public EngineConfig withExecutor(String name) {
        return new EngineConfig(name, limits, chunkedMemories, sharedMemoryBytes);
    }

    /**
     * {@return this configuration with all memories divided into chunks, or only those that need it, as is the default}
     */
    public EngineConfig withChunkedMemories(boolean all) {
        return new EngineConfig(executor, limits, all, sharedMemoryBytes);
    }

    /** {@return this configuration with another limit on the bytes of all shared memories} */
    public EngineConfig withSharedMemoryBytes(long bytes) {
        return new EngineConfig(executor, limits, chunkedMemories, bytes);
    }

    /** {@return this configuration with other limits} */
    public EngineConfig withLimits(StoreLimits value) {
        return new EngineConfig(executor, value, chunkedMemories, sharedMemoryBytes);
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
