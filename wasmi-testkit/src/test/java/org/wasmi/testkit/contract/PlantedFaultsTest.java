package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.exec.Executor;

/** That the contract notices what authors of executors get wrong. */
class PlantedFaultsTest {

    private static final class Contract extends ExecutorContract {
        private final Executor executor;

        Contract(Executor executor) {
            this.executor = executor;
        }

        @Override
        public String executor() {
            return executor.name();
        }

        @Override
        public Executor provider() {
            return executor;
        }
    }

    @TestFactory
    Stream<DynamicTest> theContractNotices() {
        return PlantedFaults.all().stream()
                .map(planted -> dynamicTest(planted.name(), () -> assertThat(catchThrowable(() -> planted.noticedBy()
                                .run(new Contract(planted.executor().get()))))
                        .as("what the test of the contract ends in")
                        .isNotNull()));
    }
}
