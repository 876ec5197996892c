package org.wasmi.jit;

import org.wasmi.testkit.contract.ExecutorContract;

class CompiledContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return CompiledExecutor.NAME;
    }
}
