package org.wasmi.testkit.contract;

class DirectExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return "direct";
    }
}
