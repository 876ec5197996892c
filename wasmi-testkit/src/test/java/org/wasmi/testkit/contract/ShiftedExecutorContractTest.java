package org.wasmi.testkit.contract;

import org.wasmi.exec.runtime.Executor;

/** An executor with positions of its own keeps its backtraces, and repeats the instructions that touch new memory. */
class ShiftedExecutorContractTest extends ExecutorContract {
    private final Executor executor = new ShiftedExecutor(true, true);

    @Override
    public String executor() {
        return executor.name();
    }

    @Override
    public Executor provider() {
        return executor;
    }
}
