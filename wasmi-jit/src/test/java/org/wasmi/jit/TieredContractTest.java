package org.wasmi.jit;

import org.wasmi.testkit.contract.ExecutorContract;

class TieredContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return TieredExecutor.NAME;
    }
}
