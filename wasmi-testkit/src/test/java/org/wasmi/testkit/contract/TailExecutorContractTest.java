package org.wasmi.testkit.contract;

class TailExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return "tail";
    }
}
