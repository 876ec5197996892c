package org.wasmi.testkit.contract;

import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executors;

/** Memories in chunks are reached by other instructions, and mean the same. */
class ChunkedMemoryContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return Executors.SWITCH;
    }

    @Override
    public EngineConfig engineConfig() {
        return EngineConfig.DEFAULT.withChunkedMemories(true);
    }
}
