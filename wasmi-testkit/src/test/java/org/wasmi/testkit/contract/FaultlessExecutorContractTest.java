package org.wasmi.testkit.contract;

import org.wasmi.exec.runtime.Executor;

/** So it is their faults that {@link PlantedFaults} are noticed by; and an executor need not be found by its name. */
class FaultlessExecutorContractTest extends ExecutorContract {
    private final Executor executor = new Fault().executor();

    @Override
    public String executor() {
        return executor.name();
    }

    @Override
    public Executor provider() {
        return executor;
    }
}
