package org.wasmi.testkit.contract;

class CompiledExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return "compiled";
    }
}
