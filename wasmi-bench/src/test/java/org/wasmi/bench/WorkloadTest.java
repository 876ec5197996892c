package org.wasmi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.Translator;

/** What is measured must be right. */
class WorkloadTest {

    @TestFactory
    Stream<DynamicTest> everyExecutorComputesTheChecksum() {
        return Workload.all().stream().flatMap(workload -> Executors.all().keySet().stream()
                .map(executor -> DynamicTest.dynamicTest(workload.name() + " on " + executor, () -> {
                    Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
                    Instance instance =
                            new Linker().instantiate(engine.newStore(), Translator.translate(workload.wasm()));
                    for (int call = 0; call < 2; call++) {
                        assertThat(instance.function("run").call(Value.i32(workload.smallSize())))
                                .containsExactly(Value.i64(workload.smallChecksum()));
                    }
                })));
    }

    @Test
    void theBaselineIsAmongTheExecutors() {
        assertThat(Executors.all()).containsKeys("naive", "switch", "indirect", "direct", "tail");
    }

    @Test
    void syntheticModulesGrowAsTheySay() {
        for (SyntheticModule.Growth growth : SyntheticModule.Growth.values()) {
            byte[] one = SyntheticModule.build(growth, 1);
            byte[] four = SyntheticModule.build(growth, 4);
            assertThat(four.length / (double) one.length).isBetween(3.8, 4.2);
            Translator.validate(four);
        }
    }
}
