package example.counting;

import org.wasmi.testkit.contract.ExecutorContract;

class CountingExecutorContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return CountingExecutor.NAME;
    }
}
