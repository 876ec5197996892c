package org.wasmi.exec.runtime;

/** Sees memories grow: what the state of a store knows of a {@link StoreObserver}. */
public interface MemoryObserver {

    /**
     * A memory of the store has grown, or has failed to: then it has as many bytes as before.
     *
     * @param before its size in bytes
     * @param after its size in bytes
     */
    default void grown(long before, long after) {}
}
