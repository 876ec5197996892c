package org.wasmi.testkit.contract;

import org.wasmi.testkit.restless.RestlessExecutor;

/** Code is replaced in the middle of runs, and calls of guests are calls of Java. */
class RestlessExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return RestlessExecutor.NAME;
    }
}
