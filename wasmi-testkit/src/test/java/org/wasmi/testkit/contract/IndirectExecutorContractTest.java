package org.wasmi.testkit.contract;

class IndirectExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return "indirect";
    }
}
