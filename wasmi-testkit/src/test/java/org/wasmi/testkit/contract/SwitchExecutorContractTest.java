package org.wasmi.testkit.contract;

import org.wasmi.exec.Executors;

class SwitchExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return Executors.SWITCH;
    }
}
