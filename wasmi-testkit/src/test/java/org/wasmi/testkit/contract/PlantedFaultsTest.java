package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.contract.PlantedFaults.Planted;
import org.wasmi.testkit.differential.Differential;

/**
 * That the contract notices what authors of executors get wrong, and the comparison of generated modules where {@link
 * PlantedFaults} says so.
 */
class PlantedFaultsTest {

    /** How many modules are generated at most, of the seeds from 0 on; they show the faults within some hundred. */
    private static final int MODULES = 12_000;

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
                        .as(planted.name())
                        .isNotNull()));
    }

    @TestFactory
    Stream<DynamicTest> theFuzzerFinds() {
        return PlantedFaults.all().stream()
                .filter(Planted::fuzzed)
                .map(planted -> dynamicTest(planted.name(), () -> {
                    Differential differential =
                            new Differential(List.of(planted.executor().get()));
                    assertThat(LongStream.range(0, MODULES)
                                    .mapToObj(seed -> differential.check(WasmModule.ofSeed(seed)))
                                    .flatMap(Optional::stream)
                                    .findFirst())
                            .as(planted.name())
                            .isPresent();
                }));
    }
}
