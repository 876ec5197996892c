package org.wasmi.testkit.contract;

class TieredExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return "tiered";
    }
}
