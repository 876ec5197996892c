package org.wasmi.testkit.contract;

import org.wasmi.exec.runtime.Executors;

class SwitchExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return Executors.SWITCH;
    }
}
